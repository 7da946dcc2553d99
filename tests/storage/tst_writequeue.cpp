#include "server/storage/Query.h"
#include "server/storage/WriteQueue.h"
#include "tests/storage/StorageWorld.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <algorithm>
#include <array>
#include <atomic>
#include <latch>

using namespace roster;
using namespace roster::server;
using namespace Qt::StringLiterals;

class WriteQueueTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void storesWhatItAcknowledges();
    void commitsWaitingJobsTogether();
    void undoesOnlyTheJobThatFails();
    void runsJobsOnceWhenThoseThatFailChangedNothing();
    void runsTheOthersAgainWhenTheTransactionIsLost();
    void tellsOutcomesInOrder();
    void finishesWhatWaitsOnStop();
    void refusesJobsAfterStop();
    void refusesWhenTooMuchWaits();
    void countsItsCommits();
    void refusesNothingForWhatWasNeverStored();
    void commitsNothingWhenAllRefuse();
    void judgesAFailedCommitByWhatIsStored_data();
    void judgesAFailedCommitByWhatIsStored();
    void saysThatTheOutcomeIsUnknownWhenItCannotLook();

private:
    using World = roster::server::tests::StorageWorld;
};

namespace {

Outcome addNumber(Database &database, qint64 number)
{
    Query insert(database, u"INSERT INTO number (value) VALUES (?)"_s);
    return insert.bind(number).run();
}

QList<qint64> numbers(Database &database)
{
    Query select(database, u"SELECT value FROM number ORDER BY value"_s);
    QList<qint64> values;
    if (select.run()) {
        while (select.next())
            values.append(select.integer(0));
    }
    return values;
}

/// A world with a table of numbers and a queue on it.
struct QueueWorld : roster::server::tests::StorageWorld
{
    QueueWorld()
    {
        if (!database->execute(u"CREATE TABLE number (value INTEGER NOT NULL)"_s)
            || !database->execute(u"CREATE TABLE pair (a INTEGER PRIMARY KEY, b INTEGER "
                                  "REFERENCES pair (a) DEFERRABLE INITIALLY DEFERRED)"_s)
            || !queue.start()) {
            throw std::runtime_error("no queue");
        }
    }

    /// Jobs submitted until release() wait behind one that blocks the writer.
    void hold()
    {
        queue.submit(
            [this](Database &) -> Outcome {
                if (!isHeld.try_wait())
                    isHeld.count_down();
                gate.wait();
                return Done{};
            },
            [](const Outcome &) {});
        isHeld.wait();
    }
    void release()
    {
        if (!gate.try_wait())
            gate.count_down();
    }
    ~QueueWorld() { release(); }

    std::latch gate{1};
    std::latch isHeld{1};
    WriteQueue queue{{path()}};
};

} // namespace

void WriteQueueTest::storesWhatItAcknowledges()
{
    QueueWorld world;
    const Result<Done> stored
        = world.queue.runAndWait<Done>([](Database &database) { return addNumber(database, 7); });
    QVERIFY(stored);
    QCOMPARE(numbers(*world.database), QList<qint64>{7});
}

void WriteQueueTest::commitsWaitingJobsTogether()
{
    QueueWorld world;
    std::atomic<int> commits = 0;
    WriteQueue queue({world.path()});
    queue.setAroundCompletions([&commits](const auto &complete) {
        complete();
        ++commits;
    });
    QVERIFY(queue.start());
    std::latch gate(1);
    std::latch done(101);
    queue.submit(
        [&gate](Database &) -> Outcome {
            gate.wait();
            return Done{};
        },
        [&done](const Outcome &) { done.count_down(); });
    for (int i = 0; i < 100; ++i) {
        queue.submit([i](Database &database) { return addNumber(database, i); },
            [&done](const Outcome &) { done.count_down(); });
    }
    gate.count_down();
    done.wait();
    queue.stop();
    QVERIFY2(commits <= 3, QByteArray::number(commits));
    QCOMPARE(numbers(*world.database).size(), 100);
}

void WriteQueueTest::undoesOnlyTheJobThatFails()
{
    QueueWorld world;
    world.hold();
    std::vector<Outcome> outcomes;
    std::latch done(3);
    for (int i = 0; i < 3; ++i) {
        world.queue.submit(
            [i](Database &database) -> Outcome {
                if (const Outcome added = addNumber(database, i); !added)
                    return added;
                if (i == 1)
                    return Error{ErrorCode::Conflict, u"no"_s, {}};
                return Done{};
            },
            [&](const Outcome &outcome) {
                outcomes.push_back(outcome);
                done.count_down();
            });
    }
    world.release();
    done.wait();
    QVERIFY(outcomes[0] && outcomes[2]);
    QCOMPARE(outcomes[1].error().code, ErrorCode::Conflict);
    QCOMPARE(numbers(*world.database), (QList<qint64>{0, 2}));
}

