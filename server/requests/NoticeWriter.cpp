#include "server/requests/NoticeWriter.h"

#include "common/protocol/EmployeeView.h"

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

QJsonObject summary(qint64 revision)
{
    return {{u"action"_s, u"many"_s}, {u"revision"_s, revision}};
}

} // namespace

void NoticeWriter::setSubscribed(bool isSubscribed)
{
    if (m_subscribers && isSubscribed != m_isSubscribed)
        m_subscribers->add(isSubscribed ? 1 : -1);
    m_isSubscribed = isSubscribed;
    m_missedUpTo.reset();
}

QList<QJsonObject> NoticeWriter::write(
    const CommitNotices &notices, const Rights &rights, int currencyDigits, qsizetype waitingBytes)
{
    const qint64 revision = notices->back().revision;
    if (m_missedUpTo || waitingBytes > maxWaiting) {
        m_missedUpTo = revision;
        return {};
    }
    if (notices->size() > maxChanges)
        return {summary(revision)};
    QList<QJsonObject> written;
    for (const ChangeNotice &notice : *notices) {
        written.append({{u"action"_s, actionName(notice.action)},
            {u"employee"_s, employeeToJson(notice.employee, rights, currencyDigits)},
            {u"by"_s, notice.by}, {u"revision"_s, notice.revision}});
    }
    return written;
}

void NoticeWriter::miss(qint64 revision)
{
    if (m_isSubscribed)
        m_missedUpTo = revision;
}

std::optional<QJsonObject> NoticeWriter::catchUp(qsizetype waitingBytes)
{
    if (!m_missedUpTo || waitingBytes > maxWaiting / 2)
        return std::nullopt;
    const QJsonObject missed = summary(*m_missedUpTo);
    m_missedUpTo.reset();
    return missed;
}

} // namespace roster::server
