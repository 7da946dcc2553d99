#pragma once

#include "common/client/ServerAddress.h"
#include "gui-client/table/ListCriteria.h"

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QSettings>
#include <QSize>
#include <QString>

#include <chrono>

namespace roster::gui {

/// Light, dark, or as the desktop is.
enum class Theme { Desktop, Light, Dark };
/// Of the window's texts.
enum class Language { Desktop, English, German };

/// What a person chose in the settings dialog. A value.
struct Preferences
{
    std::chrono::minutes idleLock{10}; ///< 0: never
    std::chrono::seconds secretsOnClipboard{30};
    Theme theme = Theme::Desktop;
    Language language = Language::Desktop;

    bool operator==(const Preferences &) const = default;
};

inline constexpr std::chrono::minutes longestIdleLock{240};
inline constexpr std::chrono::seconds shortestOnClipboard{5};
inline constexpr std::chrono::seconds longestOnClipboard{600};

/// How a server's table was left.
struct TableState
{
    QByteArray columns; ///< QHeaderView::saveState(): order, widths, hidden ones
    QList<SortKey> sort;

    bool operator==(const TableState &) const = default;
};

/// What the desktop client keeps between two runs, in one file of the user's; never a secret. What
/// is damaged or was edited by hand into nonsense reads as the default. Owned by GuiApp, on the GUI
/// thread.
class ClientSettings : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype mostServers = 10;

    explicit ClientSettings(const QString &path, QObject *parent = nullptr);

    /// `$XDG_CONFIG_HOME/roster/roster-gui.conf`.
    [[nodiscard]] static QString defaultPath();

    /// The servers that were logged in to, the latest first.
    [[nodiscard]] QList<ServerAddress> servers() const;
    /// A login succeeded: @p server comes first from now on. The oldest is forgotten beyond
    /// mostServers, with its user and table.
    void rememberServer(const ServerAddress &server, const QString &user);
    void forgetServer(const ServerAddress &server);
    /// Empty: nobody yet.
    [[nodiscard]] QString lastUser(const ServerAddress &server) const;

    [[nodiscard]] TableState tableState(const ServerAddress &server) const;
    void setTableState(const ServerAddress &server, const TableState &state);

    /// QWidget::saveGeometry() of the main window.
    [[nodiscard]] QByteArray windowGeometry() const;
    void setWindowGeometry(const QByteArray &geometry);
    /// Invalid: not known.
    [[nodiscard]] QSize dialogSize(const QString &dialog) const;
    void setDialogSize(const QString &dialog, QSize size);

    [[nodiscard]] Preferences preferences() const;
    void setPreferences(const Preferences &preferences);

Q_SIGNALS:
    void preferencesChanged();

private:
    QSettings m_file;
};

} // namespace roster::gui
