#include "gui-client/edit/DiscardQuestion.h"

#include <QPushButton>

namespace roster::gui {

using namespace Qt::StringLiterals;

DiscardQuestion::DiscardQuestion(const QString &question, QWidget *parent)
    : QMessageBox(QMessageBox::NoIcon, tr("Discard changes"), question, QMessageBox::NoButton,
        parent, Qt::Sheet)
{
    setObjectName(u"discardQuestion"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setTextFormat(Qt::PlainText);
    QPushButton *discard = addButton(tr("Discard changes"), QMessageBox::DestructiveRole);
    QPushButton *keep = addButton(tr("Keep editing"), QMessageBox::RejectRole);
    discard->setObjectName(u"discard"_s);
    keep->setObjectName(u"keep"_s);
    discard->setAccessibleName(discard->text());
    keep->setAccessibleName(keep->text());
    setDefaultButton(keep);
    setEscapeButton(keep);
    connect(discard, &QPushButton::clicked, this, &DiscardQuestion::discarded);
}

} // namespace roster::gui
