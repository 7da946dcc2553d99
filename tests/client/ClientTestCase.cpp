#include "tests/client/ClientTestCase.h"

#include <QTest>

namespace roster::test {

using namespace Qt::StringLiterals;

void ClientTestCase::initTestCase()
{
    QVERIFY(initialiseCrypto());
    m_identity = makeIdentity();
}

void ClientTestCase::init()
{
    m_server = std::make_unique<FakeServer>(m_identity);
    QVERIFY(m_server->listen());
    m_client = std::make_unique<RosterClient>(options());
    m_heard = std::make_unique<Heard>();
}

void ClientTestCase::cleanup()
{
    m_client.reset();
    m_server.reset();
    m_heard.reset();
}

ClientOptions ClientTestCase::options() const
{
    ClientOptions options;
    options.server = {u"127.0.0.1"_s, m_server->port()};
    options.authorities = m_identity.authorities();
    options.kind = u"console"_s;
    return options;
}

void ClientTestCase::logIn()
{
    Heard heard;
    m_client->login(u"alice"_s, SecretBytes::copyOf(u"correct"_s), this, heard.callback());
    QTRY_COMPARE(heard.count(), 1);
    QVERIFY(heard.last().isOk());
}

} // namespace roster::test
