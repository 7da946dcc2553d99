#include "gui-client/edit/CalendarPopup.h"

#include "gui-client/app/Rhythm.h"

#include <QCalendarWidget>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPushButton>
#include <QScreen>
#include <QTextCharFormat>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

} // namespace

CalendarPopup::CalendarPopup(const QString &name, const QLocale &locale, QWidget *parent)
    : QFrame(parent, Qt::Popup)
    , m_calendar(new QCalendarWidget(this))
    , m_todayButton(new QPushButton(tr("Today"), this))
    , m_noDateButton(new QPushButton(tr("No date"), this))
{
    setObjectName(u"calendar_popup"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setAccessibleName(tr("Calendar for %1").arg(name));
    setFrameShape(QFrame::StyledPanel);
    m_calendar->setLocale(locale);
    m_calendar->setFirstDayOfWeek(locale.firstDayOfWeek());
    m_calendar->setVerticalHeaderFormat(QCalendarWidget::NoVerticalHeader);
    m_calendar->setGridVisible(false);
    m_todayButton->setObjectName(u"today"_s);
    m_todayButton->setAutoDefault(false);
    m_noDateButton->setObjectName(u"no_date"_s);
    m_noDateButton->setAutoDefault(false);
    nameParts(name);
    calmDown();

    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_todayButton);
    buttons->addStretch();
    buttons->addWidget(m_noDateButton);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(rhythm, rhythm, rhythm, rhythm);
    layout->addWidget(m_calendar);
    layout->addLayout(buttons);

    connect(m_calendar, &QCalendarWidget::clicked, this, &CalendarPopup::pick);
    connect(m_calendar, &QCalendarWidget::activated, this, &CalendarPopup::pick);
    connect(m_todayButton, &QPushButton::clicked, this, [this] { pick(QDate::currentDate()); });
    connect(m_noDateButton, &QPushButton::clicked, this, [this] { pick({}); });
}

void CalendarPopup::setRange(const QDate &first, const QDate &last)
{
    m_calendar->setDateRange(first, last);
}

void CalendarPopup::setEmptyAllowed(bool isAllowed)
{
    m_noDateButton->setVisible(isAllowed);
}

void CalendarPopup::setDate(const QDate &date)
{
    const QDate wanted = date.isValid() ? date : QDate::currentDate();
    m_calendar->setSelectedDate(
        std::clamp(wanted, m_calendar->minimumDate(), m_calendar->maximumDate()));
}

void CalendarPopup::openBelow(const QWidget &editor)
{
    adjustSize();
    const QRect room = editor.screen()->availableGeometry();
    QPoint corner = editor.mapToGlobal(QPoint(0, editor.height()));
    if (corner.y() + height() > room.bottom())
        corner.setY(editor.mapToGlobal(QPoint(0, 0)).y() - height());
    corner.setX(std::clamp(corner.x(), room.left(), std::max(room.left(), room.right() - width())));
    corner.setY(std::max(corner.y(), room.top()));
    move(corner);
    show();
    m_calendar->setFocus(Qt::PopupFocusReason);
}

void CalendarPopup::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        close();
        return;
    }
    QFrame::keyPressEvent(event);
}

void CalendarPopup::pick(const QDate &date)
{
    if (!isVisible())
        return; // a click tells both of itself and of its activation
    close();
    Q_EMIT picked(date);
}

/// QCalendarWidget leaves its parts without names.
void CalendarPopup::nameParts(const QString &name)
{
    struct Part
    {
        QLatin1StringView objectName;
        QString name;
    };
    const std::array parts{Part{"qt_calendar_prevmonth"_L1, tr("Previous month")},
        Part{"qt_calendar_nextmonth"_L1, tr("Next month")},
        Part{"qt_calendar_monthbutton"_L1, tr("Month")},
        Part{"qt_calendar_yearbutton"_L1, tr("Year")}, Part{"qt_calendar_yearedit"_L1, tr("Year")},
        Part{"qt_calendar_calendarview"_L1, tr("Days")}};
    for (const Part &part : parts) {
        if (auto *widget = m_calendar->findChild<QWidget *>(part.objectName))
            widget->setAccessibleName(part.name);
    }
    m_calendar->setObjectName(u"calendar"_s);
    m_calendar->setAccessibleName(name);
    m_todayButton->setAccessibleName(tr("Today"));
    m_noDateButton->setAccessibleName(tr("No date"));
}

/// Without the red of weekends, which means that something is wrong everywhere else, and with
/// arrows of the theme.
void CalendarPopup::calmDown()
{
    for (const Qt::DayOfWeek day : {Qt::Saturday, Qt::Sunday})
        m_calendar->setWeekdayTextFormat(day, m_calendar->weekdayTextFormat(Qt::Monday));
    const auto setArrow = [this](const QString &name, Qt::ArrowType arrow) {
        auto *button = m_calendar->findChild<QToolButton *>(name);
        if (!button)
            return;
        button->setIcon({});
        button->setArrowType(arrow);
        QPalette onHeader = button->palette();
        onHeader.setColor(QPalette::ButtonText, palette().color(QPalette::HighlightedText));
        button->setPalette(onHeader);
    };
    const bool isRightToLeft = layoutDirection() == Qt::RightToLeft;
    setArrow(u"qt_calendar_prevmonth"_s, isRightToLeft ? Qt::RightArrow : Qt::LeftArrow);
    setArrow(u"qt_calendar_nextmonth"_s, isRightToLeft ? Qt::LeftArrow : Qt::RightArrow);
}

} // namespace roster::gui
