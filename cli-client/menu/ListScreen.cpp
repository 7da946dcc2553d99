#include "cli-client/menu/ListScreen.h"

#include "cli-client/menu/Questions.h"
#include "cli-client/menu/RecordLookup.h"
#include "common/base/EscapedText.h"
#include "cli-client/text/TableFormatter.h"

#include <algorithm>

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

constexpr int defaultPageSize = 20;
constexpr int linesAroundPage = 7;
constexpr int smallestPage = 5;
constexpr int largestPage = 200;

} // namespace

ListScreen::ListScreen(Terminal &terminal, ConsoleSession &session)
    : m_terminal(terminal)
    , m_session(session)
{
}

Task<bool> ListScreen::run()
{
    Step step = startOver();
    while (step != Step::Leave) {
        if (step == Step::Load)
            step = co_await load();
        else
            step = co_await ask();
    }
    co_return true;
}

ListScreen::Step ListScreen::startOver()
{
    m_pages = {QString()};
    m_next.clear();
    m_total = -1;
    m_isTotalLeast = false;
    return Step::Load;
}

int ListScreen::pageSize() const
{
    const int rows = m_terminal.height();
    return rows == 0 ? defaultPageSize
                     : std::clamp(rows - linesAroundPage, smallestPage, largestPage);
}

QJsonObject ListScreen::params() const
{
    QJsonObject params = m_query.params();
    params.insert("limit"_L1, pageSize());
    if (!m_pages.last().isEmpty())
        params.insert("after"_L1, m_pages.last());
    if (m_total < 0)
        params.insert("total"_L1, true);
    return params;
}

Task<ListScreen::Step> ListScreen::load()
{
    const ConsoleSession::Answer answer = co_await m_session.call(u"employee.list"_s, params());
    if (!answer)
        co_return Step::Leave;
    if (answer->isOk()) {
        showPage(**answer);
        co_return Step::Ask;
    }
    m_terminal.print(toText(problemOf(answer->error())));
    if (m_query.filter.isEmpty() && m_query.sort.isEmpty())
        co_return Step::Leave;
    m_terminal.print(u"The filter and the order are dropped.\n"_s);
    m_query = {};
    m_conditions.clear();
    co_return startOver();
}

void ListScreen::showPage(const QJsonObject &result)
{
    m_next = result.value("next"_L1).toString();
    if (result.contains("total"_L1)) {
        m_total = result.value("total"_L1).toInteger();
        m_isTotalLeast = result.value("total_is_least"_L1).toBool();
    }
    const QList<Field> fields = visibleFields(m_session.info().rights);
    QList<QStringList> rows;
    for (const QJsonValue record : result.value("employees"_L1).toArray())
        rows.append(tableCells(RecordView(record.toObject()), fields));
    if (rows.isEmpty())
        return m_terminal.print(u'\n' + summary(0));
    const TableFormatter table(tableColumns(fields), rows, m_terminal.width());
    QString text = u'\n' + table.header();
    for (const QStringList &row : rows)
        text += table.row(row);
    if (table.omittedColumns() > 0) {
        text += u"(%1 more columns do not fit; open a record by its ID to see all)\n"_s.arg(
            table.omittedColumns());
    }
    m_terminal.print(text + summary(rows.size()));
}

QString ListScreen::summary(qsizetype shown) const
{
    QString text = shown == 0 ? u"No records"_s : u"Page %1"_s.arg(m_pages.size());
    if (m_isTotalLeast && shown > 0)
        text += u", %1 or more records"_s.arg(m_total);
    else if (m_total >= 0 && shown > 0)
        text += m_total == 1 ? u", 1 record"_s : u", %1 records"_s.arg(m_total);
    if (!m_conditions.isEmpty())
        text += u"; "_s + escaped(m_conditions.join(u", "_s));
    return text + u".\n"_s;
}

