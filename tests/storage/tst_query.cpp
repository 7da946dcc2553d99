#include "server/storage/Query.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <limits>

using namespace roster;
using namespace roster::server;
using namespace Qt::StringLiterals;

class QueryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void tellsLastingDamageFromTrouble_data();
    void tellsLastingDamageFromTrouble();
    void givesBackWhatWasBound_data();
    void givesBackWhatWasBound();
    void convertsAsAsked_data() { eitherWay(); }
    void convertsAsAsked();
    void readsForward_data() { eitherWay(); }
    void readsForward();
    void beginsAnew_data() { eitherWay(); }
    void beginsAnew();
    void countsWhatChanged_data() { eitherWay(); }
    void countsWhatChanged();
    void refusesWhatCannotRun_data() { eitherWay(); }
    void refusesWhatCannotRun();

private:
    /// By native statements, and by QSqlQuery alone.
    static void eitherWay();
    [[nodiscard]] std::unique_ptr<Database> open();

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

void QueryTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_path = m_folder->filePath(u"x.db"_s);
    const auto database = Database::open({m_path});
    QVERIFY(database);
    QVERIFY((*database)->execute(u"CREATE TABLE t (v TEXT)"_s));
    QVERIFY((*database)->execute(u"INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT"
                                 " i + 1 FROM n WHERE i < 2000) SELECT 'some text' FROM n"_s));
}

void QueryTest::tellsLastingDamageFromTrouble_data()
{
    QTest::addColumn<QString>("statement");
    QTest::addColumn<bool>("isSpoiled");
    QTest::newRow("a damaged page") << u"SELECT count(v) FROM t"_s << true;
    QTest::newRow("anything else") << u"SELECT count(v) FROM nothing"_s << false;
}

