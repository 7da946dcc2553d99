#include "server/storage/Query.h"
#include "tests/storage/StorageWorld.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace roster;
using namespace roster::server;
using namespace Qt::StringLiterals;

class EmployeeWriterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addsFromIdOne();
    void stepsOverIdsGivenByHand();
    void stepsOverManyIdsAtOnce_data();
    void stepsOverManyIdsAtOnce();
    void neverUsesAnIdAgain();
    void keepsEveryValueExactly();
    void storesAPreparedAdditionLikeAnother();
    void dropsChangesEqualToTheCurrentValue();
    void mergesChangesOfDifferentFields();
    void refusesAChangeOfAFieldChangedSince();
    void acceptsAFieldThatWasChangedAndPutBack();
    void acceptsTheSameChangeTwice();
    void refusesANewerVersionThanTheCurrent();
    void changesWithoutAVersion();
    void deletesAndRestores();
    void refusesToDeleteAnOlderVersion();
    void checksDatesTogether();
    void doesNotTellHiddenDatesByRefusals();
    void answersGuessesAlike_data();
    void answersGuessesAlike();
    void checksTheDatesOfWhoMayNotGet();
    void warnsOfDuplicateAndNeverIssuedNumbers();
    void repeatsTheFirstOutcomeOfARequestKey();
    void refusesARequestKeyForAnotherChange();
    void forgetsARequestKeyAfterADay();
    void letsOthersUseTheSameRequestKey();
    void keepsTheUnfitOriginalUntilAValidValueComes();

private:
    using World = roster::server::tests::StorageWorld;
};

void EmployeeWriterTest::addsFromIdOne()
{
    World world;
    QCOMPARE(world.add().id, 1);
    const Employee second = world.add();
    QCOMPARE(second.id, 2);
    QCOMPARE(second.version, 1);
    QCOMPARE(second.updatedBy, u"alice"_s);
}

void EmployeeWriterTest::stepsOverIdsGivenByHand()
{
    World world;
    QVERIFY(world.apply(world.write(ChangeAction::Added, 2, {}, World::person())));
    QVERIFY(world.apply(world.write(ChangeAction::Added, maxSafeInteger, {}, World::person())));
    QCOMPARE(world.add().id, 1);
    QCOMPARE(world.add().id, 3);
}

void EmployeeWriterTest::stepsOverManyIdsAtOnce_data()
{
    QTest::addColumn<int>("count");
    for (const int count : {1, 2, 3, 4, 7, 8, 9, 100, 511, 512, 513})
        QTest::newRow(qPrintable(QString::number(count))) << count;
}

void EmployeeWriterTest::stepsOverManyIdsAtOnce()
{
    QFETCH(int, count);
    World world;
    for (EmployeeId id = 1; id <= count; ++id)
        QVERIFY(world.apply(world.write(ChangeAction::Added, id, {}, World::person())));
    QCOMPARE(world.add().id, count + 1);
    QCOMPARE(world.add().id, count + 2);
}

void EmployeeWriterTest::neverUsesAnIdAgain()
{
    World world;
    const Employee gone = world.add();
    QVERIFY(world.apply(world.write(ChangeAction::Deleted, gone.id)));
    QCOMPARE(world.add().id, 2);
    const auto again = world.apply(world.write(ChangeAction::Added, gone.id, {}, World::person()));
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::AlreadyExists);
}

void EmployeeWriterTest::keepsEveryValueExactly()
{
    World world;
    QMap<Field, FieldValue> values = World::person();
    values.insert(Field::Department, u"Finance \U0001F4B0"_s);
    values.insert(Field::JobTitle, u"Analyst; DROP TABLE employee --"_s);
    values.insert(Field::Email, u"zoe@example.com"_s);
    values.insert(Field::HiredOn, QDate(2021, 5, 3));
    values.insert(Field::Salary, Money{maxMinorUnits});
    const auto added = world.apply(world.write(ChangeAction::Added, {}, {}, values));
    QVERIFY(added);
    const auto found = world.employees.find(*world.database, added->outcome.employee.id);
    QVERIFY(found);
    for (auto it = values.begin(); it != values.end(); ++it)
        QVERIFY2(found->value(it.key()) == it.value(), describe(it.key()).name.data());
    QVERIFY(isEmpty(found->value(Field::LeftOn)));
}

