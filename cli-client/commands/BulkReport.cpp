#include "cli-client/commands/BulkReport.h"

#include "common/base/Csv.h"
#include "cli-client/text/RecordView.h"
#include "common/base/EscapedText.h"
#include "common/protocol/StrictJson.h"

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;
using State = BulkItem::State;

constexpr int numberWidth = 6;
constexpr int wordWidth = 7;

QString wordFor(State state)
{
    switch (state) {
    case State::Added:
        return u"added"_s;
    case State::Failed:
        return u"failed"_s;
    case State::Unknown:
        return u"unknown"_s;
    case State::Unsent:
        break;
    }
    return u"unsent"_s;
}

} // namespace

BulkReport::BulkReport(Terminal &terminal, OutputFormat format, qsizetype total)
    : m_terminal(terminal)
    , m_format(format)
    , m_total(total)
{
}

void BulkReport::begin()
{
    if (m_format == OutputFormat::Csv)
        m_terminal.write("item,outcome,id,version,reason,message,request_key\r\n");
}

void BulkReport::tell(const BulkItem &item)
{
    count(item);
    write(item);
}

void BulkReport::end(const QList<BulkItem> &unsent)
{
    const qsizetype first = m_told + 1;
    for (const BulkItem &item : unsent) {
        count(item);
        if (m_format != OutputFormat::Table)
            write(item);
    }
    if (m_format == OutputFormat::Table && !unsent.isEmpty()) {
        m_terminal.print(
            u"%1  unsent   and so are all after it, up to item %2\n"_s.arg(first, numberWidth)
                .arg(m_total));
    }
    if (m_format == OutputFormat::Json)
        m_terminal.write(m_total == 0 ? "[]\n" : "\n]\n");
}

void BulkReport::count(const BulkItem &item)
{
    ++m_told;
    ++m_counts[item.state()];
    if (item.state() == State::Added || m_firstProblem)
        return;
    m_first = m_told;
    m_firstProblem = item.problem();
}

void BulkReport::write(const BulkItem &item)
{
    const QString word = wordFor(item.state());
    const bool isAdded = item.state() == State::Added;
    const RecordView record(
        isAdded ? item.result().value("employee"_L1).toObject() : QJsonObject());
    Problem problem = isAdded ? Problem() : item.problem();
    const QString key = problem.data.value("request_key"_L1).toString();
    switch (m_format) {
    case OutputFormat::Table:
        if (item.state() == State::Unknown)
            problem.message += u" Key: "_s + key;
        writeForPeople(word, isAdded ? record.title() + u'\n' : toText(problem));
        break;
    case OutputFormat::Csv:
        m_terminal.write(csvRecord(
            {QString::number(m_told), word, isAdded ? QString::number(record.id()) : QString(),
                isAdded ? QString::number(record.version()) : QString(), problem.reason,
                problem.message, key}));
        break;
    case OutputFormat::Json:
    case OutputFormat::JsonLines:
        writeJson(item, word);
    }
}

/// Every line names its item, so that one that was searched for can be told apart.
void BulkReport::writeForPeople(const QString &word, const QString &text)
{
    const QString number = QString::number(m_told).rightJustified(numberWidth);
    QString head = word.leftJustified(wordWidth);
    for (const QString &line : text.split(u'\n', Qt::SkipEmptyParts)) {
        m_terminal.print(number + u"  "_s + head + u"  "_s + line + u'\n');
        head = QString(wordWidth, u' ');
    }
}

void BulkReport::writeJson(const BulkItem &item, const QString &word)
{
    QJsonObject told = item.state() == State::Added ? item.result() : QJsonObject();
    told.insert("item"_L1, m_told);
    told.insert("outcome"_L1, word);
    if (item.state() != State::Added)
        told.insert("error"_L1, toObject(item.problem()));
    const bool isArray = m_format == OutputFormat::Json;
    const QByteArray before = !isArray ? "" : m_told == 1 ? "[\n" : ",\n";
    m_terminal.write(before + escapedJson(roster::writeJson(told)) + (isArray ? "" : "\n"));
}

QString BulkReport::totals() const
{
    QStringList parts{u"%1 were added"_s.arg(counted(State::Added))};
    if (counted(State::Failed) > 0)
        parts.append(u"%1 failed"_s.arg(counted(State::Failed)));
    if (counted(State::Unknown) > 0)
        parts.append(u"%1 may have been added"_s.arg(counted(State::Unknown)));
    if (counted(State::Unsent) > 0)
        parts.append(u"%1 were not sent"_s.arg(counted(State::Unsent)));
    return u"Of %1 records %2"_s.arg(m_total).arg(parts.join(u", "_s));
}

std::optional<Problem> BulkReport::summary(const QString &requestKey, bool isInterrupted) const
{
    if (!m_firstProblem)
        return std::nullopt;
    const qsizetype open = counted(State::Unknown) + counted(State::Unsent);
    const QString head = open > 0
        ? totals() + u"; the first that is not added for sure is item %1"_s.arg(m_first)
        : u"%1 of %2 records were not added, the first of them item %3"_s
              .arg(counted(State::Failed))
              .arg(m_total)
              .arg(m_first);
    Problem problem{m_firstProblem->exitCode, u"not_all_added"_s,
        u"%1: %2"_s.arg(head, m_firstProblem->message),
        {{u"added"_s, counted(State::Added)}, {u"failed"_s, counted(State::Failed)},
            {u"unknown"_s, counted(State::Unknown)}, {u"unsent"_s, counted(State::Unsent)},
            {u"total"_s, m_total}, {u"first"_s, m_first}, {u"request_key"_s, requestKey}}};
    if (isInterrupted) {
        problem.exitCode = ExitCode::Interrupted;
        problem.reason = interruption().reason;
        problem.message.prepend(u"Interrupted. "_s);
    }
    if (open > 0) {
        problem.hint = u"Run it again within a day, with the same records and --request-key %1: "
                       "what was added is not added twice."_s.arg(requestKey);
    }
    return problem;
}

} // namespace roster::cli