void QueryTest::tellsLastingDamageFromTrouble()
{
    QFETCH(QString, statement);
    QFETCH(bool, isSpoiled);
    if (isSpoiled) {
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(4096));
        QVERIFY(file.write(QByteArray(16'384, '\x5a')) > 0);
    }
    const auto database = Database::open({m_path});
    QVERIFY(database);
    const Outcome ran = (*database)->execute(statement);
    QVERIFY(!ran);
    QCOMPARE(ran.error().code, ErrorCode::StorageUnavailable);
    QCOMPARE(ran.error().message.contains(u"damaged"_s), isSpoiled);
    QCOMPARE(ran.error().message.contains(u"at the moment"_s), !isSpoiled);
}

void QueryTest::eitherWay()
{
    QTest::addColumn<bool>("isPortable");
    QTest::newRow("native") << false;
    QTest::newRow("portable") << true;
}

std::unique_ptr<Database> QueryTest::open()
{
    QFETCH(bool, isPortable);
    auto database = Database::open({.path = m_path, .isPortable = isPortable});
    return database ? *std::move(database) : nullptr;
}

void QueryTest::givesBackWhatWasBound_data()
{
    QTest::addColumn<bool>("isPortable");
    QTest::addColumn<QVariant>("value");
    QTest::addColumn<QString>("type");
    const auto row = [](const char *name, const QVariant &value, const QString &type) {
        for (const bool isPortable : {false, true})
            QTest::addRow("%s, %s", name, isPortable ? "portable" : "native")
                << isPortable << value << type;
    };
    row("nothing", {}, u"null"_s);
    row("a null string", QVariant(QString()), u"null"_s);
    row("an empty string", u""_s, u"text"_s);
    row("text", u"Zoë 李 😀 O'Brien"_s, u"text"_s);
    row("text with a NUL", u"a\0b"_s, u"text"_s);
    row("digits", u"007"_s, u"text"_s);
    row("null bytes", QVariant(QByteArray()), u"null"_s);
    row("empty bytes", QByteArray(""), u"blob"_s);
    row("bytes", QByteArray("\0\xff\0", 3), u"blob"_s);
    row("zero", qint64{0}, u"integer"_s);
    row("the largest number", std::numeric_limits<qint64>::max(), u"integer"_s);
    row("the smallest number", std::numeric_limits<qint64>::min(), u"integer"_s);
    row("an int", -7, u"integer"_s);
    row("true", true, u"integer"_s);
    row("a fraction", 0.1, u"real"_s);
}

void QueryTest::givesBackWhatWasBound()
{
    QFETCH(QVariant, value);
    QFETCH(QString, type);
    const auto database = open();
    QVERIFY(database);
    Query query(*database, u"SELECT ?, typeof(?)"_s);
    QVERIFY(query.bind(value).bind(value).run());
    QVERIFY(query.next());
    QCOMPARE(query.text(1), type);
    QCOMPARE(query.isNull(0), type == u"null"_s);
    if (type == u"null"_s)
        QVERIFY(query.value(0).isNull());
    else if (type == u"integer"_s)
        QCOMPARE(query.value(0), QVariant(value.toLongLong()));
    else
        QCOMPARE(query.value(0), value);
    QVERIFY(!query.next());
}

void QueryTest::convertsAsAsked()
{
    const auto database = open();
    QVERIFY(database);
    Query query(*database, u"SELECT 17, '42', 'é', NULL, ?, ?"_s);
    QVERIFY(query.bind(QString()).bind(qint64{5}).run());
    QVERIFY(query.next());
    QCOMPARE(query.text(0), u"17"_s);
    QCOMPARE(query.integer(1), 42);
    QCOMPARE(query.bytes(2), QByteArray("é"));
    QCOMPARE(query.integer(3), 0);
    QVERIFY(query.text(3).isEmpty());
    QVERIFY(query.bytes(3).isEmpty());
    QVERIFY(!query.isNull(4)); // a null string is an empty one
    QCOMPARE(query.text(4), QString());
    QCOMPARE(query.integer(5), 5);
}

void QueryTest::readsForward()
{
    const auto database = open();
    QVERIFY(database);
    Query query(*database, u"SELECT column1 FROM (VALUES (1), (2), (3))"_s);
    QVERIFY(query.run());
    for (const qint64 wanted : {1, 2, 3}) {
        QVERIFY(query.next());
        QCOMPARE(query.integer(0), wanted);
    }
    QVERIFY(!query.next());
    QVERIFY(!query.next());
    QVERIFY(!query.failed());
    Query nothing(*database, u"SELECT 1 WHERE 1 = 2"_s);
    QVERIFY(nothing.run());
    QVERIFY(!nothing.next());
    QVERIFY(!nothing.failed());
}

/// The statement is kept: neither a row nor a parameter of the last time is left in it.
void QueryTest::beginsAnew()
{
    const auto database = open();
    QVERIFY(database);
    const QString sql = u"SELECT v, ? FROM t LIMIT 3"_s;
    for (int i = 0; i < 3; ++i) {
        Query query(*database, sql);
        QVERIFY(query.bind(qint64{i}).run());
        QVERIFY(query.next());
        QCOMPARE(query.integer(1), i);
    }
    Query unbound(*database, sql);
    QVERIFY(unbound.bindNull().run());
    QVERIFY(unbound.next());
    QVERIFY(unbound.isNull(1));
    // What is half read keeps nobody from writing.
    QVERIFY(database->execute(u"DELETE FROM t WHERE v = 'none'"_s));
}

void QueryTest::countsWhatChanged()
{
    const auto database = open();
    QVERIFY(database);
    QVERIFY(database->execute(u"CREATE TABLE u (id INTEGER PRIMARY KEY, v TEXT)"_s));
    Query insert(*database, u"INSERT INTO u (v) VALUES (?), (?)"_s);
    QVERIFY(insert.bind(u"a"_s).bind(u"b"_s).run());
    QCOMPARE(insert.affectedRows(), 2);
    QCOMPARE(insert.lastInsertId(), 2);
    Query none(*database, u"UPDATE u SET v = 'c' WHERE id = 9"_s);
    QVERIFY(none.run());
    QCOMPARE(none.affectedRows(), 0);
    Query returning(*database, u"UPDATE u SET v = 'd' WHERE id = 1 RETURNING v"_s);
    QVERIFY(returning.run());
    QVERIFY(returning.next());
    QCOMPARE(returning.text(0), u"d"_s);
}

void QueryTest::refusesWhatCannotRun()
{
    const auto database = open();
    QVERIFY(database);
    Query wrong(*database, u"SELEKT 1"_s);
    QVERIFY(!wrong.run());
    QVERIFY(wrong.failed());
    QVERIFY(!wrong.next());
    QVERIFY(database->execute(u"CREATE TABLE w (v TEXT NOT NULL UNIQUE)"_s));
    for (int i = 0; i < 2; ++i) {
        Query insert(*database, u"INSERT INTO w VALUES (?)"_s);
        QCOMPARE(insert.bind(u"once"_s).run().isOk(), i == 0);
        QCOMPARE(insert.failed(), i == 1);
    }
    Query again(*database, u"INSERT INTO w VALUES (?)"_s);
    QVERIFY(again.bind(u"twice"_s).run());
    QVERIFY(!again.failed());
}

QTEST_GUILESS_MAIN(QueryTest)
#include "tst_query.moc"
