#include "gui-client/app/ClientSettings.h"

#include <QMetaType>
#include <QStandardPaths>

#include <algorithm>
#include <array>
#include <optional>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

constexpr auto historyKey = "servers"_L1;
constexpr auto geometryKey = "window/geometry"_L1;
constexpr auto idleKey = "preferences/idle_lock_minutes"_L1;
constexpr auto clipboardKey = "preferences/clipboard_seconds"_L1;
constexpr auto themeKey = "preferences/theme"_L1;
constexpr auto languageKey = "preferences/language"_L1;
constexpr int largestDialog = 10'000;
constexpr qsizetype longestUser = 255;

template <typename T> struct Choice
{
    T value;
    QLatin1StringView word;
};
constexpr std::array<Choice<Theme>, 3> themes{
    {{Theme::Desktop, "desktop"_L1}, {Theme::Light, "light"_L1}, {Theme::Dark, "dark"_L1}}};
constexpr std::array<Choice<Language>, 3> languages{
    {{Language::Desktop, "desktop"_L1}, {Language::English, "en"_L1}, {Language::German, "de"_L1}}};

template <typename T, std::size_t size>
T valueOf(const std::array<Choice<T>, size> &choices, const QString &word)
{
    const auto found = std::ranges::find(choices, word, &Choice<T>::word);
    return found == choices.end() ? T{} : found->value;
}

template <typename T, std::size_t size>
QString wordOf(const std::array<Choice<T>, size> &choices, T value)
{
    return std::ranges::find(choices, value, &Choice<T>::value)->word;
}

QString groupOf(const ServerAddress &server)
{
    return u"server-"_s + toString(server);
}

/// A number within its bounds, or nothing.
std::optional<int> numberAt(const QSettings &file, QLatin1StringView key, int least, int most)
{
    bool isNumber = false;
    const int number = file.value(key).toString().toInt(&isNumber);
    if (!isNumber || number < least || number > most)
        return std::nullopt;
    return number;
}

QByteArray bytesAt(const QSettings &file, const QString &key)
{
    const QVariant value = file.value(key);
    return value.typeId() == QMetaType::QByteArray ? value.toByteArray() : QByteArray();
}

QStringList sortWords(const QList<SortKey> &sort)
{
    QStringList written;
    for (const SortKey &key : sort)
        written += (key.isDescending ? u"-"_s : QString()) + describe(key.field).name;
    return written;
}

QList<SortKey> sortFrom(const QStringList &words)
{
    QList<SortKey> sort;
    for (QString word : words) {
        const bool isDescending = word.startsWith(u'-');
        const FieldDescription *field = findField(QStringView(word).sliced(isDescending ? 1 : 0));
        const auto isSame = [field](const SortKey &key) { return key.field == field->field; };
        if (!field || std::ranges::any_of(sort, isSame) || sort.size() == maxSortKeys)
            continue;
        sort.append({field->field, isDescending});
    }
    return sort;
}

QStringList serverWords(const QList<ServerAddress> &servers)
{
    QStringList written;
    for (const ServerAddress &server : servers)
        written += toString(server);
    return written;
}

} // namespace

ClientSettings::ClientSettings(const QString &path, QObject *parent)
    : QObject(parent)
    , m_file(path, QSettings::IniFormat)
{
}

QString ClientSettings::defaultPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
        + u"/roster/roster-gui.conf"_s;
}

QList<ServerAddress> ClientSettings::servers() const
{
    QList<ServerAddress> servers;
    for (const QString &text : m_file.value(historyKey).toStringList()) {
        const Result<ServerAddress> server = parseServerAddress(text);
        if (server.isOk() && !servers.contains(*server) && servers.size() < mostServers)
            servers.append(*server);
    }
    return servers;
}

void ClientSettings::rememberServer(const ServerAddress &server, const QString &user)
{
    QList<ServerAddress> servers = this->servers();
    servers.removeAll(server);
    servers.prepend(server);
    while (servers.size() > mostServers)
        m_file.remove(groupOf(servers.takeLast()));
    m_file.setValue(historyKey, serverWords(servers));
    m_file.setValue(groupOf(server) + u"/user"_s, user);
}

void ClientSettings::forgetServer(const ServerAddress &server)
{
    QList<ServerAddress> servers = this->servers();
    servers.removeAll(server);
    m_file.setValue(historyKey, serverWords(servers));
    m_file.remove(groupOf(server));
}

QString ClientSettings::lastUser(const ServerAddress &server) const
{
    const QString user = m_file.value(groupOf(server) + u"/user"_s).toString();
    return user.size() <= longestUser ? user : QString();
}

TableState ClientSettings::tableState(const ServerAddress &server) const
{
    const QString group = groupOf(server);
    return {bytesAt(m_file, group + u"/columns"_s),
        sortFrom(m_file.value(group + u"/sort"_s).toStringList())};
}

void ClientSettings::setTableState(const ServerAddress &server, const TableState &state)
{
    const QString group = groupOf(server);
    m_file.setValue(group + u"/columns"_s, state.columns);
    m_file.setValue(group + u"/sort"_s, sortWords(state.sort));
}

QByteArray ClientSettings::windowGeometry() const
{
    return bytesAt(m_file, geometryKey);
}

void ClientSettings::setWindowGeometry(const QByteArray &geometry)
{
    m_file.setValue(geometryKey, geometry);
}

QSize ClientSettings::dialogSize(const QString &dialog) const
{
    const QSize size = m_file.value(u"dialogs/"_s + dialog).toSize();
    const bool isPossible = size.width() > 0 && size.height() > 0 && size.width() <= largestDialog
        && size.height() <= largestDialog;
    return isPossible ? size : QSize();
}

void ClientSettings::setDialogSize(const QString &dialog, QSize size)
{
    m_file.setValue(u"dialogs/"_s + dialog, size);
}

Preferences ClientSettings::preferences() const
{
    Preferences read;
    if (const auto minutes = numberAt(m_file, idleKey, 0, int(longestIdleLock.count())))
        read.idleLock = std::chrono::minutes(*minutes);
    if (const auto seconds = numberAt(m_file, clipboardKey, int(shortestOnClipboard.count()),
            int(longestOnClipboard.count())))
        read.secretsOnClipboard = std::chrono::seconds(*seconds);
    read.theme = valueOf(themes, m_file.value(themeKey).toString());
    read.language = valueOf(languages, m_file.value(languageKey).toString());
    return read;
}

void ClientSettings::setPreferences(const Preferences &preferences)
{
    if (preferences == this->preferences())
        return;
    m_file.setValue(idleKey, int(preferences.idleLock.count()));
    m_file.setValue(clipboardKey, int(preferences.secretsOnClipboard.count()));
    m_file.setValue(themeKey, wordOf(themes, preferences.theme));
    m_file.setValue(languageKey, wordOf(languages, preferences.language));
    Q_EMIT preferencesChanged();
}

} // namespace roster::gui
