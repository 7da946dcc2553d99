#pragma once

#include "certs/CertificateIssuer.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

/// What the tests of the certificates share: a CA with a leaf, files, and the openssl program as a
/// second opinion and as the maker of what our own issuer would never make.
namespace roster::certs::test {

using namespace Qt::StringLiterals;

struct Issued
{
    IssuedPair ca;
    IssuedPair leaf;
    [[nodiscard]] QByteArray chain() const { return leaf.certificatePem + ca.certificatePem; }
};

inline Issued issueBoth(const QDateTime &now, std::chrono::days lifetime = leafLifetime)
{
    auto ca = issueCa(u"testhost"_s, now);
    const QStringList names{u"localhost"_s, u"127.0.0.1"_s, u"::1"_s, u"payroll.example.org"_s};
    auto leaf = issueServer(ca->certificatePem, ca->keyPem.view(), names, now, lifetime);
    return {*std::move(ca), *std::move(leaf)};
}

inline QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline bool writeFile(const QString &path, QByteArrayView bytes, QFile::Permissions permissions)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes.data(), bytes.size()) == bytes.size()
        && file.setPermissions(permissions);
}

constexpr QFile::Permissions ownerOnly = QFile::ReadOwner | QFile::WriteOwner;

struct Run
{
    int exitCode = -1;
    QString output;
};

inline Run runOpenSsl(const QString &folder, const QStringList &arguments)
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(u"openssl"_s, arguments);
    if (!process.waitForStarted() || !process.waitForFinished(60'000))
        return {-1, process.errorString()};
    return {process.exitCode(), QString::fromUtf8(process.readAll())};
}

} // namespace roster::certs::test
