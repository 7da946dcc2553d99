#include "server/requests/ServerFacts.h"

#include <QJsonArray>

namespace roster::server {

using namespace Qt::StringLiterals;

QJsonObject infoToJson(const ServerFacts &facts)
{
    return {{u"name"_s, facts.name}, {u"version"_s, facts.version}, {u"protocol"_s, 1},
        {u"features"_s, QJsonArray()}};
}

} // namespace roster::server
