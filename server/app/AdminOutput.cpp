#include "server/app/AdminOutput.h"

#include "common/base/EscapedText.h"
#include "common/protocol/StatusView.h"
#include "server/app/PlainText.h"

#include <QHash>
#include <QJsonArray>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;
using Facts = QList<std::pair<QString, QString>>;

/// Users taken over from the original program may have names of any length.
constexpr qsizetype longestColumnName = 40;

/// A value as people read it.
QString valueText(const QJsonValue &value)
{
    if (value.isBool())
        return value.toBool() ? u"yes"_s : u"no"_s;
    if (value.isDouble())
        return QString::number(value.toInteger());
    if (!value.isArray())
        return value.toString();
    QStringList items;
    for (const QJsonValue &item : value.toArray())
        items.append(valueText(item));
    return items.join(u", "_s);
}

QString stateOf(const QJsonObject &user)
{
    if (user.value("disabled"_L1).toBool())
        return u"disabled"_s;
    const QString oneTime = user.value("one_time_password"_L1).toString();
    if (!oneTime.isEmpty())
        return u"one-time password "_s + oneTime;
    return user.value("must_change_password"_L1).toBool() ? u"must change password"_s : u"active"_s;
}

QString lastLoginOf(const QJsonObject &user)
{
    return user.value("last_login_at"_L1).toString(u"never"_s);
}

/// A name as a column holds it; "user show" and --json tell the whole of it.
QString columnName(const QString &name)
{
    return name.size() > longestColumnName ? name.first(longestColumnName - 1) + u'…' : name;
}

QString userTable(const QJsonObject &result)
{
    QList<QStringList> rows;
    for (const QJsonValue &item : result.value("users"_L1).toArray()) {
        const QJsonObject user = item.toObject();
        rows.append({columnName(user.value("username"_L1).toString()),
            user.value("role"_L1).toString(), stateOf(user), user.value("created_at"_L1).toString(),
            user.value("password_changed_at"_L1).toString(), lastLoginOf(user)});
    }
    return plainTable(
        {u"USER"_s, u"ROLE"_s, u"STATE"_s, u"CREATED"_s, u"PASSWORD CHANGED"_s, u"LAST LOGIN"_s},
        rows);
}

QString sessionTable(const QJsonObject &result)
{
    QList<QStringList> rows;
    for (const QJsonValue &item : result.value("sessions"_L1).toArray()) {
        const QJsonObject session = item.toObject();
        QStringList row;
        for (const QLatin1StringView key :
            {"id"_L1, "username"_L1, "created_at"_L1, "last_used_at"_L1, "peer"_L1, "client"_L1})
            row.append(columnName(session.value(key).toString()));
        rows.append(row);
    }
    return plainTable(
        {u"SESSION"_s, u"USER"_s, u"SINCE"_s, u"LAST USED"_s, u"FROM"_s, u"CLIENT"_s}, rows);
}

QString userText(const QJsonObject &result)
{
    const QJsonObject user = result.value("user"_L1).toObject();
    Facts facts{{u"User"_s, user.value("username"_L1).toString()},
        {u"Role"_s, user.value("role"_L1).toString()}, {u"State"_s, stateOf(user)},
        {u"Created"_s, user.value("created_at"_L1).toString()},
        {u"Password changed"_s, user.value("password_changed_at"_L1).toString()},
        {u"Last login"_s, lastLoginOf(user)}};
    if (const QString until = user.value("one_time_password_until"_L1).toString(); !until.isEmpty())
        facts.insert(3, {u"One-time password until"_s, until});
    const QJsonArray sessions = result.value("sessions"_L1).toArray();
    facts.append({u"Sessions"_s, QString::number(sessions.size())});
    return plainFacts(facts) + (sessions.isEmpty() ? QString() : u'\n' + sessionTable(result));
}

QString levelsOf(const QJsonObject &role)
{
    QStringList fields;
    const QJsonObject access = role.value("fields"_L1).toObject();
    for (auto it = access.begin(); it != access.end(); ++it)
        fields.append(it.key() + u'=' + it.value().toString());
    return fields.join(u' ');
}

QString roleTable(const QJsonObject &result)
{
    QList<QStringList> rows;
    for (const QJsonValue &item : result.value("roles"_L1).toArray()) {
        const QJsonObject role = item.toObject();
        rows.append({role.value("name"_L1).toString(), valueText(role.value("built_in"_L1)),
            valueText(role.value("users"_L1)), levelsOf(role),
            valueText(role.value("permissions"_L1))});
    }
    return plainTable({u"ROLE"_s, u"BUILT IN"_s, u"USERS"_s, u"FIELDS"_s, u"PERMISSIONS"_s}, rows);
}

