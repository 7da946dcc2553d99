#pragma once

#include "common/base/Result.h"
#include "common/model/EmployeeFields.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

namespace roster::cli {

/// What `--from-json` gave.
struct JsonRecords
{
    QList<QJsonObject> records; ///< without their request keys
    QStringList requestKeys; ///< of each record the one that it named, or an empty text
    bool isList = false; ///< an array or lines, be it of one
};

/// One object, an array of objects, or one object a line; each may name its `request_key`. Errors:
/// ValidationFailed, naming the place.
[[nodiscard]] Result<JsonRecords> readJsonRecords(const QByteArray &text);

/// What the options for fields say, as the protocol writes it; an empty value is null.
[[nodiscard]] QJsonObject recordOf(const QMap<Field, QString> &values);

/// @p record, as `get` tells it, without what cannot be written: who changed it and when, masks,
/// and the null in the place of an imported value that fits no rule.
[[nodiscard]] QJsonObject writableOf(QJsonObject record);

} // namespace roster::cli
