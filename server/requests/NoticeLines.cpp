#include "server/requests/NoticeLines.h"

#include "common/protocol/EmployeeView.h"
#include "common/protocol/JsonText.h"

#include <algorithm>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

/// Calls @p writeParams with the parameters' writer.
template <typename WriteParams> void appendNotice(QByteArray &lines, WriteParams writeParams)
{
    JsonObjectWriter notice(lines);
    notice.member("jsonrpc"_L1).append("\"2.0\"");
    notice.member("method"_L1).append("\"employee.changed\"");
    JsonObjectWriter params(notice.member("params"_L1));
    writeParams(params);
}

} // namespace

NoticeLines::NoticeLines(CommitNotices notices, int currencyDigits)
    : m_notices(std::move(notices))
    , m_currencyDigits(currencyDigits)
{
}

QByteArray NoticeLines::linesFor(const Rights &rights)
{
    if (m_notices->size() > maxChanges)
        return summary(revision());
    const auto written
        = std::ranges::find(m_written, rights, &std::pair<Rights, QByteArray>::first);
    if (written != m_written.end())
        return written->second;
    return m_written.emplace_back(rights, write(rights)).second;
}

QByteArray NoticeLines::write(const Rights &rights) const
{
    QByteArray lines;
    for (const ChangeNotice &change : *m_notices) {
        if (!lines.isEmpty())
            lines.append('\n');
        appendNotice(lines, [&](JsonObjectWriter &params) {
            appendJsonString(params.member("action"_L1), QString(actionName(change->action)));
            appendEmployee(
                params.member("employee"_L1), change->outcome.employee, rights, m_currencyDigits);
            appendJsonString(params.member("by"_L1), change->actor);
            appendJsonInteger(params.member("revision"_L1), *change->revision);
        });
    }
    return lines;
}

QByteArray NoticeLines::summary(qint64 revision)
{
    QByteArray line;
    appendNotice(line, [revision](JsonObjectWriter &params) {
        params.member("action"_L1).append("\"many\"");
        appendJsonInteger(params.member("revision"_L1), revision);
    });
    return line;
}

} // namespace roster::server
