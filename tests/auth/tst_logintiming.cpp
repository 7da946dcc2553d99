#include "server/auth/Authenticator.h"

#include "tests/auth/AccountsWorld.h"

#include <algorithm>
#include <fstream>
#include <latch>

using namespace roster;
using namespace roster::server;

/// What a login costs and when it is answered, at the real cost of argon2id.
class LoginTimingTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void answersEveryFailureAtTheFixedTime();
    void answersLateFailuresAtAMultiple();
    void boundsMemoryAndRefusesTheExcess();
};

namespace {

constexpr auto fixedTime = 400ms;

AuthSettings realSettings()
{
    AuthSettings settings;
    settings.failedLoginTime = fixedTime;
    settings.hashThreads = 1;
    return settings;
}

double secondsOf(AccountsWorld &world, const QString &name, const QHostAddress &peer)
{
    QElapsedTimer timer;
    timer.start();
    static_cast<void>(world.login(name, u"wrong"_s, peer));
    return static_cast<double>(timer.nsecsElapsed()) / 1e9;
}

double medianOf(QList<double> values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

/// Peak resident memory in bytes since resetPeakMemory().
qint64 peakMemory()
{
    std::ifstream status("/proc/self/status");
    std::string line;
    while (std::getline(status, line)) {
        if (line.starts_with("VmHWM:"))
            return std::stoll(line.substr(6)) * 1024;
    }
    return 0;
}

void resetPeakMemory()
{
    std::ofstream("/proc/self/clear_refs") << '5';
}

} // namespace

void LoginTimingTest::answersEveryFailureAtTheFixedTime()
{
    AuthSettings settings = realSettings();
    AccountsWorld world(settings);
    world.initialise();
    for (const QString &name : {u"wrong"_s, u"bcrypt"_s, u"disabled"_s})
        QVERIFY(world.addUser(name, u"hr"_s, u"k3!Vq0-zLw8;Tb7"_s));
    QVERIFY(world.run([&](const auto &done) {
        world.administration().setDisabled(u"disabled"_s, true, {}, done);
    }));
    world.importHash(u"bcrypt"_s, bcryptOf("x", 8));

    // Closed for as long as the clock stands still.
    for (int i = 0; i < 5; ++i)
        QCOMPARE(codeOf(world.login(u"throttled"_s)), ErrorCode::InvalidCredentials);
    QCOMPARE(codeOf(world.login(u"throttled"_s)), ErrorCode::TryLater);
    const QStringList kinds{u"unknown"_s, u"wrong"_s, u"disabled"_s, u"throttled"_s, u"bcrypt"_s};
    QHash<QString, QList<double>> times;
    for (int round = 0; round < 5; ++round) {
        // The others come from a new address each round, so that they are not throttled too.
        const QHostAddress fresh(u"203.0.113.%1"_s.arg(round));
        for (const QString &kind : kinds) {
            const bool isThrottled = kind == u"throttled"_s;
            times[kind].append(secondsOf(world, kind, isThrottled ? AccountsWorld::home : fresh));
        }
    }
    const double fixed = std::chrono::duration<double>(fixedTime).count();
    for (const QString &kind : kinds) {
        const double median = medianOf(times[kind]);
        const QString text = u"%1: %2 s"_s.arg(kind).arg(median);
        QVERIFY2(std::abs(median - fixed) <= std::max(0.002, fixed * 0.02), qPrintable(text));
    }
}

void LoginTimingTest::answersLateFailuresAtAMultiple()
{
    AuthSettings settings = realSettings();
    settings.failedLoginTime = 200ms;
    settings.argon2.passes = 40;
    AccountsWorld world(settings);
    const double step = 0.2;
    const double seconds = secondsOf(world, u"nobody"_s, AccountsWorld::home);
    const double steps = std::floor(seconds / step);
    QVERIFY2(steps >= 1 && seconds - steps * step < 0.05, qPrintable(QString::number(seconds)));
}

void LoginTimingTest::boundsMemoryAndRefusesTheExcess()
{
    AuthSettings settings = realSettings();
    settings.hashQueue = 16;
    settings.throttle.freeFailuresOfAddress = 1000;
    AccountsWorld world(settings);
    resetPeakMemory();
    [[maybe_unused]] const qint64 before = peakMemory();
    constexpr int attempts = 200;
    std::latch answered(attempts);
    std::atomic<int> refused = 0;
    for (int i = 0; i < attempts; ++i) {
        const QString name = u"user%1"_s.arg(i);
        world.authenticator().login({name, secret(u"x"_s), {}, {}, AccountsWorld::home},
            [&](const Result<LoginGrant> &grant) {
                refused += grant.error().code == ErrorCode::TryLater;
                answered.count_down();
            });
    }
    answered.wait();
    QVERIFY2(refused.load() >= attempts / 2, qPrintable(QString::number(refused.load())));
    QVERIFY(refused.load() < attempts);
#ifndef ROSTER_SANITIZED
    constexpr qint64 allowed = qint64{19 + 32} * 1024 * 1024;
    QVERIFY2(peakMemory() - before <= allowed, qPrintable(QString::number(peakMemory() - before)));
#endif
}

QTEST_GUILESS_MAIN(LoginTimingTest)
#include "tst_logintiming.moc"
