#include "gui-client/edit/WriteWarnings.h"

#include "gui-client/text/FieldFormat.h"

#include <QCoreApplication>
#include <QJsonObject>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

QString sayWarning(const char *text)
{
    return QCoreApplication::translate("WriteWarning", text);
}

} // namespace

QStringList sentencesOf(const QJsonArray &warnings)
{
    QStringList sentences;
    for (const QJsonValue &value : warnings) {
        const QJsonObject warning = value.toObject();
        const QString reason = warning.value("reason"_L1).toString();
        const FieldDescription *field = findField(warning.value("field"_L1).toString());
        if (reason == "duplicate"_L1) {
            sentences.append(sayWarning(
                QT_TRANSLATE_NOOP("WriteWarning", "Another employee has the same SSN.")));
        } else if (reason == "never_issued"_L1) {
            sentences.append(sayWarning(QT_TRANSLATE_NOOP(
                "WriteWarning", "The Social Security Administration has never issued this SSN.")));
        } else if (field) {
            sentences.append(sayWarning(
                QT_TRANSLATE_NOOP("WriteWarning", "The server asks to check this field: %1"))
                                 .arg(labelOf(field->field)));
        }
    }
    return sentences;
}

} // namespace roster::gui
