#include "gui-client/window/ClipboardGuard.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>

#include <algorithm>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

bool isSame(const SecretBytes &a, const SecretBytes &b)
{
    return std::ranges::equal(a.view(), b.view());
}

} // namespace

ClipboardGuard::ClipboardGuard(std::chrono::milliseconds time, QObject *parent)
    : QObject(parent)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(time);
    connect(&m_timer, &QTimer::timeout, this, &ClipboardGuard::takeBack);
    connect(QCoreApplication::instance(), &QCoreApplication::aboutToQuit, this,
        &ClipboardGuard::takeBack);
}

ClipboardGuard::~ClipboardGuard()
{
    takeBack();
}

void ClipboardGuard::copySecret(const QString &text)
{
    auto *data = new QMimeData; // the clipboard owns it
    data->setText(text);
    // Klipper and others know this sign.
    data->setData(u"x-kde-passwordManagerHint"_s, "secret");
    QGuiApplication::clipboard()->setMimeData(data);
    m_secret = SecretBytes::copyOf(text);
    m_timer.start();
}

void ClipboardGuard::takeBack()
{
    m_timer.stop();
    if (!isGuarding() || !QCoreApplication::instance())
        return;
    QClipboard *clipboard = QGuiApplication::clipboard();
    const SecretBytes found = SecretBytes::copyOf(clipboard->text());
    const bool isThere = isSame(found, m_secret);
    m_secret = {};
    if (!isThere)
        return;
    clipboard->clear();
    Q_EMIT takenBack();
}

} // namespace roster::gui
