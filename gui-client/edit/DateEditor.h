#pragma once

#include "gui-client/edit/CalendarPopup.h"
#include "gui-client/edit/FieldEditor.h"

#include <QPointer>

class QToolButton;

namespace roster::gui {

/// Edits a date: typed in the locale's format, or picked from a calendar (the button, Alt+Down or
/// F4).
class DateEditor : public FieldEditor
{
    Q_OBJECT

public:
    DateEditor(
        const FieldDescription &field, const FieldFormat &format, Place place, QWidget *parent);

    /// Null while it is closed.
    [[nodiscard]] CalendarPopup *calendar() const { return m_calendar; }

protected:
    void openChoice() override;
    void onReadOnly() override;

private:
    void onPicked(const QDate &date);

    QToolButton *m_button;
    QPointer<CalendarPopup> m_calendar;
};

} // namespace roster::gui
