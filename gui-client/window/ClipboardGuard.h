#pragma once

#include "common/base/SecretBytes.h"

#include <QObject>
#include <QTimer>

#include <chrono>

namespace roster::gui {

/// Takes secrets that were copied off the clipboard again, after a while and when the program ends,
/// unless something else was copied since. Owned by GuiApp, on the GUI thread.
class ClipboardGuard : public QObject
{
    Q_OBJECT

public:
    explicit ClipboardGuard(std::chrono::milliseconds time, QObject *parent = nullptr);
    ~ClipboardGuard() override;

    /// For what is copied from now on.
    void setTime(std::chrono::milliseconds time) { m_timer.setInterval(time); }

    /// Asks clipboard managers not to keep it.
    void copySecret(const QString &text);
    /// At once, as when the window is locked.
    void takeBack();
    /// A secret may be there still.
    [[nodiscard]] bool isGuarding() const { return !m_secret.isEmpty(); }

Q_SIGNALS:
    void takenBack();

private:
    SecretBytes m_secret;
    QTimer m_timer;
};

} // namespace roster::gui
