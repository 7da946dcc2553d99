#include "gui-client/edit/FieldEditor.h"

#include "gui-client/edit/ChoiceEditor.h"
#include "gui-client/edit/DateEditor.h"
#include "gui-client/edit/FieldLine.h"
#include "gui-client/edit/LineEditors.h"
#include "gui-client/text/PlainToolTip.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QToolTip>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Half a date is no mistake yet.
constexpr auto pauseInTyping = 600ms;

} // namespace

FieldEditor::FieldEditor(
    const FieldDescription &field, const FieldFormat &format, Place place, QWidget *parent)
    : QWidget(parent)
    , m_field(field)
    , m_format(format)
    , m_line(new FieldLine(place == Place::Cell, this))
    , m_layout(new QHBoxLayout(this))
{
    setObjectName(QString(field.name) + u"_editor"_s);
    setAccessibleName(labelOf(field.field));
    m_line->setObjectName(field.name);
    m_line->setAccessibleName(labelOf(field.field));
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    m_layout->addWidget(m_line);
    setFocusProxy(m_line);
    setFocusPolicy(m_line->focusPolicy());
    if (place == Place::Cell) {
        // What lies below in the cell must not shine through.
        setAutoFillBackground(true);
        setBackgroundRole(QPalette::Base);
        m_line->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);
    }

    m_pauseTimer.setSingleShot(true);
    m_pauseTimer.setInterval(pauseInTyping);
    connect(&m_pauseTimer, &QTimer::timeout, this, &FieldEditor::updateProblem);
    connect(m_line, &QLineEdit::textEdited, this, &FieldEditor::onEdited);
    connect(m_line, &FieldLine::entered, this, &FieldEditor::onEntered);
    connect(m_line, &FieldLine::left, this, &FieldEditor::onLeft);
}

/// A line that has the focus tells of losing it while the widget goes, when this is none any more.
FieldEditor::~FieldEditor()
{
    m_line->disconnect(this);
}

void FieldEditor::setCanonical(const QString &canonical)
{
    m_isUntouched = true;
    m_isForced = false;
    m_refusal.clear();
    const bool isTypedOver = m_line->isInCell() || m_line->hasFocus();
    m_line->setText(
        isTypedOver ? m_format.editable(m_field, canonical) : m_format.display(m_field, canonical));
    // The beginning of a long value says more than its end.
    if (!m_line->hasFocus())
        m_line->setCursorPosition(0);
    m_pauseTimer.stop();
    updateProblem();
}

QString FieldEditor::canonical() const
{
    return m_format.canonical(m_field, m_line->text());
}

QString FieldEditor::problem() const
{
    return m_format.problem(m_field, canonical());
}

void FieldEditor::showProblem()
{
    m_isForced = true;
    updateProblem();
}

void FieldEditor::refuse(const QString &sentence)
{
    m_refusal = sentence;
    updateProblem();
}

void FieldEditor::setRuleProblem(const QString &sentence)
{
    m_ruleProblem = sentence;
    // Whether the value itself is fine may still be in the typing.
    if (!m_pauseTimer.isActive())
        updateProblem();
}

void FieldEditor::setReadOnly(const QString &why)
{
    m_whyReadOnly = why;
    m_line->setReadOnly(!why.isEmpty());
    m_line->setPlaceholderText(isReadOnly() ? QString() : m_example);
    onReadOnly();
    updateProblem();
}

bool FieldEditor::isReadOnly() const
{
    return m_line->isReadOnly();
}

void FieldEditor::addButton(QWidget *button)
{
    m_layout->addWidget(button);
}

void FieldEditor::setExample(const QString &example)
{
    if (m_line->isInCell())
        return;
    m_example = tr("such as %1", "an example of what to type").arg(example);
    m_line->setPlaceholderText(m_example);
}

void FieldEditor::type(const QString &text)
{
    m_line->setText(text);
    onEdited();
}

void FieldEditor::keyPressEvent(QKeyEvent *event)
{
    const bool isAltDown = event->key() == Qt::Key_Down && event->modifiers() == Qt::AltModifier;
    if (!isReadOnly() && (isAltDown || event->key() == Qt::Key_F4)) {
        openChoice();
        event->accept();
        return;
    }
    QWidget::keyPressEvent(event);
}

void FieldEditor::onEdited()
{
    m_isUntouched = false;
    m_refusal.clear();
    // A problem comes after a pause, but goes at once.
    const bool mayWait = m_shownProblem.isEmpty() && !problemToShow().isEmpty();
    if (mayWait) {
        m_pauseTimer.start();
    } else {
        m_pauseTimer.stop();
        updateProblem();
    }
    Q_EMIT edited();
}

void FieldEditor::onEntered(Qt::FocusReason reason)
{
    if (m_line->isInCell() || isReadOnly() || !problem().isEmpty())
        return;
    const QString typedOver = m_format.editable(m_field, canonical());
    if (typedOver == m_line->text())
        return;
    m_line->setText(typedOver);
    if (reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason
        || reason == Qt::ShortcutFocusReason)
        m_line->selectAll();
}

void FieldEditor::onLeft()
{
    m_pauseTimer.stop();
    if (!m_line->isInCell() && problem().isEmpty()) {
        m_line->setText(m_format.display(m_field, canonical()));
        m_line->setCursorPosition(0);
    }
    updateProblem();
}

void FieldEditor::updateProblem()
{
    const QString sentence = problemToShow();
    const bool isNew = sentence != m_shownProblem;
    m_shownProblem = sentence;
    m_line->setProblem(sentence);
    const QString why = sentence.isEmpty() ? m_whyReadOnly : sentence;
    m_line->setToolTip(plainToolTip(why));
    if (!sentence.isEmpty())
        m_pauseTimer.stop();
    if (!isNew)
        return;
    // A cell has no room for a sentence, and who types has no hand on the mouse.
    if (m_line->isInCell() && m_line->hasFocus() && isVisible()) {
        if (sentence.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(mapToGlobal(rect().bottomLeft()), plainToolTip(sentence), m_line);
    }
    Q_EMIT problemShown(sentence);
}

QString FieldEditor::problemToShow() const
{
    const QString own = problem();
    const bool isStillEmpty = m_isUntouched && !m_isForced && canonical().isEmpty();
    if (!own.isEmpty() && !isStillEmpty && !isReadOnly())
        return own;
    return m_refusal.isEmpty() ? m_ruleProblem : m_refusal;
}

FieldEditor *makeFieldEditor(const FieldDescription &field, const FieldFormat &format,
    ValueSource *values, QWidget *parent, FieldEditor::Place place)
{
    switch (field.type) {
    case FieldType::Date:
        return new DateEditor(field, format, place, parent);
    case FieldType::Money:
        return new MoneyEditor(field, format, place, parent);
    case FieldType::Ssn:
        return new SsnEditor(field, format, place, parent);
    case FieldType::Id:
    case FieldType::Name:
    case FieldType::Text:
    case FieldType::Email:
        break;
    }
    if (field.isCompleted && values)
        return new ChoiceEditor(field, format, *values, place, parent);
    return new TextEditor(field, format, place, parent);
}

} // namespace roster::gui
