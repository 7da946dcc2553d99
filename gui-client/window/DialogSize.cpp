#include "gui-client/window/DialogSize.h"

#include "gui-client/app/ClientSettings.h"

#include <QDialog>
#include <QEvent>

namespace roster::gui {

DialogSize::DialogSize(ClientSettings &settings, QDialog *dialog)
    : QObject(dialog)
    , m_settings(settings)
    , m_dialog(dialog)
{
    Q_ASSERT(!dialog->objectName().isEmpty());
    const QSize size = settings.dialogSize(dialog->objectName());
    // Never smaller than its contents need now, in a larger font perhaps.
    if (size.isValid())
        dialog->resize(size.expandedTo(dialog->sizeHint()));
    dialog->installEventFilter(this);
}

bool DialogSize::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Hide && !event->spontaneous())
        m_settings.setDialogSize(m_dialog->objectName(), m_dialog->size());
    return QObject::eventFilter(watched, event);
}

} // namespace roster::gui
