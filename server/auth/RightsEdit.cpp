#include "server/auth/RightsEdit.h"

#include "server/auth/AuthErrors.h"

#include <algorithm>

namespace roster::server {

using namespace Qt::StringLiterals;

namespace {

QString knownPermissions()
{
    QStringList names;
    for (std::size_t i = 0; i < permissionCount; ++i)
        names.append(permissionName(static_cast<Permission>(i)));
    return names.join(u", "_s);
}

QString sensitiveFields()
{
    QStringList names;
    for (const FieldDescription &field : editableFields()) {
        if (field.sensitivity == Sensitivity::Sensitive)
            names.append(field.name);
    }
    return names.join(u", "_s);
}

Error badPermission(const QString &message)
{
    return invalidField(u"permission"_s, u"invalid"_s, message);
}

Error badField(const QString &message)
{
    return invalidField(u"field"_s, u"invalid"_s, message);
}

} // namespace

Result<RightsEdit> RightsEdit::parse(const QStringList &permissions, const QStringList &fields)
{
    RightsEdit edit;
    for (const QString &list : permissions) {
        for (const QString &written : list.split(u',')) {
            if (const Outcome added = edit.addPermission(written.trimmed()); !added)
                return added.error();
        }
    }
    for (const QString &list : fields) {
        for (const QString &written : list.split(u',')) {
            if (const Outcome added = edit.addField(written.trimmed()); !added)
                return added.error();
        }
    }
    if (edit.m_whole && !(edit.m_granted.isEmpty() && edit.m_withdrawn.isEmpty())) {
        return badPermission(u"Write a + or - before each permission to change those alone, or "
                             "before none to name all that the role has."_s);
    }
    return edit;
}

bool RightsEdit::isEmpty() const
{
    return !m_whole && m_granted.isEmpty() && m_withdrawn.isEmpty() && m_fields.isEmpty();
}

Rights RightsEdit::appliedTo(Rights rights) const
{
    if (m_whole) {
        for (std::size_t i = 0; i < permissionCount; ++i)
            rights.withdraw(static_cast<Permission>(i));
        for (const Permission permission : *m_whole)
            rights.grant(permission);
    }
    for (const Permission permission : m_granted)
        rights.grant(permission);
    for (const Permission permission : m_withdrawn)
        rights.withdraw(permission);
    for (const auto &[field, access] : m_fields)
        rights.setAccess(field, access);
    return rights;
}

Outcome RightsEdit::addPermission(const QString &written)
{
    const bool isGrant = written.startsWith(u'+');
    const bool isWithdrawal = written.startsWith(u'-');
    const QString name = isGrant || isWithdrawal ? written.sliced(1) : written;
    const std::optional<Permission> permission = permissionFromName(name);
    if (!permission) {
        return badPermission(
            u"\"%1\" is no permission; there are %2."_s.arg(name, knownPermissions()));
    }
    const QList<Permission> &opposite = isWithdrawal ? m_granted : m_withdrawn;
    if (opposite.contains(*permission))
        return badPermission(u"%1 is both granted and withdrawn."_s.arg(name));
    if (isGrant) {
        m_granted.append(*permission);
    } else if (isWithdrawal) {
        m_withdrawn.append(*permission);
    } else {
        if (!m_whole)
            m_whole.emplace();
        m_whole->append(*permission);
    }
    return Done{};
}

Outcome RightsEdit::addField(const QString &written)
{
    const qsizetype equals = written.indexOf(u'=');
    const QString name = written.left(equals);
    const FieldDescription *field = findField(name);
    if (equals < 0) {
        return badField(u"\"%1\" is not FIELD=LEVEL, such as ssn=masked."_s.arg(written));
    }
    if (!field || field->sensitivity != Sensitivity::Sensitive) {
        return badField(
            u"\"%1\" is no field with levels; there are %2."_s.arg(name, sensitiveFields()));
    }
    const QString level = written.sliced(equals + 1);
    const std::optional<FieldAccess> access = accessFromName(level);
    if (!access) {
        return badField(
            u"\"%1\" is no level of a field; there are none, masked, read, write."_s.arg(level));
    }
    if (isSetBefore(field->field, *access))
        return badField(u"%1 is given two levels."_s.arg(name));
    m_fields.append({field->field, *access});
    return Done{};
}

bool RightsEdit::isSetBefore(Field field, FieldAccess otherThan) const
{
    return std::ranges::any_of(
        m_fields, [&](const auto &set) { return set.first == field && set.second != otherThan; });
}

} // namespace roster::server
