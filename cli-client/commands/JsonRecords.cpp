#include "cli-client/commands/JsonRecords.h"

#include "cli-client/text/FieldInput.h"
#include "cli-client/text/RecordColumns.h"
#include "common/protocol/StrictJson.h"

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
    JsonRecords read{{}, true};
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
    JsonRecords read{{}, true};
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

} // namespace

Result<JsonRecords> readJsonRecords(const QByteArray &text)
{
    const QByteArray trimmed = text.trimmed();
    if (trimmed.isEmpty())
        return malformed({}, u"it is empty."_s);
    const Result<QJsonValue> whole = readStrictJson(trimmed);
    if (whole && whole->isObject())
        return JsonRecords{{whole->toObject()}, false};
    if (whole && whole->isArray())
        return fromArray(whole->toArray());
    // An object that is followed by others, or one that is not well-formed.
    if (trimmed.startsWith('{') && trimmed.contains('\n'))
        return fromLines(text);
    return malformed({}, whole ? u"it is no object."_s : whole.error().message);
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
