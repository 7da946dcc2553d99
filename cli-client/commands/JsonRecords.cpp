#include "cli-client/commands/JsonRecords.h"

#include "cli-client/text/FieldInput.h"
#include "cli-client/text/RecordColumns.h"
#include "common/client/RequestKey.h"
#include "common/protocol/StrictJson.h"

#include <QHash>
#include <QJsonArray>

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

Error malformed(const QString &place, const QString &what)
{
    return {ErrorCode::ValidationFailed,
        u"The JSON to read is not right: %1%2 Nothing was sent."_s.arg(place, what), {}};
}

Result<JsonRecords> fromArray(const QJsonArray &array)
{
    JsonRecords read{{}, {}, true};
    for (const QJsonValue value : array) {
        if (!value.isObject()) {
            return malformed(u"item %1: "_s.arg(read.records.size() + 1), u"it is no object."_s);
        }
        read.records.append(value.toObject());
    }
    return read;
}

Result<JsonRecords> fromLines(const QByteArray &text)
{
    JsonRecords read{{}, {}, true};
    int number = 0;
    for (const QByteArray &line : text.split('\n')) {
        ++number;
        if (line.trimmed().isEmpty())
            continue;
        const Result<QJsonValue> value = readStrictJson(line.trimmed());
        if (!value)
            return malformed(u"line %1: "_s.arg(number), value.error().message);
        if (!value->isObject())
            return malformed(u"line %1: "_s.arg(number), u"it is no object."_s);
        read.records.append(value->toObject());
    }
    return read;
}

/// A number would have been rounded before anybody saw it.
Outcome checkTypes(const QJsonObject &record, const QString &place)
{
    for (const FieldDescription &field : editableFields()) {
        const QJsonValue value = record.value(field.name);
        if (!value.isUndefined() && !value.isNull() && !value.isString()) {
            return malformed(place, u"\"%1\" takes a text in quotes, or null."_s.arg(field.name));
        }
    }
    return Done{};
}

/// Empty where @p record names none. One that is used twice would make one record of two.
Result<QString> takeRequestKey(
    QJsonObject &record, const QString &place, QHash<QString, QString> &earlier)
{
    const QJsonValue value = record.take("request_key"_L1);
    const QString key = value.toString();
    if (value.isUndefined())
        return QString();
    if (key.isEmpty() || key.size() > longestRequestKey)
        return malformed(place, u"request_key takes 1 to %1 characters."_s.arg(longestRequestKey));
    if (earlier.contains(key))
        return malformed(place, u"its request_key is that of %1."_s.arg(earlier.value(key)));
    earlier.insert(key, place.section(u':', 0, 0));
    return key;
}

Result<JsonRecords> fromText(const QByteArray &text)
{
    const QByteArray trimmed = text.trimmed();
    if (trimmed.isEmpty())
        return malformed({}, u"it is empty."_s);
    const Result<QJsonValue> whole = readStrictJson(trimmed);
    if (whole && whole->isObject())
        return JsonRecords{{whole->toObject()}, {}, false};
    if (whole && whole->isArray())
        return fromArray(whole->toArray());
    // An object that is followed by others, or one that is not well-formed.
    if (trimmed.startsWith('{') && trimmed.contains('\n'))
        return fromLines(text);
    return malformed({}, whole ? u"it is no object."_s : whole.error().message);
}

} // namespace

Result<JsonRecords> readJsonRecords(const QByteArray &text)
{
    Result<JsonRecords> read = fromText(text);
    if (!read)
        return read;
    QHash<QString, QString> itemOfKey;
    for (QJsonObject &record : read->records) {
        const qsizetype item = read->requestKeys.size() + 1;
        const QString place = read->isList ? u"item %1: "_s.arg(item) : QString();
        if (const Outcome checked = checkTypes(record, place); !checked)
            return checked.error();
        const Result<QString> key = takeRequestKey(record, place, itemOfKey);
        if (!key)
            return key.error();
        read->requestKeys.append(*key);
    }
    return read;
}

QJsonObject recordOf(const QMap<Field, QString> &values)
{
    QJsonObject record;
    for (const auto &[field, typed] : values.toStdMap()) {
        const FieldDescription &description = describe(field);
        const QString text = canonicalInput(description, typed);
        record.insert(description.name, text.isEmpty() ? QJsonValue(QJsonValue::Null) : text);
    }
    return record;
}

QJsonObject writableOf(QJsonObject record)
{
    for (const QJsonValue name : record.value("masked"_L1).toArray())
        record.remove(name.toString());
    for (const QString &name : record.value("unfit"_L1).toObject().keys()) {
        if (record.value(name).isNull())
            record.remove(name);
    }
    for (const QString &name : metadataColumns() + QStringList{u"masked"_s, u"unfit"_s})
        record.remove(name);
    return record;
}

} // namespace roster::cli
