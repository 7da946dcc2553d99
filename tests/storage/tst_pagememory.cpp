#include "server/storage/PageMemory.h"

#include "server/storage/Database.h"
#include "server/storage/Query.h"

#include <QTemporaryDir>
#include <QtTest>

#include <sys/mman.h>

#include <cstring>
#include <limits>
#include <random>
#include <set>
#include <thread>

using namespace roster::server;
using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t pagesInBlock = PageMemory::blockSize / PageMemory::pageSize;

/// Fills each page it takes with a value of its own, and looks at it again before it gives it back.
class Owner
{
public:
    Owner(PageMemory &memory, unsigned seed)
        : m_memory(memory)
        , m_random(seed)
    {
    }

    /// False when another's page was given out too.
    bool takeAndGiveBack(int steps)
    {
        for (int i = 0; i < steps; ++i) {
            if (m_pages.empty() || m_random() % 100 < m_eagerness)
                take();
            else if (!giveBack(m_random() % m_pages.size()))
                return false;
            if (i % 3'000 == 0) // so that blocks become full and empty
                m_eagerness = m_eagerness == 70 ? 30 : 70;
        }
        while (!m_pages.empty()) {
            if (!giveBack(m_pages.size() - 1))
                return false;
        }
        return true;
    }

private:
    void take()
    {
        auto *page = static_cast<unsigned char *>(m_memory.take());
        if (!page)
            return;
        const auto value = static_cast<unsigned char>(m_random());
        std::memset(page, value, PageMemory::pageSize);
        m_pages.emplace_back(page, value);
    }
    bool giveBack(std::size_t which)
    {
        std::swap(m_pages[which], m_pages.back());
        const auto [page, value] = m_pages.back();
        m_pages.pop_back();
        const bool isWhole = std::all_of(page, page + PageMemory::pageSize,
            [value = value](unsigned char byte) { return byte == value; });
        m_memory.giveBack(page);
        return isWhole;
    }

    PageMemory &m_memory;
    std::mt19937 m_random;
    unsigned m_eagerness = 70; ///< of a hundred steps, how many take
    std::vector<std::pair<unsigned char *, unsigned char>> m_pages;
};

} // namespace

class PageMemoryTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void givesEachPageOnce();
    void knowsItsPages();
    void endsWithItsCapacity();
    void keepsOneEmptyBlock();
    void hasNoneWhenTheSystemRefuses();
    void servesThreads();
    void servesSqlite();
};

void PageMemoryTest::givesEachPageOnce()
{
    PageMemory memory(4 * PageMemory::blockSize);
    Owner owner(memory, 1);
    QVERIFY(owner.takeAndGiveBack(60'000));
    QVERIFY(memory.used() <= PageMemory::blockSize);
}

void PageMemoryTest::knowsItsPages()
{
    PageMemory memory(PageMemory::blockSize);
    void *const page = memory.take();
    QVERIFY(page);
    QCOMPARE(reinterpret_cast<std::uintptr_t>(page) % alignof(void *), std::uintptr_t{0});
    QVERIFY(memory.owns(page));
    QVERIFY(!memory.owns(nullptr));
    QVERIFY(!memory.owns(&memory));
    const auto other = std::make_unique<char[]>(PageMemory::pageSize);
    QVERIFY(!memory.owns(other.get()));
}

void PageMemoryTest::endsWithItsCapacity()
{
    PageMemory memory(2 * PageMemory::blockSize + 1);
    std::set<void *> pages;
    while (void *page = memory.take())
        pages.insert(page);
    QCOMPARE(pages.size(), 2 * pagesInBlock);
    QCOMPARE(memory.used(), 2 * PageMemory::blockSize);
    memory.giveBack(*pages.begin());
    QCOMPARE(memory.take(), *pages.begin());
    QCOMPARE(memory.take(), nullptr);
}

/// The rest is the system's again.
void PageMemoryTest::keepsOneEmptyBlock()
{
    PageMemory memory(3 * PageMemory::blockSize);
    std::vector<void *> pages;
    while (void *page = memory.take()) {
        std::memset(page, 1, PageMemory::pageSize);
        pages.push_back(page);
    }
    QCOMPARE(memory.used(), 3 * PageMemory::blockSize);
    for (void *page : pages)
        memory.giveBack(page);
    QCOMPARE(memory.used(), PageMemory::blockSize);
    int resident = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        unsigned char state = 0;
        QCOMPARE(mincore(pages[i * pagesInBlock], 1, &state), 0);
        resident += state & 1;
    }
    QCOMPARE(resident, 1);
    for (std::size_t i = 0; i < pages.size(); ++i)
        QVERIFY(memory.take());
    QCOMPARE(memory.take(), nullptr);
}

void PageMemoryTest::hasNoneWhenTheSystemRefuses()
{
    PageMemory memory(std::numeric_limits<std::size_t>::max() / 2);
    QCOMPARE(memory.take(), nullptr);
    QVERIFY(!memory.owns(nullptr));
    QVERIFY(!memory.owns(&memory));
    QCOMPARE(memory.used(), std::size_t{0});
}

void PageMemoryTest::servesThreads()
{
    PageMemory memory(16 * PageMemory::blockSize);
    std::atomic<int> failures = 0;
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < 4; ++i) {
        threads.emplace_back([&, i] {
            Owner owner(memory, i);
            failures += owner.takeAndGiveBack(20'000) ? 0 : 1;
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(failures.load(), 0);
    QVERIFY(memory.used() <= PageMemory::blockSize);
}

void PageMemoryTest::servesSqlite()
{
    QTemporaryDir folder;
    const auto used = [] {
        const PageMemory *memory = PageMemory::inUse();
        return memory ? memory->used() : 0;
    };
    {
        DatabaseProfile profile;
        profile.path = folder.filePath(u"x.db"_s);
        const auto database = Database::open(profile);
        QVERIFY(database);
        QVERIFY((*database)->execute(u"CREATE TABLE t(x)"_s));
        // 8 MiB in the cache of the connection that wrote them.
        QVERIFY((*database)->execute(
            u"INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
            "WHERE i < 2000) SELECT randomblob(4000) FROM n"_s));
        QVERIFY2(used() >= 4 * PageMemory::blockSize, qPrintable(QString::number(used())));
        Query sum(**database, u"SELECT sum(length(x)) FROM t"_s);
        QVERIFY(sum.run() && sum.next());
        QCOMPARE(sum.integer(0), qint64{8'000'000});
    }
    QVERIFY(used() <= PageMemory::blockSize);
}

QTEST_GUILESS_MAIN(PageMemoryTest)
#include "tst_pagememory.moc"
