#include "gui-client/window/Banner.h"

#include "gui-client/app/Icons.h"
#include "gui-client/app/Rhythm.h"
#include "gui-client/app/ThemeColors.h"

#include <QAccessible>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

constexpr int iconSize = 16;
constexpr int tint = 28; ///< of 255: how much of the colour the background takes

QString iconName(Banner::Kind kind)
{
    switch (kind) {
    case Banner::Kind::Information:
        return u"info"_s;
    case Banner::Kind::Warning:
        return u"warning"_s;
    case Banner::Kind::Error:
        break;
    }
    return u"error"_s;
}

ColorRole colorRole(Banner::Kind kind)
{
    switch (kind) {
    case Banner::Kind::Information:
        return ColorRole::Accent;
    case Banner::Kind::Warning:
        return ColorRole::Warning;
    case Banner::Kind::Error:
        break;
    }
    return ColorRole::Negative;
}

} // namespace

Banner::Banner(QWidget *parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
    , m_action(new QPushButton(this))
{
    setObjectName(u"banner"_s);
    setAutoFillBackground(true);
    m_icon->setObjectName(u"bannerIcon"_s);
    m_text->setObjectName(u"bannerText"_s);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_action->setObjectName(u"bannerAction"_s);
    m_action->setFocusPolicy(Qt::TabFocus);
    m_action->setAutoDefault(false);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(rhythm, rhythm / 2, rhythm, rhythm / 2);
    layout->setSpacing(rhythm);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_action);
    connect(m_action, &QPushButton::clicked, this, &Banner::actionTriggered);
    hide();
}

void Banner::say(Kind kind, const QString &sentence, const QString &action)
{
    const bool isNews = sentence != m_sentence || kind != m_kind || !isVisible();
    m_kind = kind;
    m_action->setText(action);
    m_action->setAccessibleName(action);
    m_action->setVisible(!action.isEmpty());
    reword(sentence);
    paintKind();
    setVisible(isSaying());
    if (isNews && isSaying()) {
        QAccessibleEvent event(this, QAccessible::Alert);
        QAccessible::updateAccessibility(&event);
        Q_EMIT announced();
    }
}

void Banner::reword(const QString &sentence)
{
    m_sentence = sentence;
    m_text->setText(sentence);
    setAccessibleName(sentence);
}

void Banner::clear()
{
    reword({});
    hide();
}

void Banner::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        paintKind();
    QFrame::changeEvent(event);
}

void Banner::paintKind()
{
    const QPalette theme = QGuiApplication::palette();
    const QColor color = themeColor(colorRole(m_kind), theme);
    QPalette own; // of this colour alone, so that all others are still inherited
    own.setColor(QPalette::Window, blend(theme.color(QPalette::Window), color, tint));
    setPalette(own);
    m_icon->setPixmap(
        icon(iconName(m_kind), color).pixmap(QSize(iconSize, iconSize), devicePixelRatioF()));
}

} // namespace roster::gui
