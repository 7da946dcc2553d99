#pragma once

#include "gui-client/edit/MessageLabel.h"
#include "gui-client/session/WriteQueue.h"
#include "gui-client/text/FieldFormat.h"

#include <QWidget>

#include <vector>

class QFormLayout;

namespace roster::gui {

class FieldEditor;
class ValueSource;

/// The fields of one record in a column, each with its label, and below it what is wrong with it.
/// It knows what the person has changed against the record as they saw it, and goes on showing what
/// others make of the rest. Owned by an EmployeeForm, on the GUI thread.
class FieldForm : public QWidget
{
    Q_OBJECT

public:
    FieldForm(const FieldFormat &format, ValueSource *values, QWidget *parent);

    /// Starts anew, with the fields of @p fields, on the record @p row; an empty one is to be
    /// added.
    void show(const EmployeeRow &row, const QList<Field> &fields);
    /// Null: it is not there.
    [[nodiscard]] FieldEditor *editor(Field field) const;
    /// @p why becomes its tooltip; empty: it can be edited.
    void setReadOnly(Field field, const QString &why);
    void setShown(Field field, bool isShown);

    /// The record as others have made it: fields that the person has not changed follow it.
    void refresh(const EmployeeRow &row);
    /// Gives up what was typed in @p field.
    void takeLatest(Field field);

    /// The record as the person saw it when deciding on changes().
    [[nodiscard]] const EmployeeRow &seen() const { return m_seen; }
    [[nodiscard]] const EmployeeRow &latest() const { return m_latest; }
    [[nodiscard]] FieldChanges changes() const;

    /// Shows all that is wrong and goes to the first of it. True: nothing is.
    [[nodiscard]] bool check();
    /// What stands wrong in the way of changes(), from the top, each with the name of its field.
    [[nodiscard]] QStringList problems() const;
    /// The server's objections to single fields. False: there is none that has its place here.
    bool refuse(const Error &error);
    /// Stands until the field is edited, but is in the way only until any field is: what was sent
    /// was refused as a whole.
    void refuse(Field field, const QString &sentence);
    void focusFirst();

Q_SIGNALS:
    void edited();
    void problemsChanged();

private:
    struct Row
    {
        Field field;
        FieldEditor *editor;
        MessageLabel *message;
        QWidget *box; ///< of both
        QLabel *label;
    };

    void addRow(Field field);
    void fill(const Row &row);
    void onEdited();
    void checkRules();
    void showMessage(const Row &row);
    void showLabel(const Row &row);
    [[nodiscard]] bool isInTheWay(const Row &row) const;
    [[nodiscard]] QString newsOf(Field field) const;
    [[nodiscard]] bool isTouched(const Row &row) const;

    FieldFormat m_format;
    ValueSource *m_values;
    QFormLayout *m_layout;
    std::vector<Row> m_rows;
    EmployeeRow m_seen;
    EmployeeRow m_latest;
    QMap<Field, QString> m_brokenRules;
    bool m_isAsRefused = false; ///< nothing was edited since a refusal
};

} // namespace roster::gui