/// What was worked out before the writer's turn, and the same by the writer itself: each column but
/// those that are never the same twice, the words, and the history.
void EmployeeWriterTest::storesAPreparedAdditionLikeAnother()
{
    World world;
    const EmployeeWrite plain = world.write(ChangeAction::Added, {}, {}, World::person());
    EmployeeWrite prepared = plain;
    world.writer.prepare(prepared);
    QVERIFY(prepared.addition && !plain.addition);
    QVERIFY(world.apply(plain));
    const auto second = world.apply(prepared);
    QVERIFY(second);
    QCOMPARE(second->outcome.ssnWarnings, QStringList{u"duplicate"_s});
    QVERIFY(world.employees.find(*world.database, 2)->values
        == world.employees.find(*world.database, 1)->values);
    for (const QString &column : world.employees.row().columns()) {
        Query same(*world.database,
            u"SELECT a.%1 IS b.%1 FROM employee a, employee b WHERE a.id = 1 AND b.id = 2"_s.arg(
                column));
        QVERIFY(same.run() && same.next());
        QCOMPARE(same.integer(0) == 1, column != u"id" && column != u"ssn");
    }
    Query words(*world.database,
        u"SELECT rowid FROM employee_text WHERE employee_text MATCH 'zoe brien'"_s);
    QVERIFY(words.run());
    QVERIFY(words.next() && words.next());
    QCOMPARE(words.integer(0), 2);
    Query fields(*world.database, u"SELECT fields FROM employee_change ORDER BY seq"_s);
    QVERIFY(fields.run());
    QList<QJsonObject> recorded;
    while (fields.next())
        recorded.append(QJsonDocument::fromJson(fields.bytes(0)).object());
    QCOMPARE(recorded.size(), 2);
    QCOMPARE(recorded[1].keys(), recorded[0].keys());
    QCOMPARE(recorded[1].value(u"last_name"_s), recorded[0].value(u"last_name"_s));
    QVERIFY(recorded[1].value(u"ssn"_s) != recorded[0].value(u"ssn"_s)); // by another salt
    QCOMPARE(*ChangeStore::firstBrokenLink(*world.database), 0);
}

void EmployeeWriterTest::dropsChangesEqualToTheCurrentValue()
{
    World world;
    const Employee employee = world.add();
    const auto same = world.apply(world.write(ChangeAction::Updated, employee.id, 1,
        {{Field::FirstName, employee.value(Field::FirstName)}}));
    QVERIFY(same);
    QCOMPARE(same->outcome.employee.version, 1);
    QVERIFY(!same->revision);
    QCOMPARE(*ChangeStore::revision(*world.database), 1);
}

void EmployeeWriterTest::mergesChangesOfDifferentFields()
{
    World world;
    const Employee employee = world.add();
    QVERIFY(world.apply(
        world.write(ChangeAction::Updated, employee.id, 1, {{Field::Salary, Money{100}}})));
    const auto merged = world.apply(
        world.write(ChangeAction::Updated, employee.id, 1, {{Field::Department, u"Legal"_s}}));
    QVERIFY(merged);
    QCOMPARE(merged->outcome.employee.version, 3);
    QVERIFY(merged->outcome.employee.value(Field::Salary) == FieldValue(Money{100}));
    QCOMPARE(merged->outcome.employee.text(Field::Department), u"Legal"_s);
}

void EmployeeWriterTest::refusesAChangeOfAFieldChangedSince()
{
    World world;
    const Employee employee = world.add();
    for (const auto &[field, theirs, mine] :
        {std::tuple<Field, FieldValue, FieldValue>{Field::Salary, Money{1}, Money{2}},
            {Field::Ssn, u"111223333"_s, u"444556666"_s},
            {Field::LastName, u"Adams"_s, u"Baker"_s}}) {
        const auto current = world.employees.find(*world.database, employee.id);
        QVERIFY(world.apply(
            world.write(ChangeAction::Updated, employee.id, current->version, {{field, theirs}})));
        const auto refused = world.apply(
            world.write(ChangeAction::Updated, employee.id, current->version, {{field, mine}}));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Conflict);
        const QJsonArray fields = refused.error().data.value("fields"_L1).toArray();
        QCOMPARE(fields.size(), 1);
        QCOMPARE(fields.first()["field"_L1].toString(), QString(describe(field).name));
        QCOMPARE(refused.error().data.value("employee"_L1)["version"_L1].toInteger(),
            current->version + 1);
        QVERIFY(world.employees.find(*world.database, employee.id)->value(field) == theirs);
    }
}

