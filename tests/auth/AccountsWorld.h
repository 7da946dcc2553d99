#pragma once

#include "common/base/Clock.h"
#include "server/auth/AccountServices.h"
#include "server/storage/Database.h"
#include "server/storage/Migrator.h"
#include "server/storage/Query.h"
#include "server/storage/WriteQueue.h"

#include <crypt.h>

#include <QTemporaryDir>
#include <QtTest>

#include <array>
#include <mutex>
#include <vector>

namespace roster::server {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Hashes at next to no cost, failures answered soon: for tests in which neither matters.
inline AuthSettings cheapSettings()
{
    AuthSettings settings;
    settings.argon2 = {1, std::size_t{64} * 1024};
    settings.hashThreads = 2;
    settings.failedLoginTime = 5ms;
    return settings;
}

inline SecretBytes secret(const QString &text)
{
    return SecretBytes::copyOf(QStringView(text));
}

inline QString bcryptOf(const QByteArray &password, int cost = 4)
{
    std::array<char, CRYPT_GENSALT_OUTPUT_SIZE> setting{};
    crypt_gensalt_rn("$2b$", static_cast<unsigned long>(cost), nullptr, 0, setting.data(),
        static_cast<int>(setting.size()));
    crypt_data data{};
    return QString::fromLatin1(
        crypt_rn(password.constData(), setting.data(), &data, static_cast<int>(sizeof data)));
}

/// A user database in a temporary folder with its writer and the accounts' services, on a clock
/// that tests move.
class AccountsWorld
{
public:
    static inline const QString password = u"seven tame walruses hum"_s;
    static inline const QHostAddress home = QHostAddress(u"192.0.2.1"_s);
    static inline const QHostAddress abroad = QHostAddress(u"198.51.100.7"_s);

    explicit AccountsWorld(AuthSettings authSettings = cheapSettings())
        : settings(authSettings)
    {
        const bool isReady = initialiseCrypto() && m_folder.isValid();
        Q_ASSERT(isReady);
        const auto database = Database::open({path()});
        const Outcome migrated = Migrator(u":/sql/user"_s).migrate(**database);
        Q_ASSERT(migrated);
        open();
    }
    ~AccountsWorld() { close(); }

    [[nodiscard]] QString path() const { return m_folder.filePath(u"user.db"_s); }
    [[nodiscard]] Authenticator &authenticator() { return m_services->authenticator(); }
    [[nodiscard]] AccountAdministration &administration() { return m_services->administration(); }
    [[nodiscard]] AccountServices &services() { return *m_services; }
    [[nodiscard]] WriteQueue &queue() { return *m_queue; }

    void restart()
    {
        close();
        open();
    }

    /// Built-in roles and the first administrator; gives the one-time password.
    IssuedPassword initialise()
    {
        const auto issued = waitFor<std::optional<IssuedPassword>>(
            [&](const auto &done) { administration().initialise(done); });
        return issued && *issued ? **issued : IssuedPassword{};
    }

    Result<IssuedPassword> addUser(
        const QString &name, const QString &role, const QString &text = password)
    {
        return waitFor<IssuedPassword>([&](const auto &done) {
            administration().addUser(name, role, secret(text), {}, done);
        });
    }

    /// The account's stored hash becomes @p hash, as an import would leave it.
    void importHash(const QString &name, const QString &hash)
    {
        const Outcome stored = m_queue->runAndWait<Done>([&](Database &database) -> Outcome {
            Query update(database, u"UPDATE \"user\" SET password_hash = ? WHERE username = ?"_s);
            return update.bind(hash).bind(name).run();
        });
        Q_ASSERT(stored);
        restart();
    }

    Result<LoginGrant> login(
        const QString &name, const QString &text = password, const QHostAddress &peer = home)
    {
        return waitFor<LoginGrant>([&](const auto &done) {
            authenticator().login({name, secret(text), u"console"_s, u"1.0"_s, peer}, done);
        });
    }

    template <typename Call> Outcome run(Call call) { return waitFor<Done>(call); }

    Outcome logout(const SessionRef &session)
    {
        return run([&](const auto &done) { authenticator().logout(session, done); });
    }

    Outcome changePassword(const SessionRef &session, const QString &from, const QString &to)
    {
        return run([&](const auto &done) {
            authenticator().changePassword(session, secret(from), secret(to), done);
        });
    }

    Outcome revoke(const QString &id, const SessionRef &by)
    {
        const Result<Session> session = authenticator().admit(by);
        return run([&](const auto &done) { authenticator().revoke(id, *session, done); });
    }

    [[nodiscard]] bool isServed(const SessionRef &session)
    {
        return authenticator().admit(session).isOk();
    }

    /// Waits until everything submitted so far is stored.
    void settle()
    {
        const Outcome settled = m_queue->runAndWait<Done>([](Database &) { return Done{}; });
        Q_ASSERT(settled);
    }

    /// Runs @p statement beside the server, as a tamperer or a test's fault would.
    void execute(const QString &statement)
    {
        const auto database = Database::open({path()});
        const Outcome executed = (*database)->execute(statement);
        Q_ASSERT(executed);
    }

    /// The first column of a query.
    [[nodiscard]] QVariantList values(const QString &sql)
    {
        const auto database = Database::open({path(), true});
        Query query(**database, sql);
        QVariantList rows;
        if (!query.run())
            return rows;
        while (query.next())
            rows.append(query.value(0));
        return rows;
    }

    [[nodiscard]] QVariant value(const QString &sql) { return values(sql).value(0); }

    [[nodiscard]] ChainVerdict chain()
    {
        const auto database = Database::open({path(), true});
        return *SecurityEventStore(**database).verify();
    }

    [[nodiscard]] std::vector<SessionEvent> takeEvents()
    {
        const std::scoped_lock lock(m_eventsMutex);
        return std::exchange(m_events, {});
    }

    ManualClock clock;
    AuthSettings settings;

private:
    void open()
    {
        m_queue = std::make_unique<WriteQueue>(DatabaseProfile{path()});
        const Outcome queueStarted = m_queue->start();
        m_services = std::make_unique<AccountServices>(settings, clock, *m_queue);
        m_services->setSessionListener([this](const SessionEvent &event) {
            const std::scoped_lock lock(m_eventsMutex);
            m_events.push_back(event);
        });
        const Outcome started = m_services->start();
        Q_ASSERT(queueStarted && started);
    }

    void close()
    {
        m_services->stop();
        m_queue->stop();
        m_services.reset();
    }

    QTemporaryDir m_folder;
    std::mutex m_eventsMutex;
    std::vector<SessionEvent> m_events;
    std::unique_ptr<WriteQueue> m_queue;
    std::unique_ptr<AccountServices> m_services;
};

/// The code of a refusal, for comparisons; fails on success.
template <typename T> ErrorCode codeOf(const Result<T> &result)
{
    if (!result)
        return result.error().code;
    QTest::qFail("succeeded, but a refusal was expected", __FILE__, __LINE__);
    return ErrorCode::InternalError;
}

} // namespace roster::server
