#pragma once

#include "gui-client/edit/EditHistory.h"
#include "gui-client/edit/WriteObstacle.h"
#include "gui-client/text/FieldFormat.h"

#include <QDialog>
#include <QPointer>

class QCheckBox;
class QLabel;
class QPushButton;

namespace roster::gui {

class FieldForm;
class MessageLabel;
class Question;
class ValueSource;

/// One employee in a window of its own: a new one to be added, or the record as it stands, which
/// follows the changes of others while it is open. It stays open until the server has agreed, and
/// shows what the server refuses where it belongs. Not modal; made and shown by the main window, on
/// the GUI thread.
class EmployeeForm : public QDialog
{
    Q_OBJECT

public:
    /// To add an employee.
    EmployeeForm(ServerSession &session, EmployeeEditor &editor, EditHistory &history,
        const FieldFormat &format, ValueSource *values, QWidget *parent = nullptr);
    EmployeeForm(const EmployeeRow &row, ServerSession &session, EmployeeEditor &editor,
        EditHistory &history, const FieldFormat &format, ValueSource *values,
        QWidget *parent = nullptr);

    /// 0: to be added.
    [[nodiscard]] EmployeeId id() const { return m_id; }
    /// Typed, and not on its way to the server.
    [[nodiscard]] bool hasUnsavedInput() const;
    /// @p row: the record as it stands now.
    void refresh(const EmployeeRow &row);

    /// Asks first if there is unsaved input.
    void reject() override;

Q_SIGNALS:
    void added(const roster::gui::EmployeeRow &row);

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void build();
    void followOthers();
    void startAdding();
    void showRecord(const EmployeeRow &row);
    void showFields(const EmployeeRow &row, bool (*isWanted)(Field, const Rights &));
    void applyRights();
    [[nodiscard]] bool maySee(Field field) const;
    [[nodiscard]] QString whyReadOnly(Field field) const;

    void onPrimary();
    void add();
    void onAdded(const Result<WriteResult> &result);
    void onAccepted(const WriteResult &result);
    void save();
    void onCellChanged(EmployeeId id, Field field);
    void onSent();
    void onEmployeeChanged(const QJsonObject &change);

    void setWaiting(bool isWaiting);
    void updateState();
    void updateHeading();
    void askToDiscard();

    ServerSession &m_session;
    EmployeeEditor &m_editor;
    EditHistory &m_history;
    FieldFormat m_format;
    WriteObstacle m_obstacle;
    EmployeeId m_id = 0;
    FieldChanges m_sent; ///< of a record: not settled yet, or refused
    bool m_isWaiting = false;
    bool m_isGone = false; ///< the record was deleted

    MessageLabel *m_notice;
    FieldForm *m_fields;
    QLabel *m_legend;
    QLabel *m_foot;
    MessageLabel *m_state;
    QCheckBox *m_another;
    QPushButton *m_closeButton;
    QPushButton *m_primaryButton;
    QPointer<Question> m_question;
};

} // namespace roster::gui
