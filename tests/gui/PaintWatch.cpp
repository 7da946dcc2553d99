#include "tests/gui/PaintWatch.h"

#include <QAbstractScrollArea>
#include <QEvent>
#include <QEventLoop>

#include <algorithm>

namespace roster::gui::test {

PaintWatch::PaintWatch(QAbstractScrollArea &area)
    : m_area(area)
{
    m_area.viewport()->installEventFilter(this);
}

PaintWatch::~PaintWatch()
{
    m_area.viewport()->removeEventFilter(this);
}

std::optional<double> PaintWatch::untilDrawn(
    const std::function<void()> &act, const std::function<bool()> &isThere, int patience)
{
    QEventLoop loop;
    connect(this, &PaintWatch::drawn, &loop, &QEventLoop::quit, Qt::QueuedConnection);
    bool isLate = false;
    QTimer::singleShot(patience, &loop, [&loop, &isLate] {
        isLate = true;
        loop.quit();
    });
    QElapsedTimer clock;
    clock.start();
    act();
    m_isThere = isThere;
    m_area.viewport()->update();
    loop.exec();
    const double passed = static_cast<double>(clock.nsecsElapsed()) / 1e6;
    m_isThere = nullptr;
    return isLate ? std::nullopt : std::optional(passed);
}

bool PaintWatch::eventFilter(QObject *, QEvent *event)
{
    // Queued: told after this paint has been done.
    if (event->type() == QEvent::Paint && m_isThere && m_isThere()) {
        m_isThere = nullptr;
        Q_EMIT drawn();
    }
    return false;
}

StallWatch::StallWatch()
{
    m_heart.setTimerType(Qt::PreciseTimer);
    m_heart.callOnTimeout(this, &StallWatch::onBeat);
    m_heart.start(1);
    m_sinceBeat.start();
}

void StallWatch::reset()
{
    m_longest = 0;
    m_count = 0;
    m_sinceBeat.start();
}

void StallWatch::onBeat()
{
    const double gap = static_cast<double>(m_sinceBeat.nsecsElapsed()) / 1e6;
    m_sinceBeat.start();
    m_longest = std::max(m_longest, gap);
    constexpr double frame = 16;
    m_count += gap > frame ? 1 : 0;
}

} // namespace roster::gui::test
