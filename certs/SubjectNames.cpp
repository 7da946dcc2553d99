#include "certs/SubjectNames.h"

#include <QHostAddress>
#include <QHostInfo>
#include <QNetworkInterface>
#include <QRegularExpression>
#include <QUrl>

namespace roster::certs {

using namespace Qt::StringLiterals;

namespace {

bool isDnsName(const QString &name)
{
    static const QString label = u"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"_s;
    static const QRegularExpression form(u"^(?=.{1,253}$)%1(\\.%1)*$"_s.arg(label));
    return form.match(name).hasMatch();
}

QStringList hostNames()
{
    const QString host = QHostInfo::localHostName();
    const QString domain = QHostInfo::localDomainName();
    QStringList names{host};
    if (!domain.isEmpty() && !host.endsWith(u"."_s + domain))
        names.append(host + u"."_s + domain);
    return names;
}

QStringList hostAddresses()
{
    QStringList addresses;
    for (const QNetworkInterface &interface : QNetworkInterface::allInterfaces()) {
        for (const QNetworkAddressEntry &entry : interface.addressEntries()) {
            if (entry.dnsEligibility() != QNetworkAddressEntry::DnsIneligible
                && !entry.ip().isLinkLocal())
                addresses.append(entry.ip().toString());
        }
    }
    return addresses;
}

} // namespace

bool isAddress(const QString &canonicalName)
{
    return !QHostAddress(canonicalName).isNull();
}

std::optional<QString> canonicalSubjectName(const QString &name)
{
    if (const QHostAddress address(name); !address.isNull()) {
        const bool isNameable = address.scopeId().isEmpty() && !address.isMulticast()
            && address != QHostAddress(QHostAddress::AnyIPv4)
            && address != QHostAddress(QHostAddress::AnyIPv6);
        return isNameable ? std::optional(address.toString()) : std::nullopt;
    }
    QString ascii = QString::fromLatin1(QUrl::toAce(name)).toLower();
    if (ascii.endsWith(u'.'))
        ascii.chop(1);
    return isDnsName(ascii) ? std::optional(ascii) : std::nullopt;
}

Result<QStringList> canonicalSubjectNames(const QStringList &names)
{
    QStringList canonical;
    for (const QString &given : names) {
        const auto name = canonicalSubjectName(given);
        if (!name)
            return Error{ErrorCode::InvalidParams,
                u"\"%1\" is neither a host name nor an address."_s.arg(given), {}};
        canonical.append(*name);
    }
    canonical.removeDuplicates();
    return canonical;
}

Result<QStringList> localSubjectNames(const QStringList &extraNames)
{
    QStringList names{u"localhost"_s, u"127.0.0.1"_s, u"::1"_s};
    for (const QString &found : hostNames() + hostAddresses()) {
        if (const auto name = canonicalSubjectName(found))
            names.append(*name);
    }
    return canonicalSubjectNames(names + extraNames);
}

} // namespace roster::certs
