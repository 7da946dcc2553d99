#include "gui-client/window/ClipboardGuard.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>

using namespace roster;
using namespace roster::gui;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// A secret leaves the clipboard, and nothing else does.
class ClipboardGuardTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(initialiseCrypto()); }
    void init() { QGuiApplication::clipboard()->clear(); }
    void takesASecretBack();
    void leavesWhatWasCopiedSince();
    void aSecondSecretHasItsOwnTime();
    void takesBackOnDemand();
    void takesBackWhenTheProgramEnds();
    void takesBackWhenItGoes();
    void asksClipboardManagersNotToKeepIt();
};

namespace {

const QString secret = u"123-45-6789"_s;

QString clipboardText()
{
    return QGuiApplication::clipboard()->text();
}

} // namespace

void ClipboardGuardTest::takesASecretBack()
{
    ClipboardGuard guard(30ms);
    QSignalSpy taken(&guard, &ClipboardGuard::takenBack);
    guard.copySecret(secret);
    QCOMPARE(clipboardText(), secret);
    QVERIFY(guard.isGuarding());
    QTRY_COMPARE(clipboardText(), QString());
    QCOMPARE(taken.size(), 1);
    QVERIFY(!guard.isGuarding());
}

void ClipboardGuardTest::leavesWhatWasCopiedSince()
{
    ClipboardGuard guard(30ms);
    QSignalSpy taken(&guard, &ClipboardGuard::takenBack);
    guard.copySecret(secret);
    QGuiApplication::clipboard()->setText(u"a shopping list"_s);
    QTRY_VERIFY(!guard.isGuarding());
    QCOMPARE(clipboardText(), u"a shopping list"_s);
    QCOMPARE(taken.size(), 0);
}

void ClipboardGuardTest::aSecondSecretHasItsOwnTime()
{
    ClipboardGuard guard(1h);
    guard.copySecret(secret);
    guard.setTime(30ms);
    guard.copySecret(u"987-65-4321"_s);
    QCOMPARE(clipboardText(), u"987-65-4321"_s);
    QTRY_COMPARE(clipboardText(), QString());
}

void ClipboardGuardTest::takesBackOnDemand()
{
    ClipboardGuard guard(1h);
    guard.copySecret(secret);
    guard.takeBack();
    QCOMPARE(clipboardText(), QString());
    QGuiApplication::clipboard()->setText(secret);
    guard.takeBack();
    QCOMPARE(clipboardText(), secret);
}

void ClipboardGuardTest::takesBackWhenTheProgramEnds()
{
    ClipboardGuard guard(1h);
    guard.copySecret(secret);
    QMetaObject::invokeMethod(qApp, &QCoreApplication::quit, Qt::QueuedConnection);
    QCoreApplication::exec();
    QCOMPARE(clipboardText(), QString());
}

void ClipboardGuardTest::takesBackWhenItGoes()
{
    {
        ClipboardGuard guard(1h);
        guard.copySecret(secret);
    }
    QCOMPARE(clipboardText(), QString());
}

void ClipboardGuardTest::asksClipboardManagersNotToKeepIt()
{
    ClipboardGuard guard(1h);
    guard.copySecret(secret);
    const QMimeData *data = QGuiApplication::clipboard()->mimeData();
    QCOMPARE(data->data(u"x-kde-passwordManagerHint"_s), QByteArray("secret"));
}

QTEST_MAIN(ClipboardGuardTest)
#include "tst_clipboardguard.moc"
