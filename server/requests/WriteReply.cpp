#include "server/requests/WriteReply.h"

#include "common/protocol/EmployeeView.h"
#include "common/protocol/JsonText.h"

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

void appendWarnings(QByteArray &json, const QStringList &reasons)
{
    json.append('[');
    for (qsizetype i = 0; i < reasons.size(); ++i) {
        if (i > 0)
            json.append(',');
        JsonObjectWriter warning(json);
        warning.member("field"_L1).append("\"ssn\"");
        appendJsonString(warning.member("reason"_L1), reasons[i]);
    }
    json.append(']');
}

void appendRecord(
    QByteArray &json, const WriteOutcome &outcome, const Rights &rights, int currencyDigits)
{
    JsonObjectWriter object(json);
    appendWrittenEmployee(object.member("employee"_L1), outcome.employee, rights, currencyDigits);
    const bool maySeeSsn = rights.has(Permission::EmployeeGet) && rights.canRead(Field::Ssn);
    if (maySeeSsn && !outcome.ssnWarnings.isEmpty())
        appendWarnings(object.member("warnings"_L1), outcome.ssnWarnings);
}

} // namespace

JsonText writeReply(const WriteResult &result, const Rights &rights, int currencyDigits)
{
    JsonText reply;
    if (result.action == ChangeAction::Deleted)
        appendEmployeeVersion(reply.text, result.outcome.employee);
    else
        appendRecord(reply.text, result.outcome, rights, currencyDigits);
    return reply;
}

} // namespace roster::server
