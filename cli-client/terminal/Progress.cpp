#include "cli-client/terminal/Progress.h"

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

constexpr qint64 shortest = 200; // ms between two lines

} // namespace

Progress::Progress(Terminal &terminal)
    : m_terminal(terminal)
{
    m_sinceShown.start();
}

Progress::~Progress()
{
    m_terminal.clearStatus();
}

void Progress::show(qint64 done, qint64 total)
{
    if (m_terminal.isOutputTerminal() || m_sinceShown.elapsed() < shortest)
        return;
    m_sinceShown.restart();
    m_terminal.showStatus(
        total > 0 ? u"%1 of %2 records"_s.arg(done).arg(total) : u"%1 records"_s.arg(done));
}

} // namespace roster::cli
