#pragma once

#include "common/base/Result.h"

#include <QSslCertificate>
#include <QString>
#include <QStringList>

namespace roster::gui {

/// What the command line asks for.
struct GuiOptions
{
    enum class Action { Run, ShowHelp, ShowVersion };
    Action action = Action::Run;
    QString server; ///< empty: the last one
    QString username;
    QString caFile; ///< empty: the system's authorities
};

/// Errors: InvalidParams.
[[nodiscard]] Result<GuiOptions> parseGuiOptions(const QStringList &arguments);
[[nodiscard]] QString guiHelp();

} // namespace roster::gui
