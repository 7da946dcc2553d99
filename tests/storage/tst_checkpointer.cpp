#include "server/storage/Checkpointer.h"
#include "server/storage/Query.h"
#include "tests/storage/StorageWorld.h"

#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QTest>

using namespace roster;
using namespace roster::server;
using namespace Qt::StringLiterals;

class CheckpointerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void commitsLeaveTheLog();
    void beginsALongLogAnew();
    void keepsNoWriterForAReaderThatStays();
    void waitsForAWriterThatIsLong();
    void bringsEverythingOverOnStop();
};

namespace {

constexpr Checkpointer::Limits small{20, 60};

/// A writer that leaves its log, with rows of a page each.
struct LogWorld : roster::server::tests::StorageWorld
{
    LogWorld()
    {
        DatabaseProfile profile{path()};
        profile.leavesLog = true;
        if (!database->execute(u"CREATE TABLE page (bytes BLOB NOT NULL)"_s)
            || !database->execute(u"PRAGMA wal_checkpoint(TRUNCATE)"_s)) {
            throw std::runtime_error("no table");
        }
        database.reset();
        auto opened = Database::open(profile);
        if (!opened)
            throw std::runtime_error("no writer");
        writer = *std::move(opened);
    }

    [[nodiscard]] bool write() const
    {
        Query insert(*writer, u"INSERT INTO page (bytes) VALUES (zeroblob(4000))"_s);
        return insert.run().isOk();
    }

    [[nodiscard]] static qint64 rowsOf(const QString &file)
    {
        const auto copy = Database::open({file});
        if (!copy)
            return -1;
        Query count(**copy, u"SELECT count(*) FROM page"_s);
        return count.run() && count.next() ? count.integer(0) : -1;
    }

    std::unique_ptr<Database> writer;
};

} // namespace

/// Far more than SQLite would leave by itself, which is 1,000 pages.
void CheckpointerTest::commitsLeaveTheLog()
{
    const LogWorld world;
    int pages = 0;
    for (int i = 0; i < 1050; ++i) {
        QVERIFY(world.write());
        QVERIFY(world.writer->logPages() > pages);
        pages = world.writer->logPages();
    }
}

void CheckpointerTest::beginsALongLogAnew()
{
    const LogWorld world;
    Checkpointer checkpointer({world.path()}, small);
    checkpointer.start();
    int longest = 0;
    int begun = 0;
    for (int before = 0, i = 0; i < 600; ++i) {
        checkpointer.admitWriter();
        QVERIFY(world.write());
        const int pages = world.writer->logPages();
        begun += pages < before ? 1 : 0;
        longest = std::max(longest, pages);
        before = pages;
        checkpointer.noteLog(pages);
    }
    QVERIFY2(begun > 2, QByteArray::number(begun));
    QVERIFY2(longest < 600, QByteArray::number(longest));
    checkpointer.stop();
    QVERIFY(world.writer->syncFile());
    QCOMPARE(LogWorld::rowsOf(world.path()), 600);
}

void CheckpointerTest::keepsNoWriterForAReaderThatStays()
{
    const LogWorld world;
    Checkpointer checkpointer({world.path()}, small);
    checkpointer.start();
    QVERIFY(world.write());
    auto reader = *Database::open({world.path(), true});
    QVERIFY(reader->execute(u"BEGIN"_s));
    QVERIFY(reader->execute(u"SELECT count(*) FROM page"_s));
    QElapsedTimer timer;
    timer.start();
    int pages = 0;
    for (int i = 0; i < 100; ++i) {
        checkpointer.admitWriter();
        QVERIFY(world.write());
        QVERIFY(world.writer->logPages() > pages); // what the reader sees is still in there
        pages = world.writer->logPages();
        checkpointer.noteLog(pages);
    }
    QVERIFY2(timer.elapsed() < 10'000, QByteArray::number(timer.elapsed()));
    QVERIFY(reader->execute(u"COMMIT"_s));
    for (int i = 0; i < 2000 && world.writer->logPages() >= pages; ++i) {
        checkpointer.admitWriter();
        QVERIFY(world.write());
        checkpointer.noteLog(world.writer->logPages());
    }
    QVERIFY(world.writer->logPages() < pages);
}

/// To ask for the lock while a commit takes long would be in vain.
void CheckpointerTest::waitsForAWriterThatIsLong()
{
    const LogWorld world;
    Checkpointer checkpointer({world.path()}, small);
    checkpointer.start();
    int pages = 0;
    while (pages < small.longLog) {
        checkpointer.admitWriter();
        QVERIFY(world.write());
        pages = world.writer->logPages();
        if (pages >= small.longLog) {
            checkpointer.noteLog(pages); // it is to begin anew; a write is under way by then
            checkpointer.admitWriter();
            QVERIFY(world.writer->execute(u"BEGIN IMMEDIATE"_s));
            QTest::qWait(500);
            QVERIFY(world.write());
            QVERIFY(world.writer->execute(u"COMMIT"_s));
            pages = std::max(pages, world.writer->logPages());
        }
        checkpointer.noteLog(pages);
    }
    checkpointer.admitWriter();
    QVERIFY(world.write());
    checkpointer.noteLog(world.writer->logPages());
    QTRY_VERIFY([&] {
        checkpointer.admitWriter();
        const bool hasWritten = world.write();
        checkpointer.noteLog(world.writer->logPages());
        return hasWritten && world.writer->logPages() < small.every;
    }());
}

void CheckpointerTest::bringsEverythingOverOnStop()
{
    const LogWorld world;
    Checkpointer checkpointer({world.path()});
    checkpointer.start();
    for (int i = 0; i < 50; ++i) {
        checkpointer.admitWriter();
        QVERIFY(world.write());
        checkpointer.noteLog(world.writer->logPages());
    }
    const QString before = world.folder.filePath(u"before.db"_s);
    QVERIFY(QFile::copy(world.path(), before)); // without its log
    QCOMPARE(LogWorld::rowsOf(before), 0);
    checkpointer.stop();
    const QString after = world.folder.filePath(u"after.db"_s);
    QCOMPARE(QFileInfo(world.path() + u"-wal"_s).size(), 0);
    QVERIFY(QFile::copy(world.path(), after));
    QCOMPARE(LogWorld::rowsOf(after), 50);
}

QTEST_GUILESS_MAIN(CheckpointerTest)
#include "tst_checkpointer.moc"
