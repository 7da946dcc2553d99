#include "gui-client/app/DesktopScheme.h"

#include "gui-client/app/ThemeColors.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QGuiApplication>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

// org.freedesktop.portal.Settings: 0 no preference, 1 dark, 2 light.
constexpr auto portal = "org.freedesktop.portal.Desktop"_L1;
constexpr auto portalPath = "/org/freedesktop/portal/desktop"_L1;
constexpr auto settingsInterface = "org.freedesktop.portal.Settings"_L1;
constexpr auto appearance = "org.freedesktop.appearance"_L1;
constexpr auto colorScheme = "color-scheme"_L1;

} // namespace

DesktopScheme::DesktopScheme(QObject *parent)
    : QObject(parent)
    , m_isPaletteDark(gui::isDark(QGuiApplication::palette()))
    , m_isDark(m_isPaletteDark)
{
    ask();
}

void DesktopScheme::ask()
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    bus.connect(portal, portalPath, settingsInterface, u"SettingChanged"_s, this,
        SLOT(onSettingChanged(QString, QString, QDBusVariant)));
    QDBusMessage question
        = QDBusMessage::createMethodCall(portal, portalPath, settingsInterface, u"Read"_s);
    question << QString(appearance) << QString(colorScheme);
    auto *answer = new QDBusPendingCallWatcher(bus.asyncCall(question), this);
    connect(
        answer, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher *watcher) {
            const QDBusPendingReply<QDBusVariant> reply = *watcher;
            if (!reply.isError())
                take(reply.value().variant());
            watcher->deleteLater();
        });
}

void DesktopScheme::onSettingChanged(
    const QString &group, const QString &key, const QDBusVariant &value)
{
    if (group == appearance && key == colorScheme)
        take(value.variant());
}

void DesktopScheme::take(const QVariant &value)
{
    // Read() wraps the value once more than SettingChanged does.
    const QVariant plain
        = value.canConvert<QDBusVariant>() ? value.value<QDBusVariant>().variant() : value;
    const uint scheme = plain.toUInt();
    const bool isNowDark = scheme == 1 || (scheme != 2 && m_isPaletteDark);
    if (isNowDark == m_isDark)
        return;
    m_isDark = isNowDark;
    Q_EMIT changed();
}

} // namespace roster::gui
