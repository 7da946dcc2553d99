#include "tests/app/AppFixtures.h"

#include "common/model/FoldKey.h"
#include "server/app/DemoData.h"
#include "server/app/DemoEmployees.h"
#include "server/crypto/KeyRing.h"
#include "server/storage/ChangeStore.h"
#include "server/storage/EmployeeListStore.h"

#include <QTest>

using namespace roster;
using namespace roster::server;
using namespace roster::server::test;

class DemoDataTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY(initialiseCrypto()); }

    void storesTheSameEmployeesEverywhere();
    void goesOnAndAddsMore();
    void givesEachRoleAUser();
    void keepsItsPasswords();
    void refusesAFolderInEarnestUse();

private:
    static Outcome addEmployees(const World &world, EmployeeId count)
    {
        return DemoData(world.configuration, world.folder()).addEmployees(count, [](EmployeeId) {});
    }
};

void DemoDataTest::storesTheSameEmployeesEverywhere()
{
    const World world;
    QVERIFY(world.setUp());
    QVERIFY(addEmployees(world, 50));
    const auto keys = KeyRing::load(world.folder().keyFile());
    const auto database = Database::open({world.folder().employeeDatabase(), true});
    QVERIFY(keys && database);
    const FieldSealer sealer(*keys);
    const EmployeeStore employees(sealer);
    for (EmployeeId id = 1; id <= 50; ++id) {
        const auto stored = employees.find(**database, id);
        QVERIFY(stored);
        QCOMPARE(stored->version, 1);
        QVERIFY(stored->values == demoEmployee(id).values);
    }
    // History, full text and tallies were kept in step.
    const auto revision = ChangeStore::revision(**database);
    QVERIFY(revision && *revision == 50);
    QCOMPARE(*ChangeStore(sealer).firstBrokenLink(**database), 0);
    EmployeeQuery query;
    query.words = wordsOf(foldKey(demoEmployee(7).text(Field::LastName)));
    PageRequest request;
    request.wantsTotal = true;
    const auto page = EmployeeListStore(sealer).list(**database, {}, request);
    QVERIFY(page && page->total == 50);
    const auto found = EmployeeListStore(sealer).list(**database, query, {});
    QVERIFY(found);
    QVERIFY(std::ranges::any_of(
        found->employees, [](const Employee &employee) { return employee.id == 7; }));
    const auto writable = Database::open({world.folder().employeeDatabase()});
    QCOMPARE(*employees.takeNextId(**writable), EmployeeId{51});
}

void DemoDataTest::goesOnAndAddsMore()
{
    const World world;
    QVERIFY(world.setUp());
    QVERIFY(addEmployees(world, 10));
    QVERIFY(addEmployees(world, 25));
    const auto database = Database::open({world.folder().employeeDatabase(), true});
    QCOMPARE(*ChangeStore::revision(**database), 25);
}

void DemoDataTest::givesEachRoleAUser()
{
    const World world;
    const DemoData demo(world.configuration, world.folder());
    QVERIFY(world.folder().ensure());
    const auto users = demo.begin();
    QVERIFY(users);
    QCOMPARE(users->size(), 3);
    QVERIFY(world.setUp());
    QVERIFY(demo.addUsers(*users));
    const auto database = Database::open({world.folder().userDatabase(), true});
    for (const DemoUser &user : *users) {
        const auto stored = UserStore(**database).find(user.name);
        QVERIFY(stored && *stored);
        QCOMPARE((*stored)->role, user.role);
        QVERIFY(!(*stored)->mustChangePassword);
        QVERIFY(world.isPassword(user.name, user.password));
    }
}

void DemoDataTest::keepsItsPasswords()
{
    const World world;
    const DemoData demo(world.configuration, world.folder());
    QVERIFY(world.folder().ensure());
    const auto first = demo.begin();
    QVERIFY(first);
    QVERIFY(world.setUp());
    QVERIFY(demo.addUsers(*first));
    const auto second = demo.begin();
    QVERIFY(second);
    QVERIFY(demo.addUsers(*second));
    for (qsizetype i = 0; i < first->size(); ++i) {
        QCOMPARE(second->at(i).password, first->at(i).password);
        QVERIFY(world.isPassword(first->at(i).name, first->at(i).password));
    }
    QCOMPARE(modeOf(world.folder().demoPasswords()), mode_t{0600});
    QVERIFY(contentOf(world.folder().demoPasswords())
                .contains("hr " + first->at(1).password.toUtf8() + '\n'));
}

void DemoDataTest::refusesAFolderInEarnestUse()
{
    const World world;
    QVERIFY(world.setUp());
    const auto users = DemoData(world.configuration, world.folder()).begin();
    QVERIFY(!users);
    QCOMPARE(users.error().code, ErrorCode::Conflict);
    QVERIFY(!QFile::exists(world.folder().demoPasswords()));
}

QTEST_GUILESS_MAIN(DemoDataTest)
#include "tst_demodata.moc"
