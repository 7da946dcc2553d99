#include "gui-client/app/AppStyle.h"

#include "gui-client/app/ThemeColors.h"

#include <QApplication>
#include <QStyleFactory>
#include <QToolTip>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

bool wantsDark(Theme theme, const DesktopScheme &desktop)
{
    switch (theme) {
    case Theme::Desktop:
        break;
    case Theme::Light:
        return false;
    case Theme::Dark:
        return true;
    }
    return desktop.isDark();
}

} // namespace

AppStyle::AppStyle(const ClientSettings &settings, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
{
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    connect(&m_settings, &ClientSettings::preferencesChanged, this, &AppStyle::apply);
    connect(&m_desktop, &DesktopScheme::changed, this, &AppStyle::apply);
    apply();
}

void AppStyle::apply()
{
    const QPalette palette
        = wantsDark(m_settings.preferences().theme, m_desktop) ? darkPalette() : lightPalette();
    if (palette == QApplication::palette())
        return;
    QApplication::setPalette(palette);
    QToolTip::setPalette(palette);
}

} // namespace roster::gui
