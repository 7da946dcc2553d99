#include "cli-client/commands/ListQuery.h"

#include <QJsonDocument>
#include <QTest>

using namespace roster;
using namespace roster::cli;
using namespace Qt::StringLiterals;

class ListQueryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsFilters_data();
    void readsFilters();
    void refusesWrongFilters_data();
    void refusesWrongFilters();
    void andsFiltersButNotOfOneField();
    void joinsTheTwoSidesOfARange();
    void readsSortOrders();
    void refusesWrongSortOrders_data();
    void refusesWrongSortOrders();
    void searchesForWords();
};

void ListQueryTest::readsFilters_data()
{
    QTest::addColumn<QByteArray>("filter");
    const auto row = [](const char *expression, const char *filter) {
        QTest::newRow(expression) << QByteArray(filter);
    };
    row("department=Finance", R"({"department":"Finance"})");
    row("department=Finance|R&D", R"({"department":{"in":["Finance","R&D"]}})");
    row("department=a\\|b", R"({"department":"a|b"})");
    row("department=A..Z", R"({"department":"A..Z"})");
    row("department=", R"({"department":null})");
    row("left_on=", R"({"left_on":null})");
    row("last_name~brien", R"({"last_name":{"contains":"brien"}})");
    row("last_name^=O'", R"({"last_name":{"starts":"O'"}})");
    row("email=a=b", R"({"email":"a=b"})");
    row("id=17", R"({"id":17})");
    row("id=9007199254740991", R"({"id":9007199254740991})");
    row("id=1..9", R"({"id":{"from":1,"to":9}})");
    row("hired_on=2020-01-01..", R"({"hired_on":{"from":"2020-01-01"}})");
    row("salary>=5", R"({"salary":{"from":"5.00"}})");
    row("id<=9", R"({"id":{"to":9}})");
    row("hired_on=..12-31-2020", R"({"hired_on":{"to":"2020-12-31"}})");
    row("date_of_birth=01/02/1990", R"({"date_of_birth":"1990-01-02"})");
    row("salary=50000..60,000", R"({"salary":{"from":"50000.00","to":"60000.00"}})");
    row("salary=1|2", R"({"salary":{"in":["1.00","2.00"]}})");
    row("ssn=001-02-0003", R"({"ssn":"001020003"})");
    row("ssn=001020003|001020004", R"({"ssn":{"in":["001020003","001020004"]}})");
}

void ListQueryTest::readsFilters()
{
    QFETCH(QByteArray, filter);
    ListQuery query;
    const Outcome added = addFilter(query, QString::fromUtf8(QTest::currentDataTag()), 2);
    QVERIFY2(added, added ? "" : qPrintable(added.error().message));
    QCOMPARE(query.filter, QJsonDocument::fromJson(filter).object());
}

void ListQueryTest::refusesWrongFilters_data()
{
    QTest::addColumn<QString>("words");
    QTest::newRow("department") << u"is no filter"_s;
    QTest::newRow("") << u"is no filter"_s;
    QTest::newRow("shoe_size=44") << u"There is no field"_s;
    QTest::newRow("department>=A") << u"no order"_s;
    QTest::newRow("ssn<=001020003") << u"no order"_s;
    QTest::newRow("salary>=") << u"neither"_s;
    QTest::newRow("salary>=1..2") << u"plain amount"_s;
    QTest::newRow(qPrintable(u"id=1"_s + u"|1"_s.repeated(100))) << u"at most 100"_s;
    QTest::newRow("id=x") << u"is no ID"_s;
    QTest::newRow("id=1.5") << u"is no ID"_s;
    QTest::newRow("id=..") << u"neither a beginning nor an end"_s;
    QTest::newRow("id=7..5") << u"The range of id runs backwards"_s;
    QTest::newRow("salary=100..20") << u"runs backwards"_s;
    QTest::newRow("hired_on=2021-01-01..12-31-2020") << u"runs backwards"_s;
    QTest::newRow("hired_on=02-30-2020") << u"calendar date as mm-dd-yyyy or yyyy-mm-dd"_s;
    QTest::newRow("salary=much") << u"plain amount"_s;
    QTest::newRow("ssn=12") << u"nine digits"_s;
    QTest::newRow("ssn~0003") << u"is no text"_s;
    QTest::newRow("last_name~") << u"has no text"_s;
}

void ListQueryTest::refusesWrongFilters()
{
    QFETCH(QString, words);
    ListQuery query;
    const Outcome added = addFilter(query, QString::fromUtf8(QTest::currentDataTag()), 2);
    QVERIFY(!added);
    QVERIFY2(added.error().message.contains(words), qPrintable(added.error().message));
}

void ListQueryTest::andsFiltersButNotOfOneField()
{
    ListQuery query;
    QVERIFY(addFilter(query, u"department=Finance"_s, 2));
    QVERIFY(addFilter(query, u"last_name~a"_s, 2));
    QCOMPARE(query.filter.size(), 2);
    QVERIFY(!addFilter(query, u"department=Sales"_s, 2));
}

void ListQueryTest::joinsTheTwoSidesOfARange()
{
    ListQuery query;
    QVERIFY(addFilter(query, u"id>=3"_s, 2));
    QVERIFY(!addFilter(query, u"id>=4"_s, 2));
    QVERIFY(!addFilter(query, u"id=4"_s, 2));
    QVERIFY(!addFilter(query, u"id<=2"_s, 2));
    QVERIFY(addFilter(query, u"id<=9"_s, 2));
    QCOMPARE(query.filter.value("id"_L1).toObject(), (QJsonObject{{u"from"_s, 3}, {u"to"_s, 9}}));
    QVERIFY(!addFilter(query, u"id<=8"_s, 2));
}

void ListQueryTest::readsSortOrders()
{
    ListQuery query;
    QVERIFY(addSort(query, u"salary:desc"_s));
    QVERIFY(addSort(query, u"last_name"_s));
    const QByteArray json = QJsonDocument(query.params()).toJson(QJsonDocument::Compact);
    QCOMPARE(json,
        QByteArray(
            R"({"sort":[{"descending":true,"field":"salary"},{"descending":false,"field":"last_name"}]})"));
}

void ListQueryTest::refusesWrongSortOrders_data()
{
    QTest::addColumn<QString>("expression");
    for (const char *text : {"shoe_size", "salary:down", "salary:desc:asc", "", ":desc"})
        QTest::newRow(*text ? text : "empty") << QString::fromLatin1(text);
}

void ListQueryTest::refusesWrongSortOrders()
{
    QFETCH(QString, expression);
    ListQuery query;
    QVERIFY(!addSort(query, expression));
}

void ListQueryTest::searchesForWords()
{
    ListQuery query;
    setText(query, u" zoe brien "_s);
    QCOMPARE(query.filter.value("text"_L1).toString(), u"zoe brien"_s);
    setText(query, u"  "_s);
    QVERIFY(query.filter.isEmpty());
}

QTEST_APPLESS_MAIN(ListQueryTest)
#include "tst_listquery.moc"
