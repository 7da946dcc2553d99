#include "common/base/Clock.h"
#include "gui-client/window/IdleLock.h"

#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

using namespace roster;
using namespace roster::gui;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Time without input, on a clock that is moved by hand.
class IdleLockTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void tellsOnceThatNobodyIsThere();
    void inputPutsItOff_data();
    void inputPutsItOff();
    void whatTheProgramDoesIsNoInput();
    void aMouseThatRestsIsNoInput();
    void neverTellsWithoutALimit();
    void aNewLimitCountsFromNow();
    void inputAfterSleepComesTooLate();
    void tellsAgainAfterSomebodyWasThere();

private:
    void turnWheel();

    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<IdleLock> m_lock;
    std::unique_ptr<QSignalSpy> m_idle;
    std::unique_ptr<QLineEdit> m_widget;
};

void IdleLockTest::init()
{
    m_clock = std::make_unique<ManualClock>();
    m_lock = std::make_unique<IdleLock>(*m_clock, 1ms);
    m_lock->setLimit(10min);
    m_idle = std::make_unique<QSignalSpy>(m_lock.get(), &IdleLock::idle);
    m_widget = std::make_unique<QLineEdit>();
    m_widget->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_widget.get()));
}

void IdleLockTest::cleanup()
{
    m_widget.reset();
    m_idle.reset();
    m_lock.reset();
    m_clock.reset();
}

void IdleLockTest::turnWheel()
{
    QWheelEvent event({5, 5}, m_widget->mapToGlobal(QPointF(5, 5)), {}, {0, 120}, Qt::NoButton,
        Qt::NoModifier, Qt::NoScrollPhase, false);
    QSpontaneKeyEvent::setSpontaneous(&event);
    qApp->notify(m_widget.get(), &event); // sendEvent() would make it one of ours
}

void IdleLockTest::tellsOnceThatNobodyIsThere()
{
    m_clock->advance(10min - 1ms);
    QVERIFY(!m_idle->wait(20));
    m_clock->advance(1ms);
    QTRY_COMPARE(m_idle->size(), 1);
    m_clock->advance(10min);
    QVERIFY(!m_idle->wait(20));
}

void IdleLockTest::inputPutsItOff_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("key") << 0;
    QTest::newRow("click") << 1;
    QTest::newRow("move") << 2;
    QTest::newRow("wheel") << 3;
}

void IdleLockTest::inputPutsItOff()
{
    QFETCH(int, kind);
    QTest::mouseMove(m_widget.get(), {5, 5});
    m_clock->advance(9min);
    switch (kind) {
    case 0:
        QTest::keyClick(m_widget.get(), Qt::Key_A);
        break;
    case 1:
        QTest::mouseClick(m_widget.get(), Qt::LeftButton);
        break;
    case 2:
        QTest::mouseMove(m_widget.get(), {12, 8});
        break;
    default:
        turnWheel();
        break;
    }
    m_clock->advance(9min);
    QVERIFY(!m_idle->wait(20));
    m_clock->advance(1min);
    QTRY_COMPARE(m_idle->size(), 1);
}

void IdleLockTest::whatTheProgramDoesIsNoInput()
{
    m_clock->advance(9min);
    QKeyEvent key(QEvent::KeyPress, Qt::Key_A, Qt::NoModifier, u"a"_s);
    QCoreApplication::sendEvent(m_widget.get(), &key);
    m_widget->setText(u"changed"_s);
    m_clock->advance(1min);
    QTRY_COMPARE(m_idle->size(), 1);
}

void IdleLockTest::aMouseThatRestsIsNoInput()
{
    QTest::mouseMove(m_widget.get(), {5, 5});
    QTest::mouseMove(m_widget.get(), {6, 6});
    m_clock->advance(9min);
    QTest::mouseMove(m_widget.get(), {6, 6});
    m_clock->advance(1min);
    QTRY_COMPARE(m_idle->size(), 1);
}

void IdleLockTest::neverTellsWithoutALimit()
{
    m_lock->setLimit(0min);
    m_clock->advance(std::chrono::hours(100));
    QTest::keyClick(m_widget.get(), Qt::Key_A);
    QVERIFY(!m_idle->wait(20));
    QCOMPARE(m_widget->text(), u"a"_s);
}

void IdleLockTest::aNewLimitCountsFromNow()
{
    m_clock->advance(9min);
    m_lock->setLimit(5min);
    m_clock->advance(4min);
    QVERIFY(!m_idle->wait(20));
    m_clock->advance(1min);
    QTRY_COMPARE(m_idle->size(), 1);
}

void IdleLockTest::inputAfterSleepComesTooLate()
{
    m_lock = std::make_unique<IdleLock>(*m_clock, std::chrono::hours(1));
    m_lock->setLimit(10min);
    QSignalSpy idle(m_lock.get(), &IdleLock::idle);
    m_clock->advance(11min);
    QTest::keyClick(m_widget.get(), Qt::Key_X);
    QCOMPARE(idle.size(), 1);
    QTest::keyClick(m_widget.get(), Qt::Key_Y);
    QCOMPARE(idle.size(), 1);
    QVERIFY(!m_widget->text().contains(u'x'));
}

void IdleLockTest::tellsAgainAfterSomebodyWasThere()
{
    m_clock->advance(10min);
    QTRY_COMPARE(m_idle->size(), 1);
    QTest::keyClick(m_widget.get(), Qt::Key_A);
    m_clock->advance(10min);
    QTRY_COMPARE(m_idle->size(), 2);
}

QTEST_MAIN(IdleLockTest)
#include "tst_idlelock.moc"
