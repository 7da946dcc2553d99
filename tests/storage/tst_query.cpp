#include "server/storage/Query.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

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

private:
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

QTEST_GUILESS_MAIN(QueryTest)
#include "tst_query.moc"
