#include "cli-client/commands/BulkAdd.h"

#include "cli-client/session/ClientCall.h"
#include "cli-client/terminal/Progress.h"
#include "cli-client/text/CsvWriter.h"
#include "cli-client/text/RecordView.h"
#include "common/base/EscapedText.h"
#include "common/client/RequestKey.h"
#include "common/protocol/StrictJson.h"

#include <algorithm>

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype batchSize = 100;
constexpr int mostAttempts = 5;
constexpr std::chrono::milliseconds firstPause{500};

bool isWorthRepeating(const std::optional<CallOutcome> &outcome)
{
    return outcome
        && (outcome->failure() || outcome->isRefusedWith(ErrorCode::OutcomeUnknown)
            || outcome->isRefusedWith(ErrorCode::TryLater)
            || outcome->isRefusedWith(ErrorCode::StorageUnavailable));
}

bool endsAll(const std::optional<CallOutcome> &outcome)
{
    return isWorthRepeating(outcome)
        || (outcome
            && (outcome->isRefusedWith(ErrorCode::SessionExpired)
                || outcome->isRefusedWith(ErrorCode::LoginRequired)));
}

QString keyFor(const QString &base, qsizetype index)
{
    return base.isEmpty() ? newRequestKey() : u"%1-%2"_s.arg(base).arg(index + 1);
}

} // namespace

BulkAdd::BulkAdd(CommandSession &session, QList<QJsonObject> records)
    : m_session(session)
    , m_records(std::move(records))
    , m_outcomes(m_records.size())
{
    for (qsizetype i = 0; i < m_records.size(); ++i)
        m_keys.append(keyFor(session.line().requestKey, i));
}

Task<MaybeProblem> BulkAdd::run()
{
    Terminal &terminal = m_session.terminal();
    Progress progress(terminal);
    const OutputFormat format = m_session.line().output;
    if (format == OutputFormat::Csv)
        terminal.write("item,outcome,id,version,reason,message\r\n");
    for (qsizetype first = 0; first < m_records.size(); first += batchSize) {
        const qsizetype end = std::min(first + batchSize, m_records.size());
        // What is not sent any more is still told of, one by one.
        if (!m_isStopped) {
            const bool mayGoOn = co_await addBatch(first, end);
            m_isStopped = !mayGoOn;
        }
        tell(first, end);
        progress.show(end, m_records.size());
    }
    if (format == OutputFormat::Json)
        terminal.write(m_records.isEmpty() ? "[]\n" : "\n]\n");
    co_return summary();
}

/// False: nothing more is to be sent.
Task<bool> BulkAdd::addBatch(qsizetype first, qsizetype end)
{
    QList<qsizetype> open;
    for (qsizetype i = first; i < end; ++i)
        open.append(i);
    std::chrono::milliseconds pause = firstPause;
    for (int attempt = 1;; ++attempt) {
        const bool isAnswered = co_await send(open);
        if (!isAnswered)
            co_return false;
        open.removeIf([this](qsizetype i) { return !isWorthRepeating(m_outcomes.at(i)); });
        if (open.isEmpty() || attempt == mostAttempts)
            break;
        const std::optional<Done> passed = co_await pauseFor(m_session.terminal(), pause);
        if (!passed)
            co_return false;
        pause *= 2;
    }
    co_return std::none_of(m_outcomes.begin() + first, m_outcomes.begin() + end, endsAll);
}

/// False: interrupted.
Task<bool> BulkAdd::send(QList<qsizetype> indices)
{
    m_unanswered = indices.size();
    const auto start = [this, &indices](QObject *context, Wait<Done>::Callback callback) {
        for (const qsizetype index : indices) {
            const QJsonObject params{
                {u"employee"_s, m_records.at(index)}, {u"request_key"_s, m_keys.at(index)}};
            m_outcomes[index].reset();
            m_session.client().call(u"employee.add"_s, params, context,
                [this, index, callback](const CallOutcome &outcome) {
                    m_outcomes[index] = outcome;
                    if (--m_unanswered == 0)
                        callback(Done{});
                });
        }
    };
    Wait<Done> answers(m_session.terminal(), start);
    const std::optional<Done> done = co_await answers;
    co_return done.has_value();
}

MaybeProblem BulkAdd::problemOfItem(qsizetype index) const
{
    const std::optional<CallOutcome> &outcome = m_outcomes.at(index);
    if (outcome && outcome->isOk())
        return std::nullopt;
    Problem problem = problemOf(outcome);
    if (!outcome) {
        problem.reason = u"not_answered"_s;
        problem.message = u"Not sent, or not answered before the end."_s;
    }
    problem.data.insert("request_key"_L1, m_keys.at(index));
    return problem;
}

void BulkAdd::tell(qsizetype first, qsizetype end)
{
    for (qsizetype i = first; i < end; ++i) {
        const MaybeProblem problem = problemOfItem(i);
        if (problem && m_failed++ == 0) {
            m_firstFailed = i;
            m_firstProblem = problem;
        }
        tellOne(i, problem);
    }
}

void BulkAdd::tellOne(qsizetype index, const MaybeProblem &problem)
{
    Terminal &terminal = m_session.terminal();
    const QJsonObject result = problem ? QJsonObject() : *m_outcomes.at(index)->result();
    const RecordView record(result.value("employee"_L1).toObject());
    const QString item = QString::number(index + 1);
    const QString word = problem ? u"failed"_s : u"added"_s;
    switch (m_session.line().output) {
    case OutputFormat::Table:
        terminal.print(u"%1  %2  "_s.arg(item.rightJustified(6), word.leftJustified(6)));
        terminal.print(problem ? toText(*problem) : record.title() + u'\n');
        break;
    case OutputFormat::Csv:
        terminal.write(csvRecord({item, word, problem ? QString() : QString::number(record.id()),
            problem ? QString() : QString::number(record.version()),
            problem ? problem->reason : QString(), problem ? problem->message : QString()}));
        break;
    case OutputFormat::Json:
    case OutputFormat::JsonLines: {
        QJsonObject told = result;
        told.insert("item"_L1, index + 1);
        told.insert("outcome"_L1, word);
        if (problem)
            told.insert("error"_L1, toObject(*problem));
        const bool isArray = m_session.line().output == OutputFormat::Json;
        const QByteArray before = !isArray ? "" : index == 0 ? "[\n" : ",\n";
        terminal.write(before + escapedJson(writeJson(told)) + (isArray ? "" : "\n"));
    }
    }
}

MaybeProblem BulkAdd::summary() const
{
    if (m_failed == 0)
        return std::nullopt;
    return Problem{m_firstProblem->exitCode, u"not_all_added"_s,
        u"%1 of %2 records were not added, the first of them item %3: %4"_s.arg(m_failed)
            .arg(m_records.size())
            .arg(m_firstFailed + 1)
            .arg(m_firstProblem->message),
        {{u"failed"_s, m_failed}, {u"total"_s, m_records.size()}, {u"first"_s, m_firstFailed + 1}}};
}

} // namespace roster::cli
