#include "server/storage/IntegrityCheck.h"
#include "server/storage/Query.h"
#include "tests/storage/StorageWorld.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMessageAuthenticationCode>
#include <QTest>

#include <algorithm>

using namespace roster;
using namespace roster::server;
using namespace Qt::StringLiterals;

class ChangeStoreTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void chainsEveryChange();
    void storesWhatIsDocumented();
    void commitsToSensitiveValues();
    void findsAnyEditedOrRemovedRow_data();
    void findsAnyEditedOrRemovedRow();
    void verifiesWithoutTheSecrets();
    void givesARolledBackJobNoPlace();
    void keepsSensitiveValuesOutOfTheFile();
    void goesBackToAnyVersion();
    void tellsOfADamagedLink_data();
    void tellsOfADamagedLink();

private:
    using World = roster::server::tests::StorageWorld;
};

namespace {

void fill(roster::server::tests::StorageWorld &world)
{
    for (int i = 0; i < 5; ++i) {
        const Employee employee = world.add();
        QVERIFY(world.apply(
            world.write(ChangeAction::Updated, employee.id, 1, {{Field::Salary, Money{i + 1}}})));
    }
}

/// The first change of a record with an awkward name, an empty field and an imported value.
QList<QByteArray> firstRow(roster::server::tests::StorageWorld &world)
{
    auto values = roster::server::tests::StorageWorld::person(u"Zo\u00eb \u20ac"_s);
    values.insert(Field::Department, u"R\"D\\ \u2028 \U0001F600"_s);
    EmployeeWrite write = world.write(ChangeAction::Added, {}, {}, values);
    write.values.remove(Field::DateOfBirth);
    write.unfit.insert(Field::DateOfBirth, u"02-30-\b\f\t\n\u0001\u007f\"1999"_s);
    if (!world.apply(write))
        return {};
    Query row(*world.database,
        u"SELECT c.seq, c.at, c.actor, c.origin, c.action, c.employee_id, c.version, c.fields, "
        "c.hash, s.sealed FROM employee_change c JOIN employee_change_secret s USING (seq)"_s);
    QList<QByteArray> columns;
    if (row.run() && row.next()) {
        for (int column = 0; column < 10; ++column)
            columns.append(column < 8 ? row.text(column).toUtf8() : row.bytes(column));
    }
    return columns;
}

} // namespace

void ChangeStoreTest::chainsEveryChange()
{
    World world;
    fill(world);
    QCOMPARE(*ChangeStore::revision(*world.database), 10);
    QCOMPARE(*world.changes.firstBrokenLink(*world.database), 0);
}

void ChangeStoreTest::storesWhatIsDocumented()
{
    World world;
    const QList<QByteArray> row = firstRow(world);
    QCOMPARE(row.size(), 10);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(QByteArray(32, '\0'));
    for (qsizetype column = 0; column < 8; ++column)
        hash.addData(QByteArray::number(row[column].size()) + ':' + row[column]);
    QCOMPARE(row[8], hash.result());
    const QJsonObject fields = QJsonDocument::fromJson(row[7]).object();
    QCOMPARE(fields.value("department"_L1).toObject(),
        (QJsonObject{{u"old"_s, QJsonValue::Null}, {u"new"_s, u"R\"D\\ \u2028 \U0001F600"_s}}));
    QVERIFY(!fields.contains("email"_L1));
    QCOMPARE(fields.value("salary"_L1).toObject().keys(), QStringList{u"commitment"_s});
}

