#pragma once

#include "gui-client/edit/LineEditors.h"

#include <QStringListModel>

class QCompleter;

namespace roster::gui {

/// Edits text that many records share, such as the department: the server completes what is typed,
/// Alt+Down or F4 lists what there is. Anything else can be typed too.
class ChoiceEditor : public TextEditor
{
    Q_OBJECT

public:
    ChoiceEditor(const FieldDescription &field, const FieldFormat &format, ValueSource &values,
        Place place, QWidget *parent);

    [[nodiscard]] QCompleter &completer() const { return *m_completer; }

protected:
    void openChoice() override;

private:
    void onTyped();
    void ask(const QString &prefix);
    void onValues(quint64 question, const QStringList &values);
    void takeMarked();

    ValueSource &m_values;
    QStringListModel m_model;
    QCompleter *m_completer;
    QTimer m_askTimer;
    quint64 m_lastQuestion = 0; ///< answers to earlier ones are passed over
};

} // namespace roster::gui