void EmployeeWriterTest::acceptsAFieldThatWasChangedAndPutBack()
{
    World world;
    const Employee employee = world.add();
    const FieldValue original = employee.value(Field::Salary);
    QVERIFY(world.apply(
        world.write(ChangeAction::Updated, employee.id, 1, {{Field::Salary, Money{1}}})));
    QVERIFY(world.apply(
        world.write(ChangeAction::Updated, employee.id, 2, {{Field::Salary, original}})));
    QVERIFY(world.apply(
        world.write(ChangeAction::Updated, employee.id, 1, {{Field::Salary, Money{7}}})));
}

void EmployeeWriterTest::acceptsTheSameChangeTwice()
{
    World world;
    const Employee employee = world.add();
    const QMap<Field, FieldValue> change{{Field::Salary, Money{1}}};
    QVERIFY(world.apply(world.write(ChangeAction::Updated, employee.id, 1, change)));
    const auto again = world.apply(world.write(ChangeAction::Updated, employee.id, 1, change));
    QVERIFY(again);
    QCOMPARE(again->outcome.employee.version, 2);
}

void EmployeeWriterTest::refusesANewerVersionThanTheCurrent()
{
    World world;
    const Employee employee = world.add();
    const auto refused = world.apply(
        world.write(ChangeAction::Updated, employee.id, 2, {{Field::Salary, Money{1}}}));
    QCOMPARE(refused.error().code, ErrorCode::Conflict);
    QVERIFY(refused.error().message.contains(u"no version"_s));
}

void EmployeeWriterTest::changesWithoutAVersion()
{
    World world;
    const Employee employee = world.add();
    QVERIFY(world.apply(
        world.write(ChangeAction::Updated, employee.id, {}, {{Field::Salary, Money{1}}})));
}

void EmployeeWriterTest::deletesAndRestores()
{
    World world;
    const Employee employee = world.add();
    const auto deleted = world.apply(world.write(ChangeAction::Deleted, employee.id, 1));
    QVERIFY(deleted);
    QCOMPARE(deleted->outcome.employee.version, 2);
    QVERIFY(deleted->outcome.employee.deletedAt);
    for (const ChangeAction action : {ChangeAction::Deleted, ChangeAction::Updated}) {
        const auto refused
            = world.apply(world.write(action, employee.id, 2, {{Field::Salary, Money{1}}}));
        QCOMPARE(refused.error().code, ErrorCode::NotFound);
    }
    const auto restored = world.apply(world.write(ChangeAction::Restored, employee.id, 2));
    QVERIFY(restored);
    QCOMPARE(restored->outcome.employee.version, 3);
    QVERIFY(!restored->outcome.employee.deletedAt);
    QCOMPARE(world.apply(world.write(ChangeAction::Restored, employee.id, 3)).error().code,
        ErrorCode::NotFound);
}

void EmployeeWriterTest::refusesToDeleteAnOlderVersion()
{
    World world;
    const Employee employee = world.add();
    QVERIFY(world.apply(
        world.write(ChangeAction::Updated, employee.id, 1, {{Field::Salary, Money{1}}})));
    QCOMPARE(world.apply(world.write(ChangeAction::Deleted, employee.id, 1)).error().code,
        ErrorCode::Conflict);
    QVERIFY(world.apply(world.write(ChangeAction::Deleted, employee.id)));
}

