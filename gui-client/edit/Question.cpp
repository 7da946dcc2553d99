#include "gui-client/edit/Question.h"

#include <QPushButton>

namespace roster::gui {

using namespace Qt::StringLiterals;

Question::Question(
    Icon icon, const QString &question, const QString &verb, const QString &keep, QWidget *parent)
    : QMessageBox(icon, verb, question, QMessageBox::NoButton, parent, Qt::Sheet)
{
    setAttribute(Qt::WA_DeleteOnClose);
    // Names of people, and what a server says.
    setTextFormat(Qt::PlainText);
    QPushButton *confirm = addButton(verb, QMessageBox::DestructiveRole);
    QPushButton *safe = addButton(keep, QMessageBox::RejectRole);
    confirm->setObjectName(u"confirm"_s);
    safe->setObjectName(u"keep"_s);
    confirm->setAccessibleName(verb);
    safe->setAccessibleName(keep);
    setDefaultButton(safe);
    setEscapeButton(safe);
    connect(confirm, &QPushButton::clicked, this, &Question::confirmed);
}

} // namespace roster::gui
