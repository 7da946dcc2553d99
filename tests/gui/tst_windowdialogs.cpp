#include "common/net/ServerChain.h"
#include "gui-client/app/ClientSettings.h"
#include "gui-client/window/AboutDialog.h"
#include "gui-client/window/ConnectionDetailsDialog.h"
#include "gui-client/window/SettingsDialog.h"
#include "gui-client/window/ShortcutsDialog.h"
#include "tests/client/ClientTestCase.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

using namespace roster;
using namespace roster::gui;
using namespace roster::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The dialogs of the window: what they show, and that everybody can reach it.
class WindowDialogsTest : public ClientTestCase
{
    Q_OBJECT

private Q_SLOTS:
    void showsTheConnection();
    void showsTheCertificateAsItIs();
    void saysThatThereWasNoConnection();
    void copiesTheFingerprint();
    void savesTheSettings();
    void cancelKeepsTheSettings();
    void namesVersionAndLicence();
    void remembersSizes();
    void everyControlHasNameAndIsReachable_data();
    void everyControlHasNameAndIsReachable();
    void escClosesEveryDialog();

private:
    void makeSettings();
    [[nodiscard]] std::unique_ptr<QDialog> dialog(const QString &name);
    [[nodiscard]] static QString fact(const QDialog &dialog, const char *name);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ClientSettings> m_settings;
};

namespace {

const QStringList dialogNames{
    u"connectionDetailsDialog"_s, u"settingsDialog"_s, u"shortcutsDialog"_s, u"aboutDialog"_s};

bool isControl(const QWidget *widget)
{
    return qobject_cast<const QAbstractButton *>(widget) || qobject_cast<const QLineEdit *>(widget)
        || qobject_cast<const QComboBox *>(widget) || qobject_cast<const QAbstractSpinBox *>(widget)
        || qobject_cast<const QAbstractItemView *>(widget)
        || qobject_cast<const QPlainTextEdit *>(widget);
}

/// The parts that Qt makes for its own widgets are theirs to name.
bool isQtsOwn(const QWidget *widget)
{
    return widget->objectName().startsWith(u"qt_"_s)
        || qobject_cast<const QAbstractSpinBox *>(widget->parentWidget())
        || qobject_cast<const QLineEdit *>(widget->parentWidget())
        || qobject_cast<const QHeaderView *>(widget) || widget->window()->windowType() == Qt::Popup;
}

} // namespace

void WindowDialogsTest::makeSettings()
{
    m_settings.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<ClientSettings>(m_folder->filePath(u"gui.conf"_s));
    logIn();
}

std::unique_ptr<QDialog> WindowDialogsTest::dialog(const QString &name)
{
    if (name == dialogNames[0])
        return std::make_unique<ConnectionDetailsDialog>(
            options().server, m_client->tls(), *m_settings);
    if (name == dialogNames[1])
        return std::make_unique<SettingsDialog>(*m_settings);
    if (name == dialogNames[2])
        return std::make_unique<ShortcutsDialog>(QList<QAction *>(), *m_settings);
    return std::make_unique<AboutDialog>(*m_settings);
}

QString WindowDialogsTest::fact(const QDialog &dialog, const char *name)
{
    const auto *label = dialog.findChild<QLabel *>(QString::fromLatin1(name));
    return label ? label->text() : QString();
}

void WindowDialogsTest::showsTheConnection()
{
    makeSettings();
    const auto details = dialog(dialogNames[0]);
    const QSslCertificate root = identityIn(m_client->tls().peerCertificateChain());
    QCOMPARE(fact(*details, "server"), toString(options().server));
    QCOMPARE(fact(*details, "protocol"), u"TLS 1.3"_s);
    QVERIFY(fact(*details, "cipher").startsWith(u"TLS_"_s));
    QVERIFY(fact(*details, "names").contains(u"localhost"_s));
    QVERIFY(!fact(*details, "issuer").isEmpty());
    QVERIFY(fact(*details, "validity")
                .contains(
                    QLocale().toString(m_client->tls().peerCertificate().expiryDate().toLocalTime(),
                        QLocale::ShortFormat)));
    QCOMPARE(fact(*details, "fingerprint"), KeyFingerprint::of(root).text());
    QCOMPARE(fact(*details, "words"), KeyFingerprint::of(root).words());
    QCOMPARE(fact(*details, "words").split(u' ').size(), 6);
}

void WindowDialogsTest::showsTheCertificateAsItIs()
{
    makeSettings();
    const auto details = dialog(dialogNames[0]);
    for (const QLabel *label : details->findChildren<QLabel *>()) {
        if (!label->objectName().isEmpty() && !label->objectName().startsWith(u"qt_"_s))
            QVERIFY2(label->textFormat() == Qt::PlainText, qPrintable(label->objectName()));
    }
    ConnectionDetailsDialog spoof({u"a\u202e<b>b</b>"_s, 1}, {}, *m_settings);
    QVERIFY(!fact(spoof, "server").contains(u'\u202e'));
    QVERIFY(fact(spoof, "server").contains(u"<b>b</b>"_s));
}

