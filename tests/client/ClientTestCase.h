#pragma once

#include "common/client/RosterClient.h"
#include "tests/client/FakeServer.h"

#include <QObject>

#include <memory>

namespace roster::test {

/// The answers that calls have had, in their order.
struct Heard
{
    QList<CallOutcome> outcomes;

    [[nodiscard]] qsizetype count() const { return outcomes.size(); }
    [[nodiscard]] const CallOutcome &last() const { return outcomes.last(); }
    RosterClient::Callback callback()
    {
        return [this](const CallOutcome &outcome) { outcomes.append(outcome); };
    }
};

/// A test of RosterClient: each test function has a scripted server and a client of its own.
class ClientTestCase : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

protected:
    [[nodiscard]] ClientOptions options() const;
    void logIn();

    TestIdentity m_identity;
    std::unique_ptr<FakeServer> m_server;
    std::unique_ptr<RosterClient> m_client;
    std::unique_ptr<Heard> m_heard;
};

} // namespace roster::test