void EmployeeWriterTest::checksDatesTogether()
{
    World world;
    const Employee employee = world.add();
    const auto refused = world.apply(
        world.write(ChangeAction::Updated, employee.id, 1, {{Field::HiredOn, QDate(1990, 1, 1)}}));
    QCOMPARE(refused.error().code, ErrorCode::ValidationFailed);
    QVERIFY(world.apply(
        world.write(ChangeAction::Updated, employee.id, 1, {{Field::HiredOn, QDate(2020, 1, 1)}})));
    const auto left = world.apply(
        world.write(ChangeAction::Updated, employee.id, 2, {{Field::LeftOn, QDate(2019, 12, 31)}}));
    QCOMPARE(left.error().code, ErrorCode::ValidationFailed);
}

void EmployeeWriterTest::doesNotTellHiddenDatesByRefusals()
{
    World world;
    const Employee employee = world.add();
    EmployeeWrite write
        = world.write(ChangeAction::Updated, employee.id, 1, {{Field::HiredOn, QDate(1990, 1, 1)}});
    write.rights = std::make_shared<const Rights>(Rights(
        {Permission::EmployeeUpdate}, FieldAccess::Masked, FieldAccess::Masked, FieldAccess::None));
    QVERIFY(world.apply(write));
}

void EmployeeWriterTest::answersGuessesAlike_data()
{
    using Values = QMap<Field, FieldValue>;
    QTest::addColumn<Values>("right");
    QTest::addColumn<Values>("wrong");
    QTest::addColumn<std::optional<qint64>>("version");
    QTest::newRow("salary, older version")
        << Values{{Field::Salary, Money{77}}} << Values{{Field::Salary, Money{78}}}
        << std::optional<qint64>(1);
    QTest::newRow("salary, no version")
        << Values{{Field::Salary, Money{77}}} << Values{{Field::Salary, Money{78}}}
        << std::optional<qint64>();
    QTest::newRow("ssn, the version")
        << Values{{Field::Ssn, u"123456789"_s}} << Values{{Field::Ssn, u"123456780"_s}}
        << std::optional<qint64>(2);
    // Refused either way; only the date of birth, 1996-02-29, lies between the two.
    QTest::newRow("date of birth by what must not lie before it")
        << Values{{Field::HiredOn, QDate(1996, 2, 29)}, {Field::LeftOn, QDate(1996, 2, 27)}}
        << Values{{Field::HiredOn, QDate(1996, 2, 28)}, {Field::LeftOn, QDate(1996, 2, 27)}}
        << std::optional<qint64>();
    QTest::newRow("date of birth by a rule that it breaks")
        << Values{{Field::DateOfBirth, QDate(1996, 2, 29)}, {Field::HiredOn, QDate(1990, 1, 1)}}
        << Values{{Field::DateOfBirth, QDate(1996, 2, 28)}, {Field::HiredOn, QDate(1990, 1, 1)}}
        << std::optional<qint64>();
}

/// What a role that may not get a record is told must not depend on what is stored in it.
void EmployeeWriterTest::answersGuessesAlike()
{
    using Values = QMap<Field, FieldValue>;
    const auto answer = [](const Values &guess, std::optional<qint64> version) {
        World world;
        const Employee employee = world.add();
        EmployeeWrite raise
            = world.write(ChangeAction::Updated, employee.id, 1, {{Field::Salary, Money{77}}});
        static_cast<void>(world.apply(raise));
        EmployeeWrite write = world.write(ChangeAction::Updated, employee.id, version, guess);
        write.rights = std::make_shared<const Rights>(Rights({Permission::EmployeeUpdate},
            FieldAccess::Write, FieldAccess::Write, FieldAccess::Write));
        const auto result = world.apply(write);
        return result ? u"version %1"_s.arg(result->outcome.employee.version)
                      : result.error().message
                + QString::fromUtf8(QJsonDocument(result.error().data).toJson());
    };
    QFETCH(Values, right);
    QFETCH(Values, wrong);
    QFETCH(std::optional<qint64>, version);
    const QString told = answer(right, version);
    QCOMPARE(told, answer(wrong, version));
    QVERIFY2(!told.contains(u"alice"_s), qPrintable(told));
}

void EmployeeWriterTest::checksTheDatesOfWhoMayNotGet()
{
    World world;
    QMap<Field, FieldValue> values = World::person();
    values.insert(Field::HiredOn, QDate(1990, 1, 1));
    EmployeeWrite write = world.write(ChangeAction::Added, {}, {}, values);
    write.rights = std::make_shared<const Rights>(Rights(
        {Permission::EmployeeAdd}, FieldAccess::Write, FieldAccess::Write, FieldAccess::Write));
    const auto refused = world.apply(write);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::ValidationFailed);
}