void WindowDialogsTest::saysThatThereWasNoConnection()
{
    makeSettings();
    const ConnectionDetailsDialog details(options().server, {}, *m_settings);
    QCOMPARE(fact(details, "protocol"), u"No connection has been made yet."_s);
    QVERIFY(!details.findChild<QLabel *>(u"words"_s));
    QVERIFY(!details.findChild<QPushButton *>(u"connectionCopy"_s)->isEnabled());
}

void WindowDialogsTest::copiesTheFingerprint()
{
    makeSettings();
    const auto details = dialog(dialogNames[0]);
    details->findChild<QPushButton *>(u"connectionCopy"_s)->click();
    QCOMPARE(QApplication::clipboard()->text(), fact(*details, "fingerprint"));
}

void WindowDialogsTest::savesTheSettings()
{
    makeSettings();
    QSignalSpy changed(m_settings.get(), &ClientSettings::preferencesChanged);
    const auto settings = dialog(dialogNames[1]);
    settings->findChild<QComboBox *>(u"settingsTheme"_s)->setCurrentIndex(2);
    settings->findChild<QComboBox *>(u"settingsLanguage"_s)->setCurrentIndex(2);
    settings->findChild<QSpinBox *>(u"settingsIdleLock"_s)->setValue(0);
    settings->findChild<QSpinBox *>(u"settingsClipboard"_s)->setValue(45);
    settings->findChild<QPushButton *>(u"settingsSave"_s)->click();
    QVERIFY(m_settings->preferences() == (Preferences{0min, 45s, Theme::Dark, Language::German}));
    QCOMPARE(changed.size(), 1);
    const auto again = dialog(dialogNames[1]);
    QCOMPARE(again->findChild<QComboBox *>(u"settingsTheme"_s)->currentText(), u"Dark"_s);
    QCOMPARE(again->findChild<QSpinBox *>(u"settingsIdleLock"_s)->text(), u"Never"_s);
}

void WindowDialogsTest::cancelKeepsTheSettings()
{
    makeSettings();
    const auto settings = dialog(dialogNames[1]);
    settings->findChild<QComboBox *>(u"settingsTheme"_s)->setCurrentIndex(2);
    settings->findChild<QPushButton *>(u"settingsCancel"_s)->click();
    QVERIFY(m_settings->preferences() == Preferences());
}

void WindowDialogsTest::namesVersionAndLicence()
{
    makeSettings();
    const auto about = dialog(dialogNames[3]);
    const QString details = about->findChild<QPlainTextEdit *>(u"aboutDetails"_s)->toPlainText();
    QVERIFY(details.contains(u"Qt "_s + QString::fromLatin1(qVersion())));
    QVERIFY(details.contains(u"OpenSSL 3"_s));
    QVERIFY(details.contains(u"WITHOUT WARRANTY OF ANY KIND"_s));
    about->findChild<QPushButton *>(u"aboutCopy"_s)->click();
    QVERIFY(QApplication::clipboard()->text().startsWith(
        u"Roster "_s + QStringLiteral(ROSTER_VERSION)));
}

void WindowDialogsTest::remembersSizes()
{
    makeSettings();
    for (const QString &name : dialogNames) {
        const auto before = dialog(name);
        before->show();
        before->resize(before->sizeHint() + QSize(211, 123));
        const QSize size = before->size();
        before->close();
        QCOMPARE(dialog(name)->size(), size);
    }
}

void WindowDialogsTest::everyControlHasNameAndIsReachable_data()
{
    QTest::addColumn<QString>("name");
    for (const QString &name : dialogNames)
        QTest::newRow(qPrintable(name)) << name;
}

void WindowDialogsTest::everyControlHasNameAndIsReachable()
{
    makeSettings();
    QFETCH(QString, name);
    const auto dialog = this->dialog(name);
    dialog->show();
    int controls = 0;
    for (QWidget *widget : dialog->findChildren<QWidget *>()) {
        if (!isControl(widget) || isQtsOwn(widget))
            continue;
        ++controls;
        QVERIFY2(!widget->objectName().isEmpty(), widget->metaObject()->className());
        QAccessibleInterface *seen = QAccessible::queryAccessibleInterface(widget);
        QVERIFY2(
            seen && !seen->text(QAccessible::Name).isEmpty(), qPrintable(widget->objectName()));
        QVERIFY2(widget->focusPolicy() & Qt::TabFocus, qPrintable(widget->objectName()));
    }
    QVERIFY(controls >= 2);
}

void WindowDialogsTest::escClosesEveryDialog()
{
    makeSettings();
    for (const QString &name : dialogNames) {
        const auto dialog = this->dialog(name);
        dialog->show();
        QTest::keyClick(dialog.get(), Qt::Key_Escape);
        QVERIFY2(!dialog->isVisible(), qPrintable(name));
        QCOMPARE(dialog->result(), int(QDialog::Rejected));
    }
    QVERIFY(m_settings->preferences() == Preferences());
}

QTEST_MAIN(WindowDialogsTest)
#include "tst_windowdialogs.moc"
