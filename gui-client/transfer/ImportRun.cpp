#include "gui-client/transfer/ImportRun.h"

#include <algorithm>

namespace roster::gui {
namespace {

/// The server commits together what arrives together.
constexpr qsizetype mostOnTheWay = 64;

} // namespace

ImportRun::ImportRun(const QList<ImportLine> &lines, EditHistory &history, QObject *parent)
    : QObject(parent)
    , m_lines(lines)
    , m_history(history)
{
}

void ImportRun::start()
{
    m_isRunning = true;
    m_left = std::ranges::count_if(
        m_lines, [](const ImportLine &line) { return line.problems.isEmpty(); });
    sendMore();
}

void ImportRun::stop()
{
    m_next = m_lines.size();
    m_left = m_onTheWay;
    sendMore();
}

void ImportRun::sendMore()
{
    for (; m_next < m_lines.size() && m_onTheWay < mostOnTheWay; ++m_next) {
        if (!m_lines[m_next].problems.isEmpty())
            continue;
        ++m_onTheWay;
        m_history.editor().add(m_lines[m_next].values, this,
            [this, index = m_next](
                const Result<WriteResult> &result) { onSettled(index, result); });
    }
    if (m_onTheWay > 0 || !std::exchange(m_isRunning, false))
        return;
    m_history.noteAdded(m_added);
    Q_EMIT finished();
}

void ImportRun::onSettled(qsizetype index, const Result<WriteResult> &result)
{
    --m_onTheWay;
    --m_left;
    if (result)
        m_added.append(result->row);
    Q_EMIT settled(index, result);
    sendMore();
}

} // namespace roster::gui
