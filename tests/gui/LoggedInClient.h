#pragma once

#include "common/client/RosterClient.h"

#include <memory>

namespace roster::gui::test {

/// A desktop's client that has logged in and trusts the authority in @p caFile; null: it was
/// refused.
[[nodiscard]] std::unique_ptr<RosterClient> logIn(const ServerAddress &server,
    const QString &caFile, const QString &username, const SecretBytes &password);

} // namespace roster::gui::test
