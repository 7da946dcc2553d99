#include "server/app/CertificateCommands.h"

#include "server/app/CertificateFacts.h"

#include <QJsonArray>

#include <array>
#include <memory>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;
using Kind = AdminOption::Kind;

constexpr int defaultOverlapDays = 90;
constexpr int longestOverlapDays = 3650;

constexpr std::array renewOptions{AdminOption{"own-ca"_L1, ""_L1,
    "Goes back from an imported certificate, which is removed, to the server's own CA."_L1,
    Kind::Flag}};
constexpr std::array replaceOptions{AdminOption{"overlap"_L1, "DAYS"_L1,
    "How long the old CA vouches for the new one (90); 0: not at all, all clients must be told."_L1}};
constexpr std::array importOptions{
    AdminOption{"chain"_L1, "FILE"_L1,
        "The server's certificate and those that it was issued by, in PEM form."_L1, Kind::File},
    AdminOption{"chain-key"_L1, "FILE"_L1,
        "Its private key, which others must not be able to read."_L1, Kind::PrivateFile}};

void showCertificate(const AdminBackend &backend, AdminCall call)
{
    call.done(backend.tlsFolder.isEmpty() ? describeCertificate(backend.certificateFile)
                                          : describeCertificates(backend.tlsFolder));
}

void changeCertificates(const AdminBackend &backend, AdminCall call, const TlsChange &change)
{
    if (backend.tlsFolder.isEmpty()) {
        return call.done(Error{ErrorCode::ValidationFailed,
            u"The configuration names a certificate of your own: replace its files and send the "
            "server SIGHUP."_s,
            {}});
    }
    if (const Outcome changed = backend.changeCertificates(change); !changed)
        return call.done(changed.error());
    showCertificate(backend, std::move(call));
}

void renewCertificate(const AdminBackend &backend, AdminCall call)
{
    const bool isReturn = call.options.contains("own-ca"_L1);
    changeCertificates(
        backend, std::move(call), [isReturn](const certs::TlsFolder &folder, const QDateTime &now) {
            return isReturn ? folder.returnToOwnCa(now) : folder.renew(now);
        });
}

void replaceCa(const AdminBackend &backend, AdminCall call)
{
    bool isNumber = true;
    const int days = call.options.contains("overlap"_L1)
        ? call.options.value("overlap"_L1).toString().toInt(&isNumber)
        : defaultOverlapDays;
    if (!isNumber || days < 0 || days > longestOverlapDays) {
        return call.done(Error{ErrorCode::InvalidParams,
            u"The overlap is a number of days from 0 to %1."_s.arg(longestOverlapDays), {}});
    }
    changeCertificates(backend, std::move(call), [days](const auto &folder, const QDateTime &now) {
        return folder.replaceCa(now, std::chrono::days(days));
    });
}

std::optional<QString> checkPair(const QJsonObject &params)
{
    if (!params.value("chain"_L1).toString().isEmpty()
        && !params.value("chain-key"_L1).toString().isEmpty())
        return std::nullopt;
    return u"Both are needed: --chain FILE and --chain-key FILE."_s;
}

/// Those of this machine's names that clients cannot use with the certificate in @p chain.
QStringList namesNotCovered(const QByteArray &chain, const QStringList &names)
{
    const Result<certs::CertificateFacts> leaf = certs::inspect(chain);
    QStringList missing;
    for (const QString &name : names) {
        if (leaf && !leaf->names.contains(name))
            missing.append(name);
    }
    return missing;
}

void importCertificate(const AdminBackend &backend, AdminCall call)
{
    const QByteArray chain = call.options.value("chain"_L1).toString().toUtf8();
    const SecretBytes key = SecretBytes::copyOf(call.options.value("chain-key"_L1).toString());
    const auto missing = std::make_shared<QStringList>();
    call.done = [done = std::move(call.done), missing](Result<QJsonObject> shown) {
        if (shown && !missing->isEmpty())
            shown->insert(u"not_covered"_s, QJsonArray::fromStringList(*missing));
        done(std::move(shown));
    };
    changeCertificates(backend, std::move(call), [&](const auto &folder, const QDateTime &now) {
        *missing = namesNotCovered(chain, folder.names());
        return folder.importPair(chain, key, now);
    });
}

constexpr std::array certificateCommandTable{
    AdminCommand{"certificate.show"_L1, ""_L1,
        "Shows what clients compare, the server's certificate and its CA."_L1, &showCertificate},
    AdminCommand{"certificate.renew"_L1, "[--own-ca]"_L1,
        "Issues a new server certificate from the CA that is there."_L1, &renewCertificate,
        AdminWords::None, false, renewOptions},
    AdminCommand{"certificate.replace-ca"_L1, "[--overlap DAYS]"_L1,
        "Makes a new CA, to which clients of the old one are led."_L1, &replaceCa, AdminWords::None,
        false, replaceOptions},
    AdminCommand{"certificate.import"_L1, "--chain FILE --chain-key FILE"_L1,
        "Serves a certificate of another CA, from the data folder."_L1, &importCertificate,
        AdminWords::None, false, importOptions, {}, &checkPair},
};

} // namespace

std::span<const AdminCommand> certificateCommands()
{
    return certificateCommandTable;
}

} // namespace roster::server
