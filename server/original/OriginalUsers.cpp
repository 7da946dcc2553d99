#include "server/original/OriginalUsers.h"

#include "server/auth/UserName.h"
#include "server/original/TakeOverReport.h"
#include "server/storage/Database.h"
#include "server/storage/Dialect.h"
#include "server/storage/SecurityEventStore.h"

#include <QRegularExpression>

#include <array>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype longestTypedName = 256;
constexpr std::array originalPermissions{Permission::EmployeeGet, Permission::EmployeeAdd,
    Permission::EmployeeUpdate, Permission::EmployeeDelete};

bool isBcrypt(const QByteArray &hash)
{
    static const QRegularExpression form(
        uR"(\A\$2[aby]\$(0[4-9]|[12]\d|3[01])\$[./A-Za-z0-9]{53}\z)"_s);
    return form.match(QString::fromLatin1(hash)).hasMatch();
}

QString digitsOf(const QString &flags)
{
    QString digits;
    for (const QString &flag : flags.split(u','))
        digits += flag.trimmed();
    return digits;
}

QString rowPlace(const OriginalUserRow &row)
{
    const QString name = row.username.text();
    // A name that is none may be anything, a password typed into the wrong place too.
    return isUserName(name) ? u"user row %1 (%2)"_s.arg(row.row).arg(name)
                            : u"user row %1"_s.arg(row.row);
}

} // namespace

bool areOriginalFlags(const QString &flags)
{
    static const QRegularExpression form(uR"(\A *[01] *(, *[01] *){3}\z)"_s);
    return form.match(flags).hasMatch();
}

Role originalRole(const QString &flags)
{
    const QString digits = areOriginalFlags(flags) ? digitsOf(flags) : u"0000"_s;
    Role role{u"original-"_s + digits, {}, false};
    if (!digits.contains(u'1'))
        return role;
    for (std::size_t i = 0; i < originalPermissions.size(); ++i) {
        if (digits[qsizetype(i)] == u'1')
            role.rights.grant(originalPermissions[i]);
    }
    const bool canWrite
        = role.rights.has(Permission::EmployeeAdd) || role.rights.has(Permission::EmployeeUpdate);
    for (const Field field : {Field::Ssn, Field::DateOfBirth, Field::Salary})
        role.rights.setAccess(field, canWrite ? FieldAccess::Write : FieldAccess::Read);
    return role;
}

OriginalUsers::OriginalUsers(Database &into, TakeOverReport &report, std::chrono::milliseconds now)
    : m_into(into)
    , m_report(report)
    , m_now(now)
{
}

Outcome OriginalUsers::take(OriginalDatabase &from)
{
    m_report.say(u"Users log in with their old names and passwords. Roles are named after the old "
                 "permissions (get, add, update, delete)."_s);
    if (Outcome collected = collectNames(from); !collected)
        return collected;
    if (Outcome begun = m_into.execute(dialect::beginWrite()); !begun)
        return begun;
    if (Outcome taken = takeAll(from); !taken) {
        static_cast<void>(m_into.execute(u"ROLLBACK"_s));
        return taken;
    }
    m_report.count(u"users"_s, m_count);
    return m_into.execute(u"COMMIT"_s);
}

Outcome OriginalUsers::collectNames(OriginalDatabase &from)
{
    return from.eachUser([this](const OriginalUserRow &row) -> Outcome {
        m_all.exact.insert(row.username.text());
        return Done{};
    });
}

Outcome OriginalUsers::takeAll(OriginalDatabase &from)
{
    return from.eachUser([this](const OriginalUserRow &row) { return takeRow(row); });
}

QString OriginalUsers::nameFor(const OriginalUserRow &row, UserRecord &user)
{
    QString name = row.username.text();
    const bool isRepeated = m_taken.exact.contains(name);
    if (!name.isEmpty() && row.username.isText && !isRepeated) {
        if (m_taken.folded.contains(foldUserName(name))) {
            m_report.note(rowPlace(row),
                u"the name differs from an earlier one in its spelling alone; both are kept and "
                "must be typed exactly"_s);
        }
        if (name.size() > longestTypedName)
            m_report.note(rowPlace(row), u"the name is too long to be typed; nobody can log in"_s);
        return name;
    }
    user.isDisabled = true;
    name = u"original-row-%1"_s.arg(row.row);
    while (m_all.exact.contains(name) || m_taken.exact.contains(name))
        name += u'x';
    m_report.note(rowPlace(row),
        u"%1; kept as the disabled user %2"_s.arg(
            isRepeated ? u"the name is that of an earlier row"_s : u"there is no usable name"_s,
            name));
    return name;
}

Outcome OriginalUsers::takeRow(const OriginalUserRow &row)
{
    UserRecord user;
    user.username = nameFor(row, user);
    user.createdAt = m_now;
    user.passwordChangedAt = m_now;
    if (isBcrypt(row.password.bytes)) {
        user.passwordHash = QString::fromLatin1(row.password.bytes);
    } else {
        // It may be a password in the clear, which must not get into the new database.
        user.isDisabled = true;
        m_report.note(rowPlace(row),
            u"the password is no bcrypt hash; the user is disabled: \"user reset-password\" and "
            "\"user enable\" let them in"_s);
    }
    const QString flags = row.permissions.text();
    if (!areOriginalFlags(flags))
        m_report.note(rowPlace(row), u"the permissions do not parse; they give no right"_s);
    const Role role = originalRole(flags);
    user.role = role.name;
    if (Outcome put = putRole(role); !put)
        return put;
    if (Outcome added = UserStore(m_into).add(user); !added)
        return added;
    m_taken.exact.insert(user.username);
    m_taken.folded.insert(foldUserName(user.username));
    ++m_count;
    return tell(user);
}

Outcome OriginalUsers::putRole(const Role &role)
{
    if (m_roles.contains(role.name))
        return Done{};
    m_roles.insert(role.name);
    return RoleStore(m_into).put(role);
}

Outcome OriginalUsers::tell(const UserRecord &user)
{
    return SecurityEventStore(m_into).append({m_now, u"user_added"_s, {}, {},
        {{u"user"_s, user.username}, {u"role"_s, user.role}, {u"from"_s, u"original"_s}}});
}

} // namespace roster::server
