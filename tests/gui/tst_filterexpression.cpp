#include "gui-client/table/FilterExpression.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace roster;
using namespace roster::gui;
using namespace Qt::StringLiterals;

/// What is typed into the filter row, as the protocol's filters.
class FilterExpressionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void means_data();
    void means();
    void cannotBeUnderstood_data();
    void cannotBeUnderstood();
    void everyFieldHasHelp();
};

void FilterExpressionTest::means_data()
{
    QTest::addColumn<Field>("field");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QByteArray>("filter");
    QTest::newRow("nothing") << Field::LastName << u"  "_s << QByteArray("{}");
    QTest::newRow("begins with") << Field::LastName << u" bri "_s
                                 << QByteArray(R"({"f":{"starts":"bri"}})");
    QTest::newRow("contains") << Field::Email << u"*@example"_s
                              << QByteArray(R"({"f":{"contains":"@example"}})");
    QTest::newRow("contains, both stars")
        << Field::Email << u"*example*"_s << QByteArray(R"({"f":{"contains":"example"}})");
    QTest::newRow("a star alone") << Field::Email << u"*"_s << QByteArray("{}");
    QTest::newRow("exactly") << Field::Department << u"=Sales"_s << QByteArray(R"({"f":"Sales"})");
    QTest::newRow("empty") << Field::Department << u"="_s << QByteArray(R"({"f":null})");
    QTest::newRow("ssn") << Field::Ssn << u"123-45-6789"_s << QByteArray(R"({"f":"123456789"})");
    QTest::newRow("id") << Field::Id << u"17"_s << QByteArray(R"({"f":17})");
    QTest::newRow("ids") << Field::Id << u"10..20"_s << QByteArray(R"({"f":{"from":10,"to":20}})");
    QTest::newRow("at least") << Field::Salary << u">= 1,000"_s
                              << QByteArray(R"({"f":{"from":"1000"}})");
    QTest::newRow("at most") << Field::Salary << u"<=99.5"_s
                             << QByteArray(R"({"f":{"to":"99.5"}})");
    QTest::newRow("open range") << Field::Salary << u"..5"_s << QByteArray(R"({"f":{"to":"5"}})");
    QTest::newRow("two dots alone") << Field::Salary << u".."_s << QByteArray("{}");
    QTest::newRow("date") << Field::HiredOn << u"2/29/2024"_s
                          << QByteArray(R"({"f":"2024-02-29"})");
    QTest::newRow("year") << Field::HiredOn << u"2021"_s
                          << QByteArray(R"({"f":{"from":"2021-01-01","to":"2021-12-31"}})");
    QTest::newRow("years") << Field::HiredOn << u"2020..2022"_s
                           << QByteArray(R"({"f":{"from":"2020-01-01","to":"2022-12-31"}})");
    QTest::newRow("no date") << Field::LeftOn << u"="_s << QByteArray(R"({"f":null})");
}

void FilterExpressionTest::means()
{
    QFETCH(const Field, field);
    QFETCH(const QString, typed);
    QFETCH(const QByteArray, filter);
    const FieldFormat format(QLocale(u"en_US"_s), {});
    const auto parsed = parseFilter(describe(field), typed, format);
    const auto *value = std::get_if<QJsonValue>(&parsed);
    QVERIFY(value);
    QJsonObject object;
    if (!value->isUndefined())
        object.insert("f"_L1, *value);
    QCOMPARE(QJsonDocument(object).toJson(QJsonDocument::Compact), filter);
}

void FilterExpressionTest::cannotBeUnderstood_data()
{
    QTest::addColumn<Field>("field");
    QTest::addColumn<QString>("typed");
    QTest::newRow("short ssn") << Field::Ssn << u"1234"_s;
    QTest::newRow("id in words") << Field::Id << u"seven"_s;
    QTest::newRow("id zero") << Field::Id << u"0"_s;
    QTest::newRow("no such date") << Field::HiredOn << u"2/30/2024"_s;
    QTest::newRow("amount in words") << Field::Salary << u"much"_s;
    QTest::newRow("range of nonsense") << Field::Salary << u"1..x"_s;
}

void FilterExpressionTest::cannotBeUnderstood()
{
    QFETCH(const Field, field);
    QFETCH(const QString, typed);
    const FieldFormat format(QLocale(u"en_US"_s), {});
    const auto parsed = parseFilter(describe(field), typed, format);
    const auto *problem = std::get_if<FilterProblem>(&parsed);
    QVERIFY(problem);
    QVERIFY(!problem->message.isEmpty());
}

void FilterExpressionTest::everyFieldHasHelp()
{
    const FieldFormat format(QLocale(u"en_US"_s), {});
    for (const FieldDescription &field : employeeFields()) {
        QVERIFY(!filterHelp(field, format).isEmpty());
        QVERIFY(!filterHint(field).isEmpty());
    }
}

QTEST_APPLESS_MAIN(FilterExpressionTest)
#include "tst_filterexpression.moc"
