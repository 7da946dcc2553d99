#include "server/auth/SessionToken.h"

#include "common/base/SecretBytes.h"

#include <QCryptographicHash>

namespace roster::server {

using namespace Qt::StringLiterals;

namespace {

constexpr QLatin1StringView prefix = "rst_"_L1;
constexpr std::size_t tokenBytes = 32;
constexpr qsizetype tokenLength = 4 + 43;
constexpr std::size_t idBytes = 10;

} // namespace

SessionToken makeSessionToken()
{
    const SecretBytes random = SecretBytes::random(tokenBytes);
    QByteArray raw = random.view().toByteArray();
    const QByteArray encoded
        = raw.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    wipe(raw);
    const QString text = prefix + QLatin1StringView(encoded);
    return {text, tokenHash(text)};
}

QByteArray tokenHash(QStringView text)
{
    if (text.size() != tokenLength || !text.startsWith(prefix))
        return {};
    return QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha256);
}

QString makeSessionId()
{
    return QString::fromLatin1(SecretBytes::random(idBytes).view().toByteArray().toHex());
}

} // namespace roster::server
