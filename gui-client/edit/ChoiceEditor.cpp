#include "gui-client/edit/ChoiceEditor.h"

#include "gui-client/edit/FieldLine.h"
#include "gui-client/edit/ValueSource.h"

#include <QAbstractItemView>
#include <QCompleter>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Gathers quick typing into one question.
constexpr auto pauseBeforeAsking = 120ms;

} // namespace

ChoiceEditor::ChoiceEditor(const FieldDescription &field, const FieldFormat &format,
    ValueSource &values, Place place, QWidget *parent)
    : TextEditor(field, format, place, parent)
    , m_values(values)
    , m_completer(new QCompleter(this))
{
    // The server has matched already, accents or not. Not QLineEdit's own completer: it would show
    // the answer to an earlier question at each key.
    m_completer->setModel(&m_model);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->setWidget(&line());
    m_completer->popup()->setObjectName(QString(field.name) + u"_values"_s);
    m_completer->popup()->setAccessibleName(tr("Values for %1").arg(labelOf(field.field)));
    connect(m_completer, qOverload<const QString &>(&QCompleter::activated), this,
        [this](const QString &value) { type(value); });
    connect(&line(), &FieldLine::takenFromList, this, &ChoiceEditor::takeMarked);
    connect(&line(), &QLineEdit::textEdited, this, &ChoiceEditor::onTyped);
    connect(&line(), &FieldLine::left, this, [this] {
        m_askTimer.stop();
        ++m_lastQuestion;
    });
    m_askTimer.setSingleShot(true);
    m_askTimer.setInterval(pauseBeforeAsking);
    connect(&m_askTimer, &QTimer::timeout, this, [this] { ask(line().text().trimmed()); });
}

void ChoiceEditor::openChoice()
{
    m_askTimer.stop();
    // All of them when the value stands as it was chosen, so that one can choose another.
    ask(line().hasSelectedText() ? QString() : line().text().trimmed());
}

void ChoiceEditor::onTyped()
{
    if (line().text().trimmed().isEmpty()) {
        m_askTimer.stop();
        ++m_lastQuestion;
        m_completer->popup()->hide();
    } else {
        m_askTimer.start();
    }
}

void ChoiceEditor::ask(const QString &prefix)
{
    const quint64 question = ++m_lastQuestion;
    m_values.ask(field().field, prefix, this,
        [this, question](const QStringList &values) { onValues(question, values); });
}

void ChoiceEditor::onValues(quint64 question, const QStringList &values)
{
    if (question != m_lastQuestion || !line().hasFocus() || isReadOnly())
        return;
    const bool isSettled = values.size() == 1 && values.first() == line().text();
    if (values.isEmpty() || isSettled) {
        m_completer->popup()->hide();
        return;
    }
    m_model.setStringList(values);
    m_completer->complete();
    // Nothing is marked before the person does, so that Enter and Tab take what was typed.
    m_completer->popup()->setCurrentIndex({});
}

/// The cell is being left while a value is marked in the open list.
void ChoiceEditor::takeMarked()
{
    QAbstractItemView *popup = m_completer->popup();
    if (!popup->isVisible())
        return;
    const QString marked = popup->currentIndex().data().toString();
    popup->hide();
    if (!marked.isEmpty())
        type(marked);
}

} // namespace roster::gui
