#pragma once

#include "gui-client/text/FieldFormat.h"

#include <QTimer>
#include <QWidget>

class QHBoxLayout;

namespace roster::gui {

class FieldLine;
class ValueSource;

/// Where one field's value is typed, checked by the field's rules: base of one editor per type.
/// What is wrong shows at the editor once the person pauses or leaves, never in a box of its own.
/// It serves as a form's control and as a table's cell editor, whose delegate gets the keys that
/// move on and the loss of the focus as from any editor. Owned by its parent, on the GUI thread.
class FieldEditor : public QWidget
{
    Q_OBJECT

public:
    enum class Place { Form, Cell };

    ~FieldEditor() override;

    [[nodiscard]] const FieldDescription &field() const { return m_field; }
    [[nodiscard]] FieldLine &line() const { return *m_line; }

    /// Shows @p canonical as a value that the person has not touched.
    void setCanonical(const QString &canonical);
    /// What the text stands for; text that stands for nothing, as it is.
    [[nodiscard]] QString canonical() const;
    /// Why the value cannot be kept, whether shown yet or not; empty: it can.
    [[nodiscard]] QString problem() const;

    /// The problem that stands at the editor now. That a required field is still empty is none
    /// before the person was there.
    [[nodiscard]] const QString &shownProblem() const { return m_shownProblem; }
    /// At once, be it only that the field is still empty.
    void showProblem();
    /// Somebody else's objection, shown until the person edits.
    void refuse(const QString &sentence);
    /// The problem that is shown is such an objection.
    [[nodiscard]] bool isRefused() const
    {
        return !m_refusal.isEmpty() && m_shownProblem == m_refusal;
    }
    /// What is wrong with the value beside that of another field; empty: nothing.
    void setRuleProblem(const QString &sentence);

    /// @p why becomes the tooltip; empty: the value can be edited.
    void setReadOnly(const QString &why);
    [[nodiscard]] bool isReadOnly() const;

Q_SIGNALS:
    /// By the person.
    void edited();
    /// shownProblem() is another one.
    void problemShown(const QString &sentence);

protected:
    FieldEditor(
        const FieldDescription &field, const FieldFormat &format, Place place, QWidget *parent);

    [[nodiscard]] const FieldFormat &format() const { return m_format; }
    /// Beside the line.
    void addButton(QWidget *button);
    /// As if the person had typed @p text in place of all.
    void type(const QString &text);
    void keyPressEvent(QKeyEvent *event) override;
    /// Alt+Down and F4: shows what there is to choose from.
    virtual void openChoice() { }
    virtual void onReadOnly() { }
    /// An example of what is typed, while nothing is; not in a cell, whose neighbours show some.
    void setExample(const QString &example);

private:
    void onEdited();
    void onEntered(Qt::FocusReason reason);
    void onLeft();
    void updateProblem();
    [[nodiscard]] QString problemToShow() const;

    const FieldDescription &m_field;
    FieldFormat m_format;
    FieldLine *m_line;
    QHBoxLayout *m_layout;
    bool m_isUntouched = true;
    bool m_isForced = false; ///< showProblem() was asked for
    QString m_refusal;
    QString m_ruleProblem;
    QString m_shownProblem;
    QString m_whyReadOnly;
    QString m_example;
    QTimer m_pauseTimer;
};

/// The editor that fits the type of @p field. @p values, which may be null, completes department
/// and job title.
[[nodiscard]] FieldEditor *makeFieldEditor(const FieldDescription &field, const FieldFormat &format,
    ValueSource *values, QWidget *parent, FieldEditor::Place place = FieldEditor::Place::Form);

} // namespace roster::gui