QString roleText(const QJsonObject &result)
{
    const QJsonObject role = result.value("role"_L1).toObject();
    return plainFacts({{u"Role"_s, role.value("name"_L1).toString()},
        {u"Built in"_s, valueText(role.value("built_in"_L1))},
        {u"Users"_s, valueText(role.value("users"_L1))},
        {u"Permissions"_s, valueText(role.value("permissions"_L1))},
        {u"Fields"_s, levelsOf(role)}});
}

QString removedRole(const QJsonObject &result)
{
    return u"Role %1 was removed.\n"_s.arg(
        escaped(result.value("role"_L1).toObject().value("name"_L1).toString()));
}

QString revokedText(const QJsonObject &result)
{
    const qint64 ended = result.value("ended"_L1).toInteger();
    return ended == 1 ? u"1 session has ended.\n"_s : u"%1 sessions have ended.\n"_s.arg(ended);
}

QString statusText(const QJsonObject &result)
{
    Facts facts;
    for (const QLatin1StringView key : {"running"_L1, "data"_L1, "pid"_L1, "addresses"_L1}) {
        if (const QJsonValue value = result.value(key); !value.isUndefined())
            facts.append({key, valueText(value)});
    }
    if (!result.value("running"_L1).toBool())
        return plainFacts(facts);
    const StatusView status(result);
    const QList<QStringList> requests = status.requestRows();
    return plainFacts(facts + status.facts())
        + (requests.isEmpty() ? QString() : u'\n' + plainTable(status.requestTitles(), requests));
}

QString certificateFacts(const QString &title, const QJsonObject &certificate)
{
    const auto text
        = [&certificate](const QString &key) { return valueText(certificate.value(key)); };
    Facts facts{{title, text(u"file"_s)}, {u"  Subject"_s, text(u"subject"_s)},
        {u"  Issuer"_s, text(u"issuer"_s)}, {u"  Serial"_s, text(u"serial"_s)},
        {u"  Valid from"_s, text(u"not_before"_s)}, {u"  Valid until"_s, text(u"not_after"_s)},
        {u"  Key"_s, text(u"key"_s)}, {u"  SHA-256"_s, text(u"sha256"_s)},
        {u"  SPKI SHA-256"_s, text(u"spki_sha256"_s)}};
    if (const QString names = text(u"names"_s); !names.isEmpty())
        facts.insert(2, {u"  Names"_s, names});
    return plainFacts(facts);
}

QString certificateText(const QJsonObject &result)
{
    const QJsonObject identity = result.value("identity"_L1).toObject();
    Facts compared{{u"Fingerprint"_s, valueText(identity.value("fingerprint"_L1))},
        {u"Words"_s, valueText(identity.value("words"_L1))}};
    if (const QString end = valueText(result.value("old_ca_vouches_until"_L1)); !end.isEmpty())
        compared.append({u"The old CA vouches for this one until"_s, end});
    if (const QString names = valueText(result.value("not_covered"_L1)); !names.isEmpty())
        compared.append({u"Not covered, so refused by clients that use them"_s, names});
    const QString leaf = plainFacts(compared) + u'\n'
        + certificateFacts(u"Server certificate"_s, result.value("certificate"_L1).toObject());
    if (!result.contains("ca"_L1))
        return leaf;
    return leaf + u'\n' + certificateFacts(u"CA certificate"_s, result.value("ca"_L1).toObject());
}

QString sentence(const QString &text, const QJsonObject &result)
{
    QString lines = text.arg(escaped(result.value("username"_L1).toString())) + u'\n';
    if (const QString password = result.value("one_time_password"_L1).toString();
        !password.isEmpty())
        lines += u"One-time password: %1\nValid until: %2\n"_s.arg(
            password, result.value("one_time_password_until"_L1).toString());
    return lines;
}

} // namespace

QString adminText(const QString &command, const QJsonObject &result)
{
    static const QHash<QString, QString> sentences{
        {u"user.add"_s, u"User %1 was added."_s},
        {u"user.set-role"_s, u"User %1 has the new role."_s},
        {u"user.reset-password"_s, u"User %1 has a new password; their sessions have ended."_s},
        {u"user.disable"_s, u"User %1 is disabled; their sessions have ended."_s},
        {u"user.enable"_s, u"User %1 is enabled."_s},
        {u"user.remove"_s, u"User %1 was removed; their sessions have ended."_s},
    };
    using Text = QString (*)(const QJsonObject &);
    static const QHash<QString, Text> texts{{u"user.list"_s, &userTable},
        {u"user.show"_s, &userText}, {u"role.list"_s, &roleTable}, {u"role.show"_s, &roleText},
        {u"role.add"_s, &roleText}, {u"role.set"_s, &roleText}, {u"role.remove"_s, &removedRole},
        {u"session.list"_s, &sessionTable}, {u"session.revoke"_s, &revokedText},
        {u"status"_s, &statusText}};
    if (const auto found = sentences.constFind(command); found != sentences.cend())
        return sentence(*found, result);
    if (const auto found = texts.constFind(command); found != texts.cend())
        return (*found)(result);
    return certificateText(result);
}

} // namespace roster::server
