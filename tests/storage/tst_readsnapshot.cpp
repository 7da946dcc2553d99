#include "server/storage/ReadSnapshot.h"

#include "server/storage/CommitCount.h"
#include "server/storage/Query.h"

#include <QTemporaryDir>
#include <QTest>

using namespace roster;
using namespace roster::server;
using namespace Qt::StringLiterals;

/// Reads that share a transaction see what reads on their own would see.
class ReadSnapshotTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void keepsOneTransactionWhileNothingIsCommitted();
    void containsEachCommit();
    void containsACommitOfOneStatement();
    void keepsNoneWhileACommitIsUnderWay();
    void keepsNoneWithoutACount();
    void letsTheLogBeResetOnceItHasEnded();

private:
    [[nodiscard]] std::unique_ptr<Database> open(bool isReadOnly, bool isCounted = true)
    {
        DatabaseProfile profile{m_folder->filePath(u"x.db"_s), isReadOnly};
        if (isCounted)
            profile.commits = m_commits;
        return *Database::open(profile);
    }
    void write(int value)
    {
        for (const QString &statement :
            {u"BEGIN IMMEDIATE"_s, u"UPDATE t SET v = %1"_s.arg(value), u"COMMIT"_s})
            QVERIFY(m_writer->execute(statement));
    }
    [[nodiscard]] static qint64 read(Database &database)
    {
        Query select(database, u"SELECT v FROM t"_s);
        return select.run() && select.next() ? select.integer(0) : -1;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<CommitCount> m_commits;
    std::unique_ptr<Database> m_writer;
    std::unique_ptr<Database> m_reader;
};

void ReadSnapshotTest::init()
{
    m_reader.reset();
    m_writer.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_commits = std::make_shared<CommitCount>();
    m_writer = open(false);
    QVERIFY(m_writer->execute(u"CREATE TABLE t (v INTEGER)"_s));
    QVERIFY(m_writer->execute(u"INSERT INTO t VALUES (1)"_s));
    m_reader = open(true);
}

void ReadSnapshotTest::keepsOneTransactionWhileNothingIsCommitted()
{
    // Whoever writes uncounted shows whether it is the same transaction still.
    const auto uncounted = open(false, false);
    ReadSnapshot snapshot(*m_reader);
    snapshot.renew();
    QVERIFY(m_reader->isTransactionOpen());
    QCOMPARE(read(*m_reader), 1);
    QVERIFY(uncounted->execute(u"UPDATE t SET v = 2"_s));
    snapshot.renew();
    QCOMPARE(read(*m_reader), 1);
    snapshot.end();
    QVERIFY(!m_reader->isTransactionOpen());
    snapshot.renew();
    QCOMPARE(read(*m_reader), 2);
}

void ReadSnapshotTest::containsEachCommit()
{
    ReadSnapshot snapshot(*m_reader);
    for (int value = 2; value < 100; ++value) {
        write(value);
        snapshot.renew();
        QCOMPARE(read(*m_reader), value);
    }
}

void ReadSnapshotTest::containsACommitOfOneStatement()
{
    ReadSnapshot snapshot(*m_reader);
    snapshot.renew();
    QCOMPARE(read(*m_reader), 1);
    QVERIFY(m_writer->execute(u"UPDATE t SET v = 2"_s));
    snapshot.renew();
    QCOMPARE(read(*m_reader), 2);
}

void ReadSnapshotTest::keepsNoneWhileACommitIsUnderWay()
{
    ReadSnapshot snapshot(*m_reader);
    snapshot.renew();
    m_commits->begin();
    snapshot.renew();
    QVERIFY(!m_reader->isTransactionOpen());
    m_commits->end();
    snapshot.renew();
    QVERIFY(m_reader->isTransactionOpen());
}

void ReadSnapshotTest::keepsNoneWithoutACount()
{
    const auto reader = open(true, false);
    ReadSnapshot snapshot(*reader);
    snapshot.renew();
    QVERIFY(!reader->isTransactionOpen());
    QCOMPARE(read(*reader), 1);
}

void ReadSnapshotTest::letsTheLogBeResetOnceItHasEnded()
{
    const auto isResettable = [this] {
        Query checkpoint(*m_writer, u"PRAGMA wal_checkpoint(TRUNCATE)"_s);
        return checkpoint.run() && checkpoint.next() && checkpoint.integer(0) == 0;
    };
    QVERIFY(m_writer->execute(u"PRAGMA busy_timeout=0"_s));
    write(2);
    ReadSnapshot snapshot(*m_reader);
    snapshot.renew();
    QCOMPARE(read(*m_reader), 2);
    QVERIFY(!isResettable());
    snapshot.end();
    QVERIFY(isResettable());
}

QTEST_GUILESS_MAIN(ReadSnapshotTest)
#include "tst_readsnapshot.moc"
