#pragma once

#include "gui-client/edit/EmployeeEditor.h"
#include "gui-client/text/FieldFormat.h"

#include <QDialog>

#include <vector>

class QButtonGroup;
class QGridLayout;
class QRadioButton;

namespace roster::gui {

class FieldEditor;
class ValueSource;

/// Lets a person decide about a record of which others changed the same fields: for each of them
/// the original, the others' value, their own one, or a third. Esc leaves it undecided. Made and
/// shown by the main window, on the GUI thread.
class ConflictDialog : public QDialog
{
    Q_OBJECT

public:
    ConflictDialog(const EditConflict &conflict, const FieldFormat &format, ValueSource *values,
        QWidget *parent = nullptr);

Q_SIGNALS:
    /// To be written with `theirs` as the record seen; what was chosen of the others' is not among
    /// it, but the changes that were in no conflict are. Empty: nothing is left to be written.
    void decided(const roster::gui::FieldChanges &changes);

private:
    enum Choice { Theirs, Mine, Other };

    struct Row
    {
        Field field;
        QButtonGroup *choices;
        FieldEditor *other;
    };

    [[nodiscard]] QString heading() const;
    void addHeader(QGridLayout *grid);
    void addRow(QGridLayout *grid, Field field);
    [[nodiscard]] QRadioButton *makeChoice(Field field, const QString &whose, const QString &value);
    [[nodiscard]] QString shown(Field field, const EmployeeRow &row) const;
    [[nodiscard]] QString valueChosen(const Row &row) const;
    [[nodiscard]] FieldChanges undisputed() const;
    void saveChoices();
    void decide(const FieldChanges &changes);

    EditConflict m_conflict;
    FieldFormat m_format;
    ValueSource *m_values;
    std::vector<Row> m_rows;
};

} // namespace roster::gui