void WriteQueueTest::runsJobsOnceWhenThoseThatFailChangedNothing()
{
    QueueWorld world;
    world.hold();
    std::array<int, 3> runs{};
    std::latch done(3);
    for (std::size_t i = 0; i < 3; ++i) {
        world.queue.submit(
            [&runs, i](Database &database) -> Outcome {
                ++runs[i];
                if (i == 1)
                    return Error{ErrorCode::Conflict, u"no"_s, {}};
                return addNumber(database, static_cast<qint64>(i));
            },
            [&done](const Outcome &) { done.count_down(); });
    }
    world.release();
    done.wait();
    QCOMPARE(runs, (std::array<int, 3>{1, 1, 1}));
    QCOMPARE(numbers(*world.database), (QList<qint64>{0, 2}));
}

/// SQLite may roll back everything after SQLITE_FULL; a job that says ROLLBACK looks just the same.
void WriteQueueTest::runsTheOthersAgainWhenTheTransactionIsLost()
{
    QueueWorld world;
    world.hold();
    std::vector<bool> isStored(5);
    std::latch done(5);
    for (int i = 0; i < 5; ++i) {
        world.queue.submit(
            [i](Database &database) -> Outcome {
                if (const Outcome added = addNumber(database, i); !added)
                    return added;
                if (i == 2) {
                    static_cast<void>(database.execute(u"ROLLBACK"_s));
                    return storageError();
                }
                return Done{};
            },
            [&, i](const Outcome &outcome) {
                isStored[static_cast<std::size_t>(i)] = outcome.isOk();
                done.count_down();
            });
    }
    world.release();
    done.wait();
    QCOMPARE(isStored, (std::vector<bool>{true, true, false, true, true}));
    QCOMPARE(numbers(*world.database), (QList<qint64>{0, 1, 3, 4}));
}

void WriteQueueTest::tellsOutcomesInOrder()
{
    QueueWorld world;
    std::vector<int> order;
    std::latch done(200);
    for (int i = 0; i < 200; ++i) {
        world.queue.submit([i](Database &database) { return addNumber(database, i); },
            [&, i](const Outcome &) {
                order.push_back(i);
                done.count_down();
            });
    }
    done.wait();
    QVERIFY(std::ranges::is_sorted(order));
}

void WriteQueueTest::finishesWhatWaitsOnStop()
{
    QueueWorld world;
    std::atomic<int> stored = 0;
    for (int i = 0; i < 1000; ++i) {
        world.queue.submit([i](Database &database) { return addNumber(database, i); },
            [&stored](const Outcome &outcome) { stored += outcome ? 1 : 0; });
    }
    world.queue.stop();
    QCOMPARE(stored.load(), 1000);
    QCOMPARE(numbers(*world.database).size(), 1000);
}

void WriteQueueTest::refusesJobsAfterStop()
{
    QueueWorld world;
    world.queue.stop();
    const Result<Done> late
        = world.queue.runAndWait<Done>([](Database &database) { return addNumber(database, 1); });
    QVERIFY(!late);
    QCOMPARE(late.error().code, ErrorCode::StorageUnavailable);
}

void WriteQueueTest::refusesWhenTooMuchWaits()
{
    std::atomic<int> refused = 0; // told by the queue for as long as it lives
    QueueWorld world;
    world.hold();
    for (std::size_t i = 0; i < WriteLoad::maxJobs + 10; ++i) {
        world.queue.submit([](Database &) -> Outcome { return Done{}; },
            [&refused](const Outcome &outcome) {
                refused += !outcome && outcome.error().code == ErrorCode::TryLater ? 1 : 0;
            });
    }
    QCOMPARE(refused.load(), 10);
    world.release();
}

void WriteQueueTest::countsItsCommits()
{
    QueueWorld world;
    world.hold();
    std::latch done(20);
    for (int i = 0; i < 20; ++i) {
        world.queue.submit([i](Database &database) { return addNumber(database, i); },
            [&done](const Outcome &) { done.count_down(); }, {.bytes = 100});
    }
    QCOMPARE(world.queue.load().jobs(), 20);
    QCOMPARE(world.queue.load().bytes(), 2000);
    world.release();
    done.wait();
    QCOMPARE(world.queue.load().jobs(), 0);
    QCOMPARE(world.queue.load().bytes(), 0);
    const WriteFigures figures = world.queue.load().figures();
    QCOMPARE(figures.sizes.count(), 2);
    QCOMPARE(figures.sizes.sum(), 21);
    QCOMPARE(figures.durations.count(), 2);
    QCOMPARE(figures.failedCommits, 0);
    QCOMPARE(figures.refused, 0);
}

