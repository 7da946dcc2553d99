#include "gui-client/text/PlainToolTip.h"

#include <QTextDocument>

namespace roster::gui {

QString plainToolTip(const QString &text)
{
    return Qt::mightBeRichText(text) ? Qt::convertFromPlainText(text) : text;
}

} // namespace roster::gui
