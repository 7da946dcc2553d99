#pragma once

#include "gui-client/login/LoginDialog.h"
#include "tests/client/FakeServer.h"
#include "tests/gui/MemoryKeyRing.h"

#include <QObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace roster::gui::test {

/// A test of the login's window: a scripted server, a key ring, and a window that is used as a
/// person does, by its controls.
class LoginDialogTestCase : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

protected:
    /// The server is vouched for by an authority; the user is alice.
    [[nodiscard]] LoginOptions options() const;
    /// Nobody vouches for the server, but it may be trusted.
    [[nodiscard]] LoginOptions strangerOptions() const;
    void open(const LoginOptions &options);
    void open() { open(options()); }
    void signInWith(const QString &password);
    template <typename Widget> [[nodiscard]] Widget *find(const char *name) const
    {
        auto *widget = m_dialog->findChild<Widget *>(QString::fromLatin1(name));
        if (!widget)
            qFatal("no control named %s", name);
        return widget;
    }
    [[nodiscard]] QString textOf(const char *name) const;
    void type(const char *name, const QString &text);
    void click(const char *name);
    /// What the line on the page that is seen says.
    [[nodiscard]] QString stateText() const;
    [[nodiscard]] bool isSeen(const char *name) const;
    [[nodiscard]] QString serverName() const;
    void verifyNamesOfControls() const;

    roster::test::TestIdentity m_identity;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<roster::test::FakeServer> m_server;
    std::unique_ptr<MemoryKeyRing> m_keyRing;
    std::unique_ptr<LoginDialog> m_dialog;
    std::unique_ptr<QSignalSpy> m_loggedIn;
    std::unique_ptr<QSignalSpy> m_rejected;
};

/// What a login with a one-time password answers.
[[nodiscard]] QJsonObject oneTimeLogin();

} // namespace roster::gui::test
