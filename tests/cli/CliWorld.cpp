#include "tests/cli/CliWorld.h"

#include "common/base/SecretBytes.h"

#include <QFile>

namespace roster::test {
namespace {

using namespace Qt::StringLiterals;

TestIdentity identityOfWorld()
{
    if (!initialiseCrypto())
        qFatal("no crypto");
    static const TestIdentity identity = makeIdentity();
    return identity;
}

} // namespace

CliWorld::CliWorld()
    : m_identity(identityOfWorld())
    , m_server(m_identity)
{
    // Whom the tester's own clients know is none of a test's business.
    qputenv("XDG_CONFIG_HOME", QFile::encodeName(file(u"config"_s)));
    // The programs that the test starts keep their sessions here.
    qputenv("XDG_STATE_HOME", QFile::encodeName(file(u"state"_s)));
    writeFile(u"ca.pem"_s, m_identity.authorityPem);
    writeFile(u"password"_s, "correct\n");
    if (!m_server.listen())
        qFatal("the scripted server cannot listen");
}

QStringList CliWorld::arguments(const QStringList &rest, bool hasPasswordFile) const
{
    QStringList words{u"--server"_s, u"127.0.0.1:%1"_s.arg(m_server.port()), u"--user"_s,
        u"alice"_s, u"--ca"_s, file(u"ca.pem"_s)};
    if (hasPasswordFile)
        words += {u"--password-file"_s, file(u"password"_s)};
    return words + rest;
}

QStringList CliWorld::argumentsWithoutCa(const QStringList &rest, bool hasPasswordFile) const
{
    QStringList words = arguments(rest, hasPasswordFile);
    words.remove(words.indexOf(u"--ca"_s), 2);
    return words;
}

void CliWorld::writeFile(const QString &name, const QByteArray &content) const
{
    QFile file(m_folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write a test file");
}

QJsonObject CliWorld::employee(qint64 id, qint64 version, const QJsonObject &changes)
{
    QJsonObject record{{u"id"_s, id}, {u"version"_s, version}, {u"first_name"_s, u"Zoë"_s},
        {u"last_name"_s, u"O'Brien"_s}, {u"ssn"_s, u"001020003"_s},
        {u"date_of_birth"_s, u"1996-02-29"_s}, {u"salary"_s, u"45210.50"_s},
        {u"department"_s, u"Finance"_s}, {u"job_title"_s, u"Analyst"_s},
        {u"email"_s, u"zoe@example.com"_s}, {u"hired_on"_s, u"2021-05-03"_s},
        {u"left_on"_s, QJsonValue::Null}, {u"updated_at"_s, u"2026-11-24T10:00:00Z"_s},
        {u"updated_by"_s, u"bob"_s}};
    for (const QString &name : changes.keys())
        record.insert(name, changes.value(name));
    return record;
}

QJsonObject CliWorld::wrapped(const QJsonObject &employee)
{
    return {{u"employee"_s, employee}};
}

} // namespace roster::test
