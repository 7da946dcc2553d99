#include "tests/fuzz/DispatchWorld.h"

#include "server/auth/AccountServices.h"
#include "server/requests/ConversationRegistry.h"
#include "server/requests/EmployeeHandlers.h"
#include "server/requests/Mailbox.h"
#include "server/requests/SessionHandlers.h"
#include "server/requests/StatusHandlers.h"
#include "server/storage/Migrator.h"
#include "server/storage/RoleStore.h"
#include "tests/fuzz/Checks.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace roster::test {

using namespace roster::server;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using torture::KnownSession;
using torture::RoleFacts;

namespace {

const QHostAddress somewhere(u"192.0.2.1"_s);
constexpr int connections = 64;

/// Hashes at next to no cost, failures answered soon; nothing else is softer than it is.
AuthSettings quickSettings()
{
    AuthSettings settings;
    settings.argon2 = {1, std::size_t{64} * 1024};
    settings.hashThreads = 1;
    settings.failedLoginTime = 1ms;
    return settings;
}

/// Where files are memory, if the machine has such a place.
QString folderTemplate()
{
    const QFileInfo memory(u"/dev/shm"_s);
    return (memory.isWritable() ? memory.filePath() : QDir::tempPath()) + u"/roster-fuzz-XXXXXX"_s;
}

template <typename T> T certain(Result<T> result)
{
    require(result.isOk(), "the world can be made");
    return *std::move(result);
}

QByteArray read(const QString &path)
{
    QFile file(path);
    require(file.open(QIODevice::ReadOnly), "the world can be read");
    return file.readAll();
}

void put(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    require(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size(),
        "the world can be written");
    for (const auto &end : {"-wal"_L1, "-shm"_L1})
        QFile::remove(path + end);
}

std::vector<Route> joined(std::vector<Route> routes, const std::vector<Route> &more)
{
    routes.insert(routes.end(), more.begin(), more.end());
    return routes;
}

QHash<QString, QString> fields(const QString &ssn, const QString &birth, const QString &salary)
{
    return {{u"ssn"_s, ssn}, {u"date_of_birth"_s, birth}, {u"salary"_s, salary}};
}

} // namespace

const QList<Marker> &markers()
{
    static const QList<Marker> all{{u"ssn"_s, "527419863"_ba},
        {u"date_of_birth"_s, "1987-11-23"_ba}, {u"salary"_s, "7391846.25"_ba}};
    return all;
}

/// All that is made anew.
struct DispatchWorld::Room
{
    Room(const QString &userPath, const QString &employeePath, const FieldSealer &sealer)
        : userWrites(DatabaseProfile{userPath})
        , employeeWrites(DatabaseProfile{employeePath})
        , accounts(quickSettings(), clock, userWrites)
        , database(certain(Database::open({employeePath, true})))
        , employees({*database, budget, employeeWrites, feed, sealer, clock, facts})
        , sessions(accounts.authenticator(), facts)
        , status([] { return Result<QJsonObject>(QJsonObject()); })
        , dispatcher(
              joined(joined(employees.routes(), sessions.routes()), status.routes()), counters)
        , context{accounts.authenticator(), dispatcher, registry, mailbox, facts, users, counters,
              employeeWrites.load()}
    {
        employeeWrites.setAroundCompletions([this](const auto &complete) {
            complete();
            feed.flush();
        });
        feed.addOutlet([this](const CommitNotices &notices) {
            const auto commit = std::make_shared<NoticeLines>(notices, facts.currency.digits);
            tell([commit](Conversation &each) { each.onCommitted(*commit); });
        });
        accounts.setSessionListener([this](const SessionEvent &event) {
            tell([event](Conversation &each) { each.onSessionEvent(event); });
        });
        certain(userWrites.start());
        certain(employeeWrites.start());
        certain(accounts.start());
    }
    ~Room()
    {
        accounts.stop();
        employeeWrites.stop();
        userWrites.stop();
    }
    Room(const Room &) = delete;
    Room &operator=(const Room &) = delete;

    void tell(const std::function<void(Conversation &)> &news)
    {
        mailbox.post([this, news] { registry.forEach(news); });
    }

    ManualClock clock;
    const ServerFacts facts;
    Mailbox mailbox;
    ConversationRegistry registry;
    UserConnections users{connections};
    ReadBudget budget;
    ChangeFeed feed;
    WriteQueue userWrites;
    WriteQueue employeeWrites;
    AccountServices accounts;
    std::unique_ptr<Database> database;
    EmployeeHandlers employees;
    SessionHandlers sessions;
    StatusHandlers status;
    RequestCounters counters;
    RequestDispatcher dispatcher;
    ConversationContext context;
};

