#include "cli-client/commands/Commands.h"
#include "cli-client/commands/ListQuery.h"
#include "cli-client/commands/RecordWriter.h"
#include "cli-client/terminal/Progress.h"
#include "cli-client/text/RecordColumns.h"

#include <QJsonArray>

#include <algorithm>

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

constexpr qint64 largestPage = 1000;

QList<QJsonObject> recordsOf(const QJsonObject &result)
{
    QList<QJsonObject> records;
    for (const QJsonValue record : result.value("employees"_L1).toArray())
        records.append(record.toObject());
    return records;
}

Result<ListQuery> queryOf(const CommandLine &line, int digits)
{
    Result<ListQuery> query = readQuery(line.filters, line.sorts, digits);
    if (!query)
        return query;
    setText(*query, line.text);
    if (line.isDeleted)
        query->filter.insert("deleted"_L1, true);
    return query;
}

/// A column that the role is not told of would be empty, and read as if the records had no value.
MaybeProblem checkColumns(const CommandSession &session)
{
    for (const QString &column : session.line().columns) {
        if (!isVisible(column, session.info().rights)) {
            return Problem{ExitCode::Permission, u"permission_denied"_s,
                u"Your role is not told of the field %1."_s.arg(column),
                {{u"permission"_s, column + u":read"_s}}};
        }
    }
    return std::nullopt;
}

Task<MaybeProblem> writeTotal(CommandSession &session, QJsonObject params)
{
    params.insert("total"_L1, true);
    params.insert("limit"_L1, 1);
    const CommandAnswer answer = co_await session.call(u"employee.list"_s, params);
    if (answer.problem)
        co_return answer.problem;
    const qint64 total = answer.result.value("total"_L1).toInteger();
    const bool isLeast = answer.result.value("total_is_least"_L1).toBool();
    const QString number = QString::number(total);
    QJsonObject outcome{{u"total"_s, total}};
    if (isLeast)
        outcome.insert("total_is_least"_L1, true);
    if (session.line().output == OutputFormat::Csv)
        session.terminal().write((isLeast ? "total,total_is_least\r\n" : "total\r\n")
            + number.toUtf8() + (isLeast ? ",true\r\n" : "\r\n"));
    else
        writeOutcome(session, outcome, number + (isLeast ? u" or more\n"_s : u"\n"_s));
    co_return std::nullopt;
}

Task<MaybeProblem> writePages(CommandSession &session, QJsonObject params)
{
    const CommandLine &line = session.line();
    Terminal &terminal = session.terminal();
    RecordWriter writer(terminal, line.output, session.info(), line.columns);
    Progress progress(terminal);
    if (line.offset > 0)
        params.insert("offset"_L1, line.offset);
    qint64 written = 0;
    for (bool isMore = true; isMore && !terminal.hasOutputFailed();) {
        const qint64 left = line.limit > 0 ? line.limit - written : largestPage;
        params.insert("limit"_L1, std::min(left, largestPage));
        const CommandAnswer answer = co_await session.call(u"employee.list"_s, params);
        if (answer.problem)
            co_return answer.problem;
        const QList<QJsonObject> records = recordsOf(answer.result);
        writer.writePage(records);
        written += records.size();
        progress.show(written);
        const QString next = answer.result.value("next"_L1).toString();
        params.remove("offset"_L1);
        params.insert("after"_L1, next);
        const bool isWanted = co_await terminal.outputTaken();
        isMore = isWanted && !next.isEmpty() && (line.limit == 0 || written < line.limit);
    }
    writer.finish();
    co_return std::nullopt;
}

} // namespace

Task<MaybeProblem> runGet(CommandSession &session)
{
    MaybeProblem problem = checkColumns(session);
    if (problem)
        co_return problem;
    const QJsonObject params{{u"id"_s, session.line().id}};
    const CommandAnswer answer = co_await session.call(u"employee.get"_s, params);
    if (answer.problem)
        co_return answer.problem;
    RecordWriter writer(
        session.terminal(), session.line().output, session.info(), session.line().columns);
    writer.writeOne(answer.result.value("employee"_L1).toObject());
    co_return std::nullopt;
}

Task<MaybeProblem> runList(CommandSession &session)
{
    MaybeProblem problem = checkColumns(session);
    if (problem)
        co_return problem;
    const Result<ListQuery> query = queryOf(session.line(), session.info().currency.digits);
    if (!query)
        co_return Problem{ExitCode::Usage, u"usage"_s, query.error().message, {}};
    const QJsonObject params = query->params();
    if (session.line().wantsTotal)
        problem = co_await writeTotal(session, params);
    else
        problem = co_await writePages(session, params);
    co_return problem;
}

} // namespace roster::cli
