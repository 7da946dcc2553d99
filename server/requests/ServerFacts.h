#pragma once

#include "common/model/Money.h"

#include <QJsonObject>

namespace roster::server {

/// What the server tells of itself; the same for everybody.
struct ServerFacts
{
    QString name = QStringLiteral("roster-server");
    QString version = QStringLiteral(ROSTER_VERSION);
    Currency currency;
};

/// The result of `server.info`.
[[nodiscard]] QJsonObject infoToJson(const ServerFacts &facts);

} // namespace roster::server
