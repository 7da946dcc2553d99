#include "gui-client/login/BusyIndicator.h"

#include <QFontMetrics>
#include <QPainter>
#include <QStyle>
#include <QTimerEvent>

namespace roster::gui {
namespace {

constexpr int frameMilliseconds = 40;
constexpr int degreesPerFrame = 15;
constexpr int arcDegrees = 270;
constexpr int sixteenths = 16; // QPainter's unit of an angle

} // namespace

BusyIndicator::BusyIndicator(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void BusyIndicator::setBusy(bool isBusy)
{
    m_isBusy = isBusy;
    const bool isAnimated = style()->styleHint(QStyle::SH_Widget_Animation_Duration) > 0;
    if (isBusy && isAnimated)
        m_timer.start(frameMilliseconds, this);
    else
        m_timer.stop();
    update();
}

QSize BusyIndicator::sizeHint() const
{
    const int side = fontMetrics().height();
    return {side, side};
}

void BusyIndicator::paintEvent(QPaintEvent *)
{
    if (!m_isBusy)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal width = qMax(1.5, height() / 9.0);
    painter.setPen(QPen(palette().color(QPalette::Highlight), width, Qt::SolidLine, Qt::RoundCap));
    painter.drawArc(QRectF(rect()).adjusted(width, width, -width, -width), m_angle * sixteenths,
        arcDegrees * sixteenths);
}

void BusyIndicator::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_timer.timerId())
        return;
    m_angle = (m_angle + 360 - degreesPerFrame) % 360;
    update();
}

} // namespace roster::gui
