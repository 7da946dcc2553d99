#pragma once

#include "cli-client/text/TableFormatter.h"
#include "common/model/Rights.h"

#include <QJsonObject>
#include <QStringList>

namespace roster::cli {

/// What a column of the output can be: the fields of a record, then what else the server tells of
/// it.
[[nodiscard]] const QStringList &knownColumns();
/// Those beside the fields, such as `version`.
[[nodiscard]] const QStringList &metadataColumns();

/// Whether a session with @p rights is told of @p column at all.
[[nodiscard]] bool isVisible(const QString &column, const Rights &rights);

[[nodiscard]] TableColumn tableColumn(const QString &column);
/// For people, unescaped.
[[nodiscard]] QString tableCell(const QJsonObject &record, const QString &column);
/// For programs: an imported value that fits no rule stands there as it was.
[[nodiscard]] QString csvCell(const QJsonObject &record, const QString &column);
/// @p record with nothing but @p columns and what says how they are to be read.
[[nodiscard]] QJsonObject reduced(const QJsonObject &record, const QStringList &columns);

} // namespace roster::cli
