#pragma once

#include <QDate>
#include <QFrame>

class QCalendarWidget;
class QPushButton;

namespace roster::gui {

/// A calendar that stands open below an editor until a day is picked or it is closed with Esc; the
/// arrows move the day, Enter picks it. It deletes itself when closed.
class CalendarPopup : public QFrame
{
    Q_OBJECT

public:
    /// @p name says for screen readers what the day is of.
    CalendarPopup(const QString &name, const QLocale &locale, QWidget *parent);

    [[nodiscard]] QCalendarWidget &calendar() const { return *m_calendar; }
    void setRange(const QDate &first, const QDate &last);
    /// Whether "no date" can be picked.
    void setEmptyAllowed(bool isAllowed);
    /// Today, or the day of the range nearest to it, if @p date is none.
    void setDate(const QDate &date);
    /// Below @p editor or, if the screen ends there, above it.
    void openBelow(const QWidget &editor);

Q_SIGNALS:
    /// Invalid: no date.
    void picked(const QDate &date);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void pick(const QDate &date);
    void nameParts(const QString &name);
    void calmDown();

    QCalendarWidget *m_calendar;
    QPushButton *m_todayButton;
    QPushButton *m_noDateButton;
};

} // namespace roster::gui
