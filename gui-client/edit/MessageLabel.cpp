#include "gui-client/edit/MessageLabel.h"

#include "gui-client/app/ThemeColors.h"

#include <QApplication>
#include <QEvent>

namespace roster::gui {

MessageLabel::MessageLabel(QWidget *parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    hide();
}

void MessageLabel::say(Kind kind, const QString &sentence)
{
    m_kind = kind;
    setText(sentence);
    takeColor();
    setVisible(!sentence.isEmpty());
}

void MessageLabel::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::ApplicationPaletteChange)
        takeColor();
}

void MessageLabel::takeColor()
{
    const QPalette general = QApplication::palette(this);
    QPalette own;
    switch (m_kind) {
    case Kind::Problem:
        own.setColor(QPalette::WindowText, themeColor(ColorRole::Negative, general));
        break;
    case Kind::Notice:
        own.setColor(QPalette::WindowText, themeColor(ColorRole::Warning, general));
        break;
    case Kind::Quiet:
        own.setColor(QPalette::WindowText, general.color(QPalette::PlaceholderText));
        break;
    }
    setPalette(own);
}

} // namespace roster::gui