DispatchWorld::DispatchWorld()
    : m_folder(folderTemplate())
    , m_keys([] {
        require(initialiseCrypto(), "there is a source of randomness");
        return KeyRing::ephemeral();
    }())
    , m_sealer(m_keys)
{
    const QSet<QString> four{
        u"employee.get"_s, u"employee.add"_s, u"employee.update"_s, u"employee.delete"_s};
    m_roles = {{u"hr"_s, four, fields(u"write"_s, u"write"_s, u"write"_s)},
        {u"viewer"_s, {u"employee.get"_s}, fields(u"masked"_s, u"masked"_s, u"none"_s)},
        {u"administrator"_s,
            {u"employee.get"_s, u"user.manage"_s, u"audit.read"_s, u"server.manage"_s},
            fields(u"masked"_s, u"masked"_s, u"masked"_s)},
        {u"clerk"_s, {u"employee.get"_s, u"employee.update"_s},
            fields(u"none"_s, u"read"_s, u"masked"_s)}};
    makeDatabases();
    open();
}

DispatchWorld::~DispatchWorld() = default;

void DispatchWorld::makeDatabases()
{
    {
        const auto users = certain(Database::open({path(u"user.db"_s)}));
        certain(Migrator(u":/sql/user"_s).migrate(*users));
        certain(RoleStore(*users).put({u"clerk"_s,
            Rights({Permission::EmployeeGet, Permission::EmployeeUpdate}, FieldAccess::None,
                FieldAccess::Read, FieldAccess::Masked),
            false}));
    }
    addRecords();
    {
        Room first(path(u"user.db"_s), path(u"employee.db"_s), m_sealer);
        addUsers(first.accounts);
    }
    m_files = {read(path(u"user.db"_s)), read(path(u"employee.db"_s))};
}

void DispatchWorld::addUsers(AccountServices &accounts)
{
    const auto secret = [] { return SecretBytes::copyOf(QStringView(password())); };
    certain(waitFor<std::optional<IssuedPassword>>(
        [&](const auto &done) { accounts.administration().initialise(done); }));
    for (const QString &name : {u"administrator"_s, u"hr"_s, u"viewer"_s, u"clerk"_s, u"fresh"_s}) {
        const QString roleName = name == "fresh"_L1 ? u"hr"_s : name;
        const IssuedPassword issued = certain(waitFor<IssuedPassword>([&](const auto &done) {
            AccountAdministration &administration = accounts.administration();
            if (name == "administrator"_L1)
                administration.resetPassword(name, secret(), {}, done);
            else if (name == "fresh"_L1)
                administration.addUser(name, roleName, {}, {}, done);
            else
                administration.addUser(name, roleName, secret(), {}, done);
        }));
        const LoginGrant grant = certain(waitFor<LoginGrant>([&](const auto &done) {
            SecretBytes text = issued.oneTimePassword.isEmpty()
                ? secret()
                : SecretBytes::copyOf(QStringView(issued.oneTimePassword));
            accounts.authenticator().login(
                {name, std::move(text), u"console"_s, u"1.0"_s, somewhere}, done);
        }));
        m_sessions.append({role(roleName), name, grant.token, grant.session->record().id,
            grant.mustChangePassword, false, std::chrono::steady_clock::time_point::max()});
    }
}

/// Some records of which the first ones are the marked ones.
void DispatchWorld::addRecords()
{
    const auto database = certain(Database::open({path(u"employee.db"_s)}));
    certain(Migrator(u":/sql/employee"_s).migrate(*database));
    EmployeeWrite write;
    write.rights
        = std::make_shared<const Rights>(Rights({Permission::EmployeeGet, Permission::EmployeeAdd},
            FieldAccess::Write, FieldAccess::Write, FieldAccess::Write));
    write.actor = u"hr"_s;
    write.origin = u"console"_s;
    write.now = ManualClock().utcNow();
    const QStringList names{u"Zoë"_s, u"Ann"_s, u"Ånn"_s, u"Bob"_s, u"Straße"_s, u"O"_s};
    for (const QString &name : names) {
        const bool isMarked = name.size() == 3;
        write.values = {{Field::FirstName, name}, {Field::LastName, u"O'Brien"_s},
            {Field::Ssn, isMarked ? QString::fromLatin1(markers()[0].value) : u"001020003"_s},
            {Field::DateOfBirth, isMarked ? QDate(1987, 11, 23) : QDate(1996, 2, 29)},
            {Field::Salary, Money{isMarked ? 739'184'625 : 4'521'050}},
            {Field::Department, u"Sales"_s}};
        certain(EmployeeWriter(m_sealer).apply(*database, write));
    }
}

void DispatchWorld::open()
{
    m_room = std::make_unique<Room>(path(u"user.db"_s), path(u"employee.db"_s), m_sealer);
}

void DispatchWorld::reset()
{
    require(m_room->registry.size() == 0, "conversations end before their world");
    m_room.reset();
    put(path(u"user.db"_s), m_files.users);
    put(path(u"employee.db"_s), m_files.employees);
    open();
}

const ConversationContext &DispatchWorld::context() const
{
    return m_room->context;
}

const RoleFacts *DispatchWorld::role(const QString &name) const
{
    const auto known = std::ranges::find(m_roles, name, &RoleFacts::name);
    return known == m_roles.end() ? nullptr : &*known;
}

qint64 DispatchWorld::revision() const
{
    m_room->budget.start();
    return certain(ChangeStore::revision(*m_room->database));
}

void DispatchWorld::passTheTime()
{
    m_room->clock.advance(24h);
    m_room->accounts.authenticator().expireDue();
}

} // namespace roster::test
