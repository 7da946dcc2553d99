#pragma once

#include "gui-client/transfer/ExportRun.h"

#include <QDialog>

class QLabel;
class QProgressBar;
class QPushButton;

namespace roster::gui {

class MessageLabel;

/// Tells how far an export is, lets it be cancelled, and says what the file holds in the end. Not
/// modal; made and shown by TransferCommands, on the GUI thread.
class ExportDialog : public QDialog
{
    Q_OBJECT

public:
    /// @p remark: what the file does not hold; may be empty.
    ExportDialog(ServerSession &session, const ListCriteria &criteria, const QList<Field> &fields,
        const QString &path, const QString &remark, QWidget *parent);

    [[nodiscard]] bool isRunning() const { return m_run.isRunning(); }
    void start();
    /// While it runs: cancels it.
    void reject() override;

private:
    void onProgressed(qint64 written, qint64 total);
    void onFinished(const Result<qint64> &result);

    const QString m_fileName;
    ExportRun m_run;
    MessageLabel *m_state;
    QProgressBar *m_progress;
    QPushButton *m_closeButton;
};

} // namespace roster::gui
