#include "server/app/DemoData.h"

#include "certs/PrivateFile.h"
#include "server/app/DemoEmployees.h"
#include "server/app/OfflineAccounts.h"
#include "server/app/ServerConfiguration.h"
#include "server/auth/BuiltInRoles.h"
#include "server/auth/OneTimePassword.h"
#include "server/crypto/KeyRing.h"
#include "server/storage/BulkLoad.h"
#include "server/storage/EmployeeWriter.h"

#include <QFile>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

constexpr EmployeeId progressStep = 5'000;

QString demoNameOf(const Role &role)
{
    return role.name == "administrator"_L1 ? u"admin"_s : role.name;
}

/// Everything may be written by whoever fills the folder.
std::shared_ptr<const Rights> fillersRights()
{
    return std::make_shared<const Rights>(
        std::initializer_list<Permission>{Permission::EmployeeGet, Permission::EmployeeAdd},
        FieldAccess::Write, FieldAccess::Write, FieldAccess::Write);
}

EmployeeWrite additionOf(const Employee &employee, int currencyDigits)
{
    EmployeeWrite write;
    write.action = ChangeAction::Added;
    write.id = employee.id;
    for (const FieldDescription &field : editableFields())
        write.values.insert(field.field, employee.value(field.field));
    write.actor = u"demo"_s;
    write.origin = u"import"_s;
    write.currencyDigits = currencyDigits;
    return write;
}

} // namespace

DemoData::DemoData(const ServerConfiguration &configuration, DataFolder folder)
    : m_configuration(configuration)
    , m_folder(std::move(folder))
{
}

Result<QList<DemoUser>> DemoData::begin() const
{
    if (QFile::exists(m_folder.demoPasswords()))
        return storedUsers();
    const bool hasData
        = QFile::exists(m_folder.userDatabase()) || QFile::exists(m_folder.employeeDatabase());
    if (hasData && !m_folder.isSetupPending()) {
        return Error{ErrorCode::Conflict,
            u"%1 holds data already: --demo fills new folders only."_s.arg(m_folder.path()), {}};
    }
    QList<DemoUser> users;
    for (const Role &role : builtInRoles())
        users.append({demoNameOf(role), role.name, makeOneTimePassword()});
    if (const Outcome stored = store(users); !stored)
        return stored.error();
    return users;
}

Result<QList<DemoUser>> DemoData::storedUsers() const
{
    const Result<SecretBytes> text = certs::readPrivateFile(m_folder.demoPasswords());
    if (!text)
        return text.error();
    QHash<QString, QString> passwords;
    for (const QString &line : QString::fromUtf8(text->view()).split(u'\n'))
        passwords.insert(line.section(u' ', 0, 0), line.section(u' ', 1));
    QList<DemoUser> users;
    for (const Role &role : builtInRoles()) {
        const QString name = demoNameOf(role);
        if (passwords.contains(name))
            users.append({name, role.name, passwords.value(name)});
    }
    return users;
}

Outcome DemoData::store(const QList<DemoUser> &users) const
{
    QByteArray text;
    for (const DemoUser &user : users)
        text += user.name.toUtf8() + ' ' + user.password.toUtf8() + '\n';
    return certs::writeFileAtomically(m_folder.demoPasswords(), text, 0600);
}

Outcome DemoData::addUsers(const QList<DemoUser> &users) const
{
    OfflineAccounts accounts(m_folder, m_configuration.auth);
    if (Outcome started = accounts.start(); !started)
        return started;
    for (const DemoUser &user : users) {
        const Result<IssuedPassword> added
            = waitFor<IssuedPassword>([&](const Callback<IssuedPassword> &done) {
                  accounts.administration().addUser(
                      user.name, user.role, SecretBytes::copyOf(user.password), {}, done);
              });
        if (!added && added.error().code != ErrorCode::AlreadyExists)
            return added.error();
    }
    return Done{};
}

Outcome DemoData::addEmployees(EmployeeId count, const Progress &progress) const
{
    const Result<KeyRing> keys = KeyRing::load(m_folder.keyFile());
    if (!keys)
        return keys.error();
    const Result<std::unique_ptr<Database>> database = Database::open(
        {m_folder.employeeDatabase(), false, m_configuration.cacheMiBPerConnection()});
    if (!database)
        return database.error();
    const FieldSealer sealer(*keys);
    const EmployeeWriter writer(sealer);
    return BulkLoad(**database).run([&] { return addAll(**database, writer, count, progress); });
}

Outcome DemoData::addAll(Database &database, const EmployeeWriter &writer, EmployeeId count,
    const Progress &progress) const
{
    const int digits = m_configuration.currency.digits;
    const std::shared_ptr<const Rights> rights = fillersRights();
    SystemClock clock;
    for (EmployeeId id = 1; id <= count; ++id) {
        EmployeeWrite write = additionOf(demoEmployee(id, digits), digits);
        write.rights = rights;
        write.now = clock.utcNow();
        const Result<WriteResult> added = writer.apply(database, write);
        if (!added && added.error().code != ErrorCode::AlreadyExists)
            return added.error();
        if (id % progressStep == 0 || id == count)
            progress(id);
    }
    return Done{};
}

} // namespace roster::server
