#include "cli-client/commands/Commands.h"
#include "cli-client/text/RecordView.h"
#include "cli-client/text/TableFormatter.h"
#include "common/base/EscapedText.h"
#include "common/protocol/StatusView.h"

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

QList<TableColumn> columnsOf(const QStringList &titles)
{
    QList<TableColumn> columns{{titles.first(), Alignment::Left, 0}};
    for (const QString &title : titles.sliced(1))
        columns.append({title, Alignment::Right, 0});
    return columns;
}

QString forPeople(const StatusView &status, int width)
{
    QString text = labelledLines(status.facts());
    QList<QStringList> rows = status.requestRows();
    if (rows.isEmpty())
        return text;
    for (QStringList &row : rows)
        row.first() = escaped(row.first());
    const TableFormatter table(columnsOf(status.requestTitles()), rows, width);
    text += u'\n' + table.header();
    for (const QStringList &row : rows)
        text += table.row(row);
    return text;
}

} // namespace

Task<MaybeProblem> runStatus(CommandSession &session)
{
    const CommandAnswer answer = co_await session.call(u"server.status"_s, {});
    if (answer.problem)
        co_return answer.problem;
    writeOutcome(session, answer.result,
        forPeople(StatusView(answer.result), session.terminal().layoutWidth()));
    co_return std::nullopt;
}

} // namespace roster::cli
