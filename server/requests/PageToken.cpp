#include "server/requests/PageToken.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace roster::server {
namespace {

constexpr auto encoding = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

SealedPlace placeOf(const QByteArray &listDigest)
{
    return {"employee.list", 0, listDigest};
}

} // namespace

QString sealPageToken(
    const FieldSealer &sealer, const PageAnchor &anchor, const QByteArray &listName)
{
    QJsonArray place{anchor.id};
    for (const QVariant &key : anchor.keys)
        place.append(QJsonValue::fromVariant(key));
    const QByteArray digest = sealer.digest(listName).toHex();
    const QByteArray sealed
        = sealer.seal(QJsonDocument(place).toJson(QJsonDocument::Compact), placeOf(digest));
    return QString::fromLatin1(sealed.toBase64(encoding));
}

std::optional<PageAnchor> openPageToken(
    const FieldSealer &sealer, const QString &token, const QByteArray &listName)
{
    const auto sealed = QByteArray::fromBase64Encoding(
        token.toLatin1(), QByteArray::Base64UrlEncoding | QByteArray::AbortOnBase64DecodingErrors);
    if (!sealed)
        return std::nullopt;
    const QByteArray digest = sealer.digest(listName).toHex();
    const auto opened = sealer.open(*sealed, placeOf(digest));
    if (!opened)
        return std::nullopt;
    const QJsonArray place = QJsonDocument::fromJson(*opened).array();
    PageAnchor anchor{{}, place.first().toInteger()};
    for (qsizetype i = 1; i < place.size(); ++i) {
        const QJsonValue key = place[i];
        // Integers must stay integers, or the database compares them as reals.
        anchor.keys.append(key.isDouble() ? QVariant(key.toInteger()) : key.toVariant());
    }
    return anchor;
}

} // namespace roster::server
