#pragma once

#include "gui-client/app/ClientSettings.h"
#include "gui-client/app/DesktopScheme.h"

#include <QObject>

namespace roster::gui {

/// Gives the program its look, light or dark as the preferences say, and changes it when they or
/// the desktop do. Owned by GuiApp, on the GUI thread.
class AppStyle : public QObject
{
    Q_OBJECT

public:
    explicit AppStyle(const ClientSettings &settings, QObject *parent = nullptr);

private:
    void apply();

    const ClientSettings &m_settings;
    DesktopScheme m_desktop;
};

} // namespace roster::gui
