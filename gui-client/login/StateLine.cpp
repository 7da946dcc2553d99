#include "gui-client/login/StateLine.h"

#include "gui-client/app/Icons.h"
#include "gui-client/app/ThemeColors.h"
#include "gui-client/login/BusyIndicator.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>

namespace roster::gui {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QString wholeOf(const LoginFailure &failure)
{
    return (QStringList{failure.message} + failure.suggestions).join(u' ');
}

} // namespace

StateLine::StateLine(QWidget *parent)
    : QWidget(parent)
    , m_indicator(new BusyIndicator(this))
    , m_icon(new QLabel(this))
    , m_label(new QLabel(this))
{
    m_label->setObjectName(u"stateText"_s);
    m_label->setTextFormat(Qt::PlainText);
    m_label->setWordWrap(true);
    m_label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_label->setAlignment(Qt::AlignLeading | Qt::AlignTop);
    // Two lines, so that nothing moves when there is something to say.
    m_label->setMinimumHeight(2 * fontMetrics().lineSpacing());
    m_label->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::MinimumExpanding);
    m_icon->setFixedSize(m_indicator->sizeHint());
    m_icon->setScaledContents(false);
    m_icon->hide();
    m_countdown.setInterval(250ms);
    connect(&m_countdown, &QTimer::timeout, this, &StateLine::countDown);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_indicator, 0, Qt::AlignTop);
    layout->addWidget(m_icon, 0, Qt::AlignTop);
    layout->addWidget(m_label, 1);
}

void StateLine::clear()
{
    showNote({});
}

void StateLine::showBusy(const QString &text)
{
    m_countdown.stop();
    show(text, Tone::Plain);
    m_indicator->setBusy(true);
}

void StateLine::showNote(const QString &text)
{
    m_countdown.stop();
    show(text, Tone::Plain);
}

void StateLine::showFailure(const LoginFailure &failure)
{
    m_countdown.stop();
    m_message = wholeOf(failure);
    show(m_message, Tone::Bad);
    if (failure.retryAfter > 0ms) {
        m_end = QDeadlineTimer(failure.retryAfter);
        m_countdown.start();
        countDown();
    }
}

QString StateLine::text() const
{
    return m_label->text();
}

bool StateLine::isBusy() const
{
    return m_indicator->isBusy();
}

void StateLine::endCountdown()
{
    if (!m_countdown.isActive())
        return;
    clear();
    Q_EMIT countdownEnded();
}

void StateLine::show(const QString &text, Tone tone)
{
    const QSize size = m_indicator->sizeHint();
    const bool isBad = tone == Tone::Bad;
    if (isBad)
        m_icon->setPixmap(icon(u"warning"_s, themeColor(ColorRole::Warning, palette()))
                              .pixmap(size, devicePixelRatioF()));
    m_indicator->setBusy(false);
    m_indicator->setVisible(!isBad);
    m_icon->setVisible(isBad);
    m_label->setText(text);
    if (!text.isEmpty()) {
        QAccessibleEvent event(m_label, QAccessible::Alert);
        QAccessible::updateAccessibility(&event);
    }
}

void StateLine::countDown()
{
    if (m_end.hasExpired()) {
        m_countdown.stop();
        show(tr("You can try again now."), Tone::Plain);
        Q_EMIT countdownEnded();
        return;
    }
    // Without telling screen readers every second.
    m_label->setText(
        tr("%1 You can try again in %2.")
            .arg(m_message, waitingTime(std::chrono::milliseconds(m_end.remainingTime()))));
}

} // namespace roster::gui