Task<ListScreen::Step> ListScreen::ask()
{
    QString prompt;
    if (!m_next.isEmpty())
        prompt += u"[n]ext, "_s;
    if (m_pages.size() > 1)
        prompt += u"[p]revious, "_s;
    prompt += u"ID to open, /words to search, [f]ilter, [s]ort, [q]uit list: "_s;
    const Input input = co_await m_terminal.ask(prompt);
    const QString answer = input.text.trimmed();
    const QString word = answer.toLower();
    if (!input.isLine() || word == "q"_L1)
        co_return Step::Leave;
    if (answer.startsWith(u'/')) {
        setText(m_query, answer.sliced(1));
        m_conditions.removeIf([](const QString &condition) { return condition.startsWith(u'/'); });
        if (m_query.filter.contains("text"_L1))
            m_conditions.prepend(answer);
        co_return startOver();
    }
    if (const std::optional<qint64> id = parseId(answer))
        co_return co_await open(*id);
    if (word == "f"_L1)
        co_return co_await askFilter();
    if (word == "s"_L1)
        co_return co_await askSort();
    if (word == "n"_L1 || word == "p"_L1 || word.isEmpty())
        co_return turnPage(word != "p"_L1);
    m_terminal.print(
        u"\"%1\" is none of these: a letter in brackets, an ID, or a / and what to search for.\n"_s
            .arg(answer));
    co_return Step::Ask;
}

ListScreen::Step ListScreen::turnPage(bool isForward)
{
    if (isForward && !m_next.isEmpty())
        m_pages.append(m_next);
    else if (!isForward && m_pages.size() > 1)
        m_pages.removeLast();
    else {
        m_terminal.print(
            isForward ? u"This is the last page.\n"_s : u"This is the first page.\n"_s);
        return Step::Ask;
    }
    return Step::Load;
}

Task<ListScreen::Step> ListScreen::open(qint64 id)
{
    const std::optional<RecordView> record = co_await fetchRecord(m_terminal, m_session, id);
    if (record)
        m_terminal.print(u'\n' + record->toText(m_session.info().currency) + u'\n');
    co_return m_session.isOver() ? Step::Leave : Step::Ask;
}

Task<ListScreen::Step> ListScreen::askFilter()
{
    m_terminal.print(
        u"FIELD=VALUE, FIELD=A|B, FIELD=FROM..TO, FIELD~PART, FIELD^=START; several with "
        "commas between; blank for none.\n"_s);
    for (;;) {
        const Input input = co_await m_terminal.ask(u"Filter: "_s);
        if (!input.isLine())
            co_return Step::Ask;
        if (setFilter(input.text))
            co_return startOver();
    }
}

/// False: it is no filter, and nothing has changed.
bool ListScreen::setFilter(const QString &conditions)
{
    ListQuery changed{{}, m_query.sort};
    QStringList shown;
    for (const QString &part : conditions.split(u',', Qt::SkipEmptyParts)) {
        const Outcome added = addFilter(changed, part, m_session.info().currency.digits);
        if (!added) {
            m_terminal.print(escaped(added.error().message) + u'\n');
            return false;
        }
        shown.append(part.trimmed());
    }
    m_query = changed;
    m_conditions = shown;
    return true;
}

Task<ListScreen::Step> ListScreen::askSort()
{
    for (;;) {
        const Input input = co_await m_terminal.ask(
            u"Sort by (such as last_name or salary:desc, first_name; blank for the ID): "_s);
        if (!input.isLine())
            co_return Step::Ask;
        if (setSort(input.text))
            co_return startOver();
    }
}

/// False: it is no order, and nothing has changed.
bool ListScreen::setSort(const QString &order)
{
    ListQuery changed{m_query.filter, {}};
    for (const QString &part : order.split(u',', Qt::SkipEmptyParts)) {
        const Outcome added = addSort(changed, part);
        if (!added) {
            m_terminal.print(escaped(added.error().message) + u'\n');
            return false;
        }
    }
    m_query = changed;
    return true;
}

} // namespace roster::cli
