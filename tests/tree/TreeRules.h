#pragma once

#include <QString>
#include <QStringList>

namespace roster::test {

/// Where the source tree under @p root breaks a rule of its own design, one line each, such as
/// `server/net/X.cpp:12: server/net must not include server/storage/Query.h`. Build folders and dot
/// folders are passed over.
[[nodiscard]] QStringList brokenRules(const QString &root);

} // namespace roster::test