void EmployeeWriterTest::warnsOfDuplicateAndNeverIssuedNumbers()
{
    World world;
    QVERIFY(
        world
            .apply(world.write(ChangeAction::Added, {}, {}, World::person(u"A"_s, u"000123456"_s)))
            ->outcome.ssnWarnings
        == QStringList{u"never_issued"_s});
    const auto second = world.apply(
        world.write(ChangeAction::Added, {}, {}, World::person(u"B"_s, u"000123456"_s)));
    QCOMPARE(second->outcome.ssnWarnings, (QStringList{u"duplicate"_s, u"never_issued"_s}));
}

void EmployeeWriterTest::repeatsTheFirstOutcomeOfARequestKey()
{
    World world;
    EmployeeWrite write = world.write(ChangeAction::Added, {}, {}, World::person());
    write.requestKey = RequestKey{u"k1"_s, "digest"_ba};
    const auto first = world.apply(write);
    QVERIFY(world.apply(world.write(
        ChangeAction::Updated, first->outcome.employee.id, 1, {{Field::Salary, Money{5}}})));
    const auto again = world.apply(write);
    QVERIFY(again);
    QVERIFY(!again->revision);
    QCOMPARE(again->outcome.employee.id, first->outcome.employee.id);
    QCOMPARE(again->outcome.employee.version, 1);
    QVERIFY(again->outcome.employee.values == first->outcome.employee.values);
}

void EmployeeWriterTest::refusesARequestKeyForAnotherChange()
{
    World world;
    EmployeeWrite write = world.write(ChangeAction::Added, {}, {}, World::person());
    write.requestKey = RequestKey{u"k1"_s, "digest"_ba};
    QVERIFY(world.apply(write));
    write.requestKey->digest = "another"_ba;
    QCOMPARE(world.apply(write).error().code, ErrorCode::InvalidParams);
    QCOMPARE(*ChangeStore::revision(*world.database), 1);
}

void EmployeeWriterTest::forgetsARequestKeyAfterADay()
{
    World world;
    EmployeeWrite write = world.write(ChangeAction::Added, {}, {}, World::person());
    write.requestKey = RequestKey{u"k1"_s, "digest"_ba};
    QVERIFY(world.apply(write));
    write.now += requestKeyLifetime - std::chrono::seconds(1);
    QVERIFY(!world.apply(write)->revision);
    write.now += std::chrono::seconds(2);
    QVERIFY(world.apply(write)->revision);
    QVERIFY(RequestOutcomeStore::prune(*world.database, write.now + std::chrono::hours(25)));
}

void EmployeeWriterTest::letsOthersUseTheSameRequestKey()
{
    World world;
    EmployeeWrite write = world.write(ChangeAction::Added, {}, {}, World::person());
    write.requestKey = RequestKey{u"k1"_s, "digest"_ba};
    QVERIFY(world.apply(write)->revision);
    write.actor = u"bob"_s;
    QVERIFY(world.apply(write)->revision);
}

void EmployeeWriterTest::keepsTheUnfitOriginalUntilAValidValueComes()
{
    World world;
    const Employee before = world.add();
    Employee imported = before;
    imported.set(Field::DateOfBirth, {});
    imported.unfit.insert(Field::DateOfBirth, u"02-30-1999"_s);
    QVERIFY(world.employees.replace(*world.database, before, {imported}));
    QVERIFY(
        world.apply(world.write(ChangeAction::Updated, before.id, 1, {{Field::Salary, Money{5}}})));
    QCOMPARE(world.employees.find(*world.database, before.id)->unfit.value(Field::DateOfBirth),
        u"02-30-1999"_s);
    QVERIFY(world.apply(world.write(
        ChangeAction::Updated, before.id, 2, {{Field::DateOfBirth, QDate(1999, 3, 1)}})));
    QVERIFY(world.employees.find(*world.database, before.id)->unfit.isEmpty());
}

QTEST_GUILESS_MAIN(EmployeeWriterTest)
#include "tst_employeewriter.moc"
