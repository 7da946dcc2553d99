#include "server/requests/Mailbox.h"

#include <QCoreApplication>
#include <QTest>

#include <algorithm>
#include <thread>

using namespace roster::server;

/// Letters between threads.
class MailboxTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void opensLettersInOrder();
    void wakesOnceForARound();
    void opensWhatOthersPostDuringARound();
    void opensNothingOnceClosed();
};

namespace {

/// Counts how often its thread was woken for letters.
class CountingMailbox : public Mailbox
{
public:
    int wakes = 0;

protected:
    bool event(QEvent *event) override
    {
        wakes += event->type() >= QEvent::User ? 1 : 0;
        return Mailbox::event(event);
    }
};

} // namespace

void MailboxTest::opensLettersInOrder()
{
    CountingMailbox mailbox;
    QList<int> opened;
    std::thread poster([&] {
        for (int i = 0; i < 100; ++i)
            mailbox.post([&opened, i] { opened.append(i); });
    });
    poster.join();
    QVERIFY(opened.isEmpty());
    QCoreApplication::processEvents();
    QCOMPARE(opened.size(), 100);
    QVERIFY(std::ranges::is_sorted(opened));
}

void MailboxTest::wakesOnceForARound()
{
    CountingMailbox first;
    CountingMailbox second;
    CountingMailbox unused;
    int opened = 0;
    {
        const MailRound round;
        for (int i = 0; i < 3; ++i) {
            first.post([&opened] { ++opened; });
            second.post([&opened] { ++opened; });
            QCoreApplication::processEvents();
        }
        QCOMPARE(opened, 0);
    }
    QCoreApplication::processEvents();
    QCOMPARE(opened, 6);
    QCOMPARE(first.wakes, 1);
    QCOMPARE(second.wakes, 1);
    QCOMPARE(unused.wakes, 0);
    first.post([&opened] { ++opened; });
    QCoreApplication::processEvents();
    QCOMPARE(opened, 7);
}

/// Another thread finds letters there and takes them for announced; at the round's end they are.
void MailboxTest::opensWhatOthersPostDuringARound()
{
    CountingMailbox mailbox;
    int opened = 0;
    {
        const MailRound round;
        mailbox.post([&opened] { ++opened; });
        std::thread([&] { mailbox.post([&opened] { ++opened; }); }).join();
    }
    QCoreApplication::processEvents();
    QCOMPARE(opened, 2);
    QCOMPARE(mailbox.wakes, 1);
}

void MailboxTest::opensNothingOnceClosed()
{
    Mailbox mailbox;
    int opened = 0;
    mailbox.post([&] {
        ++opened;
        mailbox.close();
    });
    mailbox.post([&opened] { ++opened; });
    QCoreApplication::processEvents();
    mailbox.post([&opened] { ++opened; });
    QCoreApplication::processEvents();
    QCOMPARE(opened, 1);
}

QTEST_GUILESS_MAIN(MailboxTest)
#include "tst_mailbox.moc"