/// A job that refuses itself for what one before it changed knows nothing once that is undone.
void WriteQueueTest::refusesNothingForWhatWasNeverStored()
{
    QueueWorld world;
    world.hold();
    std::vector<Outcome> outcomes;
    std::latch done(2);
    const auto keep = [&](const Outcome &outcome) {
        outcomes.push_back(outcome);
        done.count_down();
    };
    world.queue.submit(
        [](Database &database) -> Outcome {
            if (const Outcome added = addNumber(database, 1); !added)
                return added;
            return database.execute(u"INSERT INTO pair (a, b) VALUES (1, 99)"_s);
        },
        keep);
    world.queue.submit(
        [](Database &database) -> Outcome {
            if (numbers(database).isEmpty())
                return Done{};
            return Error{ErrorCode::Conflict, u"There is a number already."_s, {}};
        },
        keep);
    world.release();
    done.wait();
    QCOMPARE(outcomes[0].error().code, ErrorCode::StorageUnavailable);
    QCOMPARE(outcomes[1].error().code, ErrorCode::StorageUnavailable);
    QCOMPARE(world.queue.load().figures().failedCommits, 1);
    QVERIFY(numbers(*world.database).isEmpty());
}

void WriteQueueTest::commitsNothingWhenAllRefuse()
{
    QueueWorld world;
    const auto marker = [&world] {
        Query select(*world.database, u"SELECT value FROM commit_marker"_s);
        return select.run() && select.next() ? select.integer(0) : -1;
    };
    const auto addNumberBut = [&world](bool refuses) {
        return world.queue
            .runAndWait<Done>([refuses](Database &database) -> Result<Done> {
                if (const Outcome added = addNumber(database, 1); !added)
                    return added.error();
                if (refuses)
                    return Error{ErrorCode::Conflict, u"There is a number already."_s, {}};
                return Done{};
            })
            .isOk();
    };
    QVERIFY(addNumberBut(false));
    const qint64 before = marker();
    QVERIFY(!addNumberBut(true));
    QCOMPARE(marker(), before);
    QCOMPARE(numbers(*world.database).size(), 1);
    QVERIFY(addNumberBut(false));
    QCOMPARE(marker(), before + 1);
    QCOMPARE(numbers(*world.database).size(), 2);
}

void WriteQueueTest::judgesAFailedCommitByWhatIsStored_data()
{
    QTest::addColumn<bool>("breaksTheCommit");
    QTest::newRow("sound") << false;
    QTest::newRow("violates a deferred key") << true;
}

/// A deferred foreign key is looked at by COMMIT itself, so a violated one makes COMMIT fail.
void WriteQueueTest::judgesAFailedCommitByWhatIsStored()
{
    QFETCH(bool, breaksTheCommit);
    QueueWorld world;
    const Result<Done> outcome
        = world.queue.runAndWait<Done>([breaksTheCommit](Database &database) -> Result<Done> {
              if (breaksTheCommit) {
                  const Outcome ran = database.execute(u"INSERT INTO pair (a, b) VALUES (1, 99)"_s);
                  if (!ran)
                      return ran.error();
              }
              return addNumber(database, 1);
          });
    QCOMPARE(outcome.isOk(), !breaksTheCommit);
    if (breaksTheCommit)
        QCOMPARE(outcome.error().code, ErrorCode::StorageUnavailable);
    QCOMPARE(numbers(*world.database).size(), breaksTheCommit ? 0 : 1);
    // Writes go on afterwards.
    QVERIFY(
        world.queue.runAndWait<Done>([](Database &database) { return addNumber(database, 2); }));
}

void WriteQueueTest::saysThatTheOutcomeIsUnknownWhenItCannotLook()
{
    QueueWorld world;
    const Result<Done> outcome
        = world.queue.runAndWait<Done>([&world](Database &database) -> Result<Done> {
              if (const Outcome ran = database.execute(u"INSERT INTO pair (a, b) VALUES (1, 99)"_s);
                  !ran)
                  return ran.error();
              // What the writer would look at is gone when it opens the database anew.
              if (!QFile::rename(world.path(), world.path() + u".away"_s)
                  || !QDir().mkdir(world.path()))
                  return storageError();
              return Done{};
          });
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, ErrorCode::OutcomeUnknown);
    const Result<Done> next
        = world.queue.runAndWait<Done>([](Database &database) { return addNumber(database, 2); });
    QCOMPARE(next.error().code, ErrorCode::StorageUnavailable);
}

QTEST_GUILESS_MAIN(WriteQueueTest)
#include "tst_writequeue.moc"
