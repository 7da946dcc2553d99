#pragma once

#include "common/net/KeyFingerprint.h"
#include "tests/client/FakeServer.h"

#include <QJsonObject>
#include <QStringList>
#include <QTemporaryDir>

namespace roster::test {

/// What a run of the console client needs: a scripted server, its CA file and a password file.
class CliWorld
{
public:
    CliWorld();

    [[nodiscard]] FakeServer &server() { return m_server; }
    /// `--server`, `--user`, `--ca` and, if asked for, `--password-file`; then @p rest.
    [[nodiscard]] QStringList arguments(
        const QStringList &rest = {}, bool hasPasswordFile = true) const;
    /// The same without `--ca`: for a server that is known, or not yet.
    [[nodiscard]] QStringList argumentsWithoutCa(
        const QStringList &rest = {}, bool hasPasswordFile = true) const;
    /// What the server is known by.
    [[nodiscard]] KeyFingerprint fingerprint() const
    {
        return KeyFingerprint::of(m_identity.authorities().first());
    }
    [[nodiscard]] QString file(const QString &name) const { return m_folder.filePath(name); }
    void writeFile(const QString &name, const QByteArray &content) const;

    /// A full record of version @p version; @p changes go over it.
    [[nodiscard]] static QJsonObject employee(
        qint64 id = 17, qint64 version = 3, const QJsonObject &changes = {});
    [[nodiscard]] static QJsonObject wrapped(const QJsonObject &employee);

private:
    QTemporaryDir m_folder;
    TestIdentity m_identity;
    FakeServer m_server;
};

} // namespace roster::test