void ChangeStoreTest::commitsToSensitiveValues()
{
    World world;
    const QList<QByteArray> row = firstRow(world);
    QCOMPARE(row.size(), 10);
    const QJsonObject fields = QJsonDocument::fromJson(row[7]).object();
    const auto opened = world.sealer.open(row[9], {"employee_change_secret", 1, "sealed"});
    QVERIFY(opened);
    const QJsonObject secrets = QJsonDocument::fromJson(*opened).object();
    QCOMPARE(secrets.keys(), (QStringList{u"date_of_birth"_s, u"salary"_s, u"ssn"_s}));
    QCOMPARE(secrets.value("date_of_birth"_L1).toObject().value("new"_L1).toObject(),
        (QJsonObject{{u"unfit"_s, u"02-30-\b\f\t\n\u0001\u007f\"1999"_s}}));
    for (const QString &name : secrets.keys()) {
        const QJsonObject secret = secrets.value(name).toObject();
        const QByteArray salt = QByteArray::fromHex(secret.value("salt"_L1).toString().toLatin1());
        QCOMPARE(salt.size(), 32);
        const QJsonArray content{name, secret.value("old"_L1), secret.value("new"_L1)};
        const QByteArray code = QMessageAuthenticationCode::hash(
            QJsonDocument(content).toJson(QJsonDocument::Compact), salt,
            QCryptographicHash::Sha256);
        QCOMPARE(fields.value(name).toObject().value("commitment"_L1).toString(),
            QString::fromLatin1(code.toHex()));
    }
}

void ChangeStoreTest::findsAnyEditedOrRemovedRow_data()
{
    QTest::addColumn<QString>("tampering");
    QTest::addColumn<qint64>("broken");
    const auto update = [](const QString &assignment) {
        return u"UPDATE employee_change SET %1 WHERE seq = 4"_s.arg(assignment);
    };
    QTest::newRow("time") << update(u"at = at + 1"_s) << qint64(4);
    QTest::newRow("actor") << update(u"actor = 'bob'"_s) << qint64(4);
    QTest::newRow("origin") << update(u"origin = 'desktop'"_s) << qint64(4);
    QTest::newRow("action") << update(u"action = 'deleted'"_s) << qint64(4);
    QTest::newRow("employee") << update(u"employee_id = 1"_s) << qint64(4);
    QTest::newRow("version") << update(u"version = 9"_s) << qint64(4);
    QTest::newRow("fields") << update(u"fields = '{}'"_s) << qint64(4);
    QTest::newRow("hash") << update(u"hash = x'00'"_s) << qint64(4);
    QTest::newRow("removed") << u"DELETE FROM employee_change WHERE seq = 4"_s << qint64(4);
}

void ChangeStoreTest::findsAnyEditedOrRemovedRow()
{
    QFETCH(QString, tampering);
    World world;
    fill(world);
    QVERIFY(world.database->execute(u"PRAGMA foreign_keys=OFF"_s));
    QVERIFY(world.database->execute(tampering));
    QTEST(*world.changes.firstBrokenLink(*world.database), "broken");
}

void ChangeStoreTest::verifiesWithoutTheSecrets()
{
    World world;
    fill(world);
    QVERIFY(world.database->execute(u"DELETE FROM employee_change_secret"_s));
    QCOMPARE(*world.changes.firstBrokenLink(*world.database), 0);
}

void ChangeStoreTest::givesARolledBackJobNoPlace()
{
    World world;
    fill(world);
    QVERIFY(world.database->execute(u"BEGIN"_s));
    QVERIFY(world.database->execute(u"SAVEPOINT job"_s));
    static_cast<void>(world.add());
    QVERIFY(world.database->execute(u"ROLLBACK TO job"_s));
    QVERIFY(world.database->execute(u"COMMIT"_s));
    static_cast<void>(world.add());
    QCOMPARE(*ChangeStore::revision(*world.database), 11);
    QCOMPARE(*world.changes.firstBrokenLink(*world.database), 0);
}

