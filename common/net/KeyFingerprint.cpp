#include "common/net/KeyFingerprint.h"

#include "common/base/Freed.h"

#include <QCryptographicHash>
#include <QFile>

#include <openssl/x509.h>

#include <memory>

namespace roster {
namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype hashSize = 32;
constexpr int wordCount = 6;
constexpr int bitsOfWord = 11;

/// The key as the certificate spells it: QSslKey knows only some kinds of keys.
QByteArray publicKeyOf(const QSslCertificate &certificate)
{
    const QByteArray der = certificate.toDer();
    const auto *begin = reinterpret_cast<const unsigned char *>(der.constData());
    const std::unique_ptr<X509, Freed<X509_free>> parsed(
        d2i_X509(nullptr, &begin, static_cast<long>(der.size())));
    unsigned char *key = nullptr;
    const int size = parsed ? i2d_X509_PUBKEY(X509_get_X509_PUBKEY(parsed.get()), &key) : 0;
    const QByteArray bytes(reinterpret_cast<const char *>(key), size > 0 ? size : 0);
    OPENSSL_free(key);
    return bytes;
}

} // namespace

const QStringList &fingerprintWords()
{
    static const QStringList words = [] {
        QFile file(u":/words/english.txt"_s);
        const bool isOpen = file.open(QIODevice::ReadOnly);
        Q_ASSERT(isOpen);
        const QString text = isOpen ? QString::fromLatin1(file.readAll()) : QString();
        return text.split(u'\n', Qt::SkipEmptyParts);
    }();
    return words;
}

KeyFingerprint::KeyFingerprint(const QByteArray &sha256)
    : m_sha256(sha256.size() == hashSize ? sha256 : QByteArray())
{
}

KeyFingerprint KeyFingerprint::of(const QSslCertificate &certificate)
{
    const QByteArray key = publicKeyOf(certificate);
    if (key.isEmpty())
        return {};
    return KeyFingerprint(QCryptographicHash::hash(key, QCryptographicHash::Sha256));
}

QString KeyFingerprint::text() const
{
    return u"SHA256:"_s + QString::fromLatin1(m_sha256.toBase64(QByteArray::OmitTrailingEquals));
}

QString KeyFingerprint::hexadecimal() const
{
    return QString::fromLatin1(m_sha256.toHex(':'));
}

QString KeyFingerprint::words() const
{
    if (isNull())
        return {};
    const auto bitAt
        = [this](int index) { return (m_sha256.at(index / 8) >> (7 - index % 8)) & 1; };
    QStringList words;
    for (int word = 0; word < wordCount; ++word) {
        int index = 0;
        for (int bit = 0; bit < bitsOfWord; ++bit)
            index = index * 2 + bitAt(word * bitsOfWord + bit);
        words.append(fingerprintWords().at(index));
    }
    return words.join(u' ');
}

bool KeyFingerprint::isWrittenAs(const QString &given) const
{
    const QString text = given.simplified();
    if (isNull() || text.isEmpty())
        return false;
    const QString prefix = u"SHA256:"_s;
    const bool hasPrefix = text.startsWith(prefix, Qt::CaseInsensitive);
    QString digits = hasPrefix ? text.sliced(prefix.size()) : text;
    while (digits.endsWith(u'='))
        digits.chop(1);
    const QString hexadecimal = QString(digits).remove(u':').toLower();
    return prefix + digits == this->text() || hexadecimal == QString::fromLatin1(m_sha256.toHex())
        || text.toLower() == words();
}

} // namespace roster
