#include "server/storage/OrderKey.h"

#include <QtEndian>

namespace roster::server {
namespace {

constexpr char isNullMark = '\x01';
constexpr char isValueMark = '\x02';
constexpr char terminator = '\x00';
constexpr char zeroMark = '\xff'; ///< behind a zero byte that belongs to the value

void appendNumber(QByteArray &key, qint64 number)
{
    // With the sign bit turned over, negative numbers come first as bytes too.
    const quint64 ordered = static_cast<quint64>(number) ^ (quint64{1} << 63);
    std::array<char, sizeof ordered> bytes{};
    qToBigEndian(ordered, bytes.data());
    key.append(bytes.data(), bytes.size());
}

/// A value ends before any that goes on, so the end is lower than every byte that could follow.
void appendBytes(QByteArray &key, const QByteArray &bytes)
{
    for (const char byte : bytes) {
        key.append(byte);
        if (byte == terminator)
            key.append(zeroMark);
    }
    key.append(terminator).append(terminator);
}

void appendValue(QByteArray &key, const QVariant &value)
{
    if (value.isNull()) {
        key.append(isNullMark);
        return;
    }
    key.append(isValueMark);
    switch (value.typeId()) {
    case QMetaType::QString:
        // SQLite and PostgreSQL's "C" compare the bytes of UTF-8, QString those of UTF-16.
        return appendBytes(key, value.toString().toUtf8());
    case QMetaType::QByteArray:
        return appendBytes(key, value.toByteArray());
    default:
        return appendNumber(key, value.toLongLong());
    }
}

} // namespace

QByteArray orderKey(const PageAnchor &place, const QList<SortKey> &sort)
{
    QByteArray key;
    for (qsizetype i = 0; i < sort.size(); ++i) {
        const qsizetype begin = key.size();
        appendValue(key, place.keys[i]);
        if (sort[i].isDescending) {
            for (qsizetype at = begin; at < key.size(); ++at)
                key[at] = static_cast<char>(~key[at]);
        }
    }
    appendNumber(key, place.id);
    return key;
}

} // namespace roster::server
