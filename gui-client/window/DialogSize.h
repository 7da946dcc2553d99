#pragma once

#include <QObject>

class QDialog;

namespace roster::gui {

class ClientSettings;

/// Opens a dialog at the size that it was closed with last; its objectName names it in the
/// settings. A child of the dialog.
class DialogSize : public QObject
{
    Q_OBJECT

public:
    /// @p dialog has its name and its contents.
    DialogSize(ClientSettings &settings, QDialog *dialog);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    ClientSettings &m_settings;
    QDialog *m_dialog;
};

} // namespace roster::gui
