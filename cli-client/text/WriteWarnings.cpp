#include "cli-client/text/WriteWarnings.h"

#include "common/model/EmployeeFields.h"

#include <QJsonArray>

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

QString sentenceFor(const QString &fieldName, const QString &reason)
{
    const FieldDescription *field = findField(fieldName);
    const QString label = field ? QString(field->label) : fieldName;
    if (reason == "duplicate"_L1)
        return u"another record has the same %1."_s.arg(label);
    if (reason == "never_issued"_L1)
        return u"the SSA has never issued this %1."_s.arg(label);
    return label + u": "_s + reason;
}

} // namespace

QStringList warningsIn(const QJsonObject &result)
{
    QStringList sentences;
    for (const QJsonValue value : result.value("warnings"_L1).toArray()) {
        const QJsonObject warning = value.toObject();
        sentences.append(sentenceFor(
            warning.value("field"_L1).toString(), warning.value("reason"_L1).toString()));
    }
    return sentences;
}

} // namespace roster::cli
