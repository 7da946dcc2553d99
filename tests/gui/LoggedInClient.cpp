#include "tests/gui/LoggedInClient.h"

#include "common/net/ClientTls.h"

#include <QTest>

namespace roster::gui::test {

std::unique_ptr<RosterClient> logIn(const ServerAddress &server, const QString &caFile,
    const QString &username, const SecretBytes &password)
{
    ClientOptions options;
    options.server = server;
    options.authorities = *readAuthorities(caFile);
    options.kind = QStringLiteral("desktop");
    auto client = std::make_unique<RosterClient>(options);
    std::optional<bool> isIn;
    client->login(username, password, client.get(),
        [&isIn](const CallOutcome &outcome) { isIn = outcome.isOk(); });
    const bool hasAnswer = QTest::qWaitFor([&isIn] { return isIn.has_value(); }, 20'000);
    return hasAnswer && *isIn ? std::move(client) : nullptr;
}

} // namespace roster::gui::test
