#include "gui-client/edit/DateEditor.h"

#include "gui-client/edit/FieldLine.h"

#include <QToolButton>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

constexpr int longestDate = 64;

} // namespace

DateEditor::DateEditor(
    const FieldDescription &field, const FieldFormat &format, Place place, QWidget *parent)
    : FieldEditor(field, format, place, parent)
    , m_button(new QToolButton(this))
{
    line().setMaxLength(longestDate);
    line().setInputMethodHints(Qt::ImhDate);
    setExample(format.dateHint());
    m_button->setObjectName(QString(field.name) + u"_calendar"_s);
    m_button->setAccessibleName(tr("Calendar for %1").arg(labelOf(field.field)));
    m_button->setToolTip(tr("Pick from a calendar (Alt+Down)"));
    m_button->setArrowType(Qt::DownArrow);
    m_button->setFocusPolicy(Qt::NoFocus);
    m_button->setAutoRaise(place == Place::Cell);
    m_button->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Ignored);
    addButton(m_button);
    connect(m_button, &QToolButton::clicked, this, &DateEditor::openChoice);
}

void DateEditor::openChoice()
{
    if (m_calendar || isReadOnly())
        return;
    const QDate today = QDate::currentDate();
    const bool isBirth = field().field == Field::DateOfBirth;
    m_calendar = new CalendarPopup(labelOf(field().field), format().locale(), this);
    m_calendar->setRange(QDate(1900, 1, 1), isBirth ? today : today.addYears(50));
    m_calendar->setEmptyAllowed(!field().isRequired);
    m_calendar->setDate(QDate::fromString(canonical(), Qt::ISODate));
    connect(m_calendar, &CalendarPopup::picked, this, &DateEditor::onPicked);
    m_calendar->openBelow(*this);
}

void DateEditor::onReadOnly()
{
    m_button->setVisible(!isReadOnly());
}

void DateEditor::onPicked(const QDate &date)
{
    type(format().editable(field(), date.isValid() ? date.toString(Qt::ISODate) : QString()));
    line().setFocus(Qt::PopupFocusReason);
}

} // namespace roster::gui
