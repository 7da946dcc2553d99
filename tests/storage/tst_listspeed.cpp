#include "server/app/DemoEmployees.h"
#include "server/storage/EmployeeListStore.h"
#include "tests/storage/StorageWorld.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <functional>

using namespace roster;
using namespace roster::server;
using namespace Qt::StringLiterals;
using roster::server::tests::StorageWorld;

/// Times the lists of a large database on one read connection, as a worker has it, with the orders
/// in memory. ROSTER_TEST_ROWS sets the number of records (20,000), ROSTER_TEST_DATABASE an
/// employee database that is there already, with its key in ROSTER_TEST_KEY. The promise of 50 ms
/// is that of a release build; others are only held to a generous multiple.
class ListSpeedTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void firstAndNextPages_data();
    void firstAndNextPages();
    void textSearch_data();
    void textSearch();

private:
    void openGiven(const QString &path);
    void makeRows(int rows);
    void openLists(const QString &path, const FieldSealer &sealer);
    /// The order is in memory afterwards.
    void prepare(const EmployeeQuery &query);
    /// The median of some runs, in milliseconds.
    [[nodiscard]] static double median(const std::function<void()> &run);
    [[nodiscard]] EmployeePage page(
        const EmployeeQuery &query, std::optional<PageAnchor> after = {});
    static void report(const char *what, double milliseconds);

    std::unique_ptr<KeyRing> m_keys;
    std::unique_ptr<FieldSealer> m_sealer;
    std::unique_ptr<StorageWorld> m_world;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<RankIndex> m_ranks;
    std::unique_ptr<EmployeeListStore> m_lists;
};

namespace {

#if defined(__OPTIMIZE__) && !defined(ROSTER_SANITIZED)
constexpr double limitMs = 50;
#else
constexpr double limitMs = 500;
#endif

/// What a server gives a read connection on a machine with 24 GiB.
constexpr int cacheMiB = 1024;

} // namespace

void ListSpeedTest::initTestCase()
{
    QVERIFY(initialiseCrypto());
    const QString given = qEnvironmentVariable("ROSTER_TEST_DATABASE");
    if (!given.isEmpty())
        return openGiven(given);
    bool isNumber = false;
    const int rows = qEnvironmentVariableIntValue("ROSTER_TEST_ROWS", &isNumber);
    makeRows(isNumber ? rows : 20'000);
}

void ListSpeedTest::openGiven(const QString &path)
{
    auto keys = KeyRing::load(qEnvironmentVariable("ROSTER_TEST_KEY"));
    QVERIFY(keys);
    m_keys = std::make_unique<KeyRing>(*std::move(keys));
    m_sealer = std::make_unique<FieldSealer>(*m_keys);
    openLists(path, *m_sealer);
}

void ListSpeedTest::openLists(const QString &path, const FieldSealer &sealer)
{
    auto database = Database::open({path, true, cacheMiB});
    QVERIFY(database);
    m_database = *std::move(database);
    m_ranks = std::make_unique<RankIndex>(DatabaseProfile{path}, sealer);
    m_lists = std::make_unique<EmployeeListStore>(sealer, m_ranks.get());
}

void ListSpeedTest::prepare(const EmployeeQuery &query)
{
    QCOMPARE(page(query).employees.isEmpty(), query.words.contains(u"qqqq"_s));
    m_ranks->settle();
}

void ListSpeedTest::makeRows(int rows)
{
    m_world = std::make_unique<StorageWorld>();
    QVERIFY(m_world->database->execute(u"BEGIN"_s));
    for (int id = 1; id <= rows; ++id) {
        const Employee employee = demoEmployee(id);
        EmployeeWrite write = m_world->write(ChangeAction::Added);
        for (const FieldDescription &field : editableFields())
            write.values.insert(field.field, employee.value(field.field));
        QVERIFY(m_world->apply(write));
    }
    QVERIFY(m_world->database->execute(u"COMMIT"_s));
    openLists(m_world->path(), m_world->sealer);
}

double ListSpeedTest::median(const std::function<void()> &run)
{
    std::array<double, 7> times{};
    for (double &time : times) {
        QElapsedTimer timer;
        timer.start();
        run();
        time = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    }
    std::ranges::sort(times);
    return times[times.size() / 2];
}

EmployeePage ListSpeedTest::page(const EmployeeQuery &query, std::optional<PageAnchor> after)
{
    PageRequest request;
    request.after = std::move(after);
    request.wantsTotal = !request.after;
    auto result = m_lists->list(*m_database, query, request);
    return result ? *std::move(result) : EmployeePage{};
}

void ListSpeedTest::report(const char *what, double milliseconds)
{
    qInfo("%-12s %8.2f ms", what, milliseconds);
    QVERIFY2(milliseconds < limitMs, what);
}

void ListSpeedTest::firstAndNextPages_data()
{
    QTest::addColumn<int>("field");
    QTest::addColumn<bool>("isDescending");
    for (const FieldDescription &row : employeeFields()) {
        if (row.type == FieldType::Ssn)
            continue;
        QTest::addRow("%s", row.name.data()) << static_cast<int>(row.field) << false;
        QTest::addRow("%s descending", row.name.data()) << static_cast<int>(row.field) << true;
    }
}

void ListSpeedTest::firstAndNextPages()
{
    QFETCH(int, field);
    QFETCH(bool, isDescending);
    const EmployeeQuery query{{}, {}, false, {{static_cast<Field>(field), isDescending}}};
    prepare(query);
    EmployeePage current;
    report("first page", median([&] { current = page(query); }));
    QCOMPARE(current.employees.size(), 100);
    report("next pages", median([&] { current = page(query, current.next); }));
    QCOMPARE(current.employees.size(), 100);
}

void ListSpeedTest::textSearch_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::newRow("one word") << QStringList{u"mar"_s};
    QTest::newRow("prefix") << QStringList{u"bri"_s};
    QTest::newRow("two words") << QStringList{u"fin"_s, u"an"_s};
    QTest::newRow("nothing") << QStringList{u"qqqq"_s};
}

void ListSpeedTest::textSearch()
{
    QFETCH(QStringList, words);
    for (const QList<SortKey> &sort : {QList<SortKey>{}, {{Field::LastName, false}},
             {{Field::Salary, true}}, {{Field::JobTitle, false}}}) {
        const EmployeeQuery query{words, {}, false, sort};
        prepare(query);
        EmployeePage current;
        report("text", median([&] { current = page(query); }));
        qInfo("             %lld hits", static_cast<long long>(current.total.value_or(-1)));
    }
}

QTEST_GUILESS_MAIN(ListSpeedTest)
#include "tst_listspeed.moc"
