#include "server/auth/AuthSettings.h"

#include <QJsonArray>
#include <QtTest>

using namespace roster;
using namespace roster::server;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class AuthSettingsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void acceptsItsDefaults();
    void refusesWhatIsTooWeak_data();
    void refusesWhatIsTooWeak();
};

void AuthSettingsTest::acceptsItsDefaults()
{
    QVERIFY(checkSettings(AuthSettings()));
}

void AuthSettingsTest::refusesWhatIsTooWeak_data()
{
    QTest::addColumn<std::function<void(AuthSettings &)>>("weaken");
    QTest::addColumn<QString>("field");
    using Weaken = std::function<void(AuthSettings &)>;
    QTest::newRow("memory") << Weaken([](AuthSettings &s) { s.argon2.memoryBytes -= 1; })
                            << u"argon2_memory"_s;
    QTest::newRow("passes") << Weaken([](AuthSettings &s) { s.argon2.passes = 1; })
                            << u"argon2_passes"_s;
    QTest::newRow("length") << Weaken([](AuthSettings &s) { s.minimumPasswordLength = 7; })
                            << u"minimum_password_length"_s;
    QTest::newRow("fixed time") << Weaken([](AuthSettings &s) { s.failedLoginTime = 0ms; })
                                << u"failed_login_time"_s;
    QTest::newRow("no idle limit")
        << Weaken([](AuthSettings &s) { s.idleTimeout = 24h; }) << u"session_timeout"_s;
    QTest::newRow("endless session")
        << Weaken([](AuthSettings &s) { s.absoluteTimeout = 1000h; }) << u"session_timeout"_s;
}

void AuthSettingsTest::refusesWhatIsTooWeak()
{
    QFETCH(std::function<void(AuthSettings &)>, weaken);
    AuthSettings settings;
    weaken(settings);
    const Outcome outcome = checkSettings(settings);
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, ErrorCode::ValidationFailed);
    QTEST(outcome.error().data[u"fields"_s].toArray()[0][u"field"_s].toString(), "field");
}

QTEST_GUILESS_MAIN(AuthSettingsTest)
#include "tst_authsettings.moc"
