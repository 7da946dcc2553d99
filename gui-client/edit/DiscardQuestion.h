#pragma once

#include <QMessageBox>

namespace roster::gui {

/// Asks whether input that was not saved may go; to keep it is the default and what Esc does. A
/// sheet of the window that it belongs to, which goes on; it deletes itself.
class DiscardQuestion : public QMessageBox
{
    Q_OBJECT

public:
    DiscardQuestion(const QString &question, QWidget *parent);

Q_SIGNALS:
    void discarded();
};

} // namespace roster::gui
