#include "gui-client/session/ServerSession.h"
#include "gui-client/session/WriteQueue.h"
#include "gui-client/window/ConnectionBanner.h"
#include "tests/client/ClientTestCase.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

using namespace roster;
using namespace roster::gui;
using namespace roster::test;
using namespace Qt::StringLiterals;

/// The line under the tool bar, alone and as it tells of the connection.
class BannerTest : public ClientTestCase
{
    Q_OBJECT

private Q_SLOTS:
    void isHiddenUntilItHasSomethingToSay();
    void showsTextAsItIs();
    void neverTakesTheFocus();
    void isReadOutOncePerMatter();
    void staysReadableWhenThePaletteChanges();
    void tellsOfALostConnection();
    void countsEditsThatWait();
    void triesNowAndGoesWhenTheConnectionStands();
    void offersToSignInWhenTheSessionIsOver();

private:
    [[nodiscard]] std::unique_ptr<ServerSession> session();
    void loseConnection(ServerSession &session);
};

namespace {

QPushButton *actionOf(const QWidget &banner)
{
    return banner.findChild<QPushButton *>(u"bannerAction"_s);
}

} // namespace

std::unique_ptr<ServerSession> BannerTest::session()
{
    logIn();
    return std::make_unique<ServerSession>(
        std::move(m_client), ServerAddress{u"127.0.0.1"_s, m_server->port()});
}

void BannerTest::loseConnection(ServerSession &session)
{
    m_server->stopListening();
    m_server->dropConnections();
    QTRY_COMPARE(session.state(), ServerSession::State::Waiting);
}

void BannerTest::isHiddenUntilItHasSomethingToSay()
{
    QWidget window;
    Banner banner(&window);
    window.show();
    QVERIFY(!banner.isVisible());
    banner.say(Banner::Kind::Information, u"Done."_s);
    QVERIFY(banner.isVisible());
    QVERIFY(!actionOf(banner)->isVisible());
    QCOMPARE(banner.accessibleName(), u"Done."_s);
    banner.clear();
    QVERIFY(!banner.isVisible());
    QVERIFY(!banner.isSaying());
}

void BannerTest::showsTextAsItIs()
{
    Banner banner;
    banner.say(Banner::Kind::Error, u"<b>bold</b> &amp; <img src=x>"_s);
    const auto *label = banner.findChild<QLabel *>(u"bannerText"_s);
    QCOMPARE(label->text(), u"<b>bold</b> &amp; <img src=x>"_s);
    QCOMPARE(label->textFormat(), Qt::PlainText);
}

void BannerTest::neverTakesTheFocus()
{
    QWidget window;
    auto *layout = new QVBoxLayout(&window);
    auto *banner = new Banner;
    auto *edit = new QLineEdit;
    layout->addWidget(banner);
    layout->addWidget(edit);
    window.show();
    window.activateWindow();
    edit->setFocus();
    QTRY_VERIFY(edit->hasFocus());
    QSignalSpy triggered(banner, &Banner::actionTriggered);
    banner->say(Banner::Kind::Warning, u"Look."_s, u"Do It"_s);
    QVERIFY(edit->hasFocus());
    QTest::mouseClick(actionOf(*banner), Qt::LeftButton);
    QCOMPARE(triggered.size(), 1);
    QVERIFY(edit->hasFocus());
    banner->clear();
    QVERIFY(edit->hasFocus());
}

void BannerTest::isReadOutOncePerMatter()
{
    Banner banner;
    QSignalSpy announced(&banner, &Banner::announced);
    banner.say(Banner::Kind::Warning, u"In 4 s."_s);
    banner.reword(u"In 3 s."_s);
    banner.reword(u"In 2 s."_s);
    QCOMPARE(announced.size(), 1);
    banner.say(Banner::Kind::Warning, u"In 2 s."_s);
    QCOMPARE(announced.size(), 1);
    banner.say(Banner::Kind::Error, u"Gone."_s);
    QCOMPARE(announced.size(), 2);
    banner.clear();
    banner.say(Banner::Kind::Error, u"Gone."_s);
    QCOMPARE(announced.size(), 3);
}

void BannerTest::staysReadableWhenThePaletteChanges()
{
    const QPalette before = QApplication::palette();
    Banner banner;
    banner.say(Banner::Kind::Warning, u"Look."_s);
    QPalette dark = before;
    dark.setColor(QPalette::Window, Qt::black);
    dark.setColor(QPalette::WindowText, Qt::white);
    QApplication::setPalette(dark);
    QTRY_VERIFY(banner.palette().color(QPalette::Window).lightness() < 80);
    QCOMPARE(banner.palette().color(QPalette::WindowText), QColor(Qt::white));
    QApplication::setPalette(before);
    QTRY_VERIFY(banner.palette().color(QPalette::Window).lightness() > 180);
}

void BannerTest::tellsOfALostConnection()
{
    const auto session = this->session();
    const WriteQueue writes(*session);
    ConnectionBanner banner(*session, writes);
    QVERIFY(!banner.isVisible());
    loseConnection(*session);
    QVERIFY(banner.isVisible());
    QVERIFY(banner.sentence().startsWith(u"Connection lost."_s));
    QVERIFY(banner.sentence().contains(u"1 second"_s));
    QCOMPARE(actionOf(banner)->text(), u"Try now"_s);
}

void BannerTest::countsEditsThatWait()
{
    const auto session = this->session();
    WriteQueue writes(*session);
    ConnectionBanner banner(*session, writes);
    loseConnection(*session);
    QVERIFY(!banner.sentence().contains(u"edit"_s));
    writes.submit({Write::Kind::Update, 17, 1, {{Field::JobTitle, u"Analyst"_s}}}, this, {});
    QTRY_VERIFY2(
        banner.sentence().endsWith(u"1 edit(s) wait to be sent."_s), qPrintable(banner.sentence()));
}

void BannerTest::triesNowAndGoesWhenTheConnectionStands()
{
    m_server->always(u"server.info"_s, QJsonObject());
    const auto session = this->session();
    const WriteQueue writes(*session);
    ConnectionBanner banner(*session, writes);
    loseConnection(*session);
    QVERIFY(m_server->listen());
    actionOf(banner)->click();
    QCOMPARE(session->state(), ServerSession::State::Trying);
    QVERIFY(!actionOf(banner)->isVisible());
    QTRY_COMPARE(session->state(), ServerSession::State::Online);
    QVERIFY(!banner.isVisible());
}

void BannerTest::offersToSignInWhenTheSessionIsOver()
{
    const auto session = this->session();
    const WriteQueue writes(*session);
    ConnectionBanner banner(*session, writes);
    QSignalSpy wanted(&banner, &ConnectionBanner::signInRequested);
    m_server->notifyAll(u"session.ended"_s, {{u"reason"_s, u"revoked"_s}});
    QTRY_COMPARE(session->state(), ServerSession::State::Ended);
    QCOMPARE(banner.sentence(), session->trouble());
    QCOMPARE(actionOf(banner)->text(), u"Sign in"_s);
    actionOf(banner)->click();
    QCOMPARE(wanted.size(), 1);
}

QTEST_MAIN(BannerTest)
#include "tst_banner.moc"
