#pragma once

#include <QObject>

class QDBusVariant;

namespace roster::gui {

/// Whether the desktop wants dark windows: what the desktop portal says, if there is one, else the
/// palette that the program was started with. Asks without waiting. Owned by AppStyle, on the GUI
/// thread.
class DesktopScheme : public QObject
{
    Q_OBJECT

public:
    /// Make it before the program sets a palette.
    explicit DesktopScheme(QObject *parent = nullptr);

    [[nodiscard]] bool isDark() const { return m_isDark; }

Q_SIGNALS:
    void changed();

private Q_SLOTS:
    void onSettingChanged(const QString &group, const QString &key, const QDBusVariant &value);

private:
    void ask();
    void take(const QVariant &value);

    bool m_isPaletteDark;
    bool m_isDark;
};

} // namespace roster::gui
