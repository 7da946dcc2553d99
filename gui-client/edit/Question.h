#pragma once

#include <QMessageBox>

namespace roster::gui {

/// Asks before something that would lose or change much; not to do it is the default and what Esc
/// does. A sheet of the window that it belongs to, which goes on; it deletes itself.
class Question : public QMessageBox
{
    Q_OBJECT

public:
    /// @p verb: what is done, on the button and as the title; @p keep: what is done instead.
    Question(Icon icon, const QString &question, const QString &verb, const QString &keep,
        QWidget *parent);

Q_SIGNALS:
    void confirmed();
};

} // namespace roster::gui