void ChangeStoreTest::keepsSensitiveValuesOutOfTheFile()
{
    World world;
    EmployeeWrite write
        = world.write(ChangeAction::Added, {}, {}, World::person(u"Zoe"_s, u"583918274"_s));
    write.requestKey = RequestKey{u"key"_s, "digest"_ba};
    QVERIFY(world.apply(write));
    QVERIFY(world.apply(world.write(ChangeAction::Updated, 1, 1, {{Field::Ssn, u"583918275"_s}})));
    world.database.reset();
    QByteArray everything;
    for (const QString &name : QDir(world.folder.path()).entryList(QDir::Files)) {
        QFile file(world.folder.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        everything += file.readAll();
    }
    QVERIFY(everything.contains("O'Brien"));
    const QByteArray ssn("583918274");
    const QByteArray number = QByteArray::number(583918274, 16);
    QByteArray bigEndian = QByteArray::fromHex(number.rightJustified(8, '0'));
    QByteArray littleEndian = bigEndian;
    std::reverse(littleEndian.begin(), littleEndian.end());
    QByteArray utf16;
    for (const char c : ssn)
        utf16 += QByteArray(1, c) + '\0';
    for (const QByteArray &form :
        {ssn, QByteArray("583-91-8274"), ssn.toHex(), ssn.toBase64().left(12), number, bigEndian,
            littleEndian, utf16, QByteArray("583918275")}) {
        QVERIFY2(!everything.contains(form), form.toHex());
    }
}

/// Of two records that are changed in turn.
void ChangeStoreTest::goesBackToAnyVersion()
{
    World world;
    fill(world);
    for (int version = 2; version <= 9; ++version) {
        for (const EmployeeId id : {1, 3}) {
            QVERIFY(world.apply(world.write(ChangeAction::Updated, id, version,
                {{Field::Salary, Money{100 * id + version}},
                    {Field::Department, u"D%1"_s.arg(version / 3)}})));
        }
    }
    QCOMPARE(*misplacedLinks(*world.database), 0);
    const qint64 last = world.employees.findStored(*world.database, 3)->lastChange;
    QCOMPARE(last, 26);
    for (int version = 1; version <= 10; ++version) {
        const auto values = world.changes.valuesAt(*world.database, 3, last, version);
        QVERIFY(values);
        QCOMPARE(values->isEmpty(), version == 10);
        if (version >= 10)
            continue;
        const Money then = version == 1 ? Money{4'521'050}
            : version == 2              ? Money{3}
                                        : Money{300 + version - 1};
        QVERIFY(values->value(Field::Salary) == FieldValue{then});
        QVERIFY(values->contains(Field::Department));
    }
}

void ChangeStoreTest::tellsOfADamagedLink_data()
{
    QTest::addColumn<QString>("tampering");
    const auto update = [](const QString &link) {
        return u"UPDATE employee_change SET previous_seq = %1 WHERE seq = 12"_s.arg(link);
    };
    QTest::newRow("to itself") << update(u"12"_s);
    QTest::newRow("forward") << update(u"13"_s);
    QTest::newRow("to another record") << update(u"5"_s);
    QTest::newRow("to nothing") << update(u"0"_s);
    QTest::newRow("to what is gone") << u"DELETE FROM employee_change WHERE seq = 2"_s;
}

void ChangeStoreTest::tellsOfADamagedLink()
{
    QFETCH(QString, tampering);
    World world;
    fill(world);
    QVERIFY(world.apply(world.write(ChangeAction::Updated, 2, 2, {{Field::Salary, Money{7}}})));
    QVERIFY(world.apply(world.write(ChangeAction::Updated, 1, 2, {{Field::Salary, Money{8}}})));
    QVERIFY(world.apply(world.write(ChangeAction::Updated, 1, 3, {{Field::Salary, Money{9}}})));
    QVERIFY(world.database->execute(u"PRAGMA foreign_keys=OFF"_s));
    QVERIFY(world.database->execute(tampering));
    const auto values = world.changes.valuesAt(*world.database, 1, 13, 1);
    QVERIFY(!values);
    QCOMPARE(values.error().code, ErrorCode::InternalError);
    QVERIFY(*misplacedLinks(*world.database) > 0);
}

QTEST_GUILESS_MAIN(ChangeStoreTest)
#include "tst_changestore.moc"
