#include "certs/SubjectNames.h"

#include <QHostInfo>
#include <QTest>

using namespace roster;
using namespace roster::certs;
using namespace Qt::StringLiterals;

class SubjectNamesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void spellsNamesOneWay_data();
    void spellsNamesOneWay();
    void coversThisMachine();
    void refusesAnExtraNameThatIsNone();
};

void SubjectNamesTest::spellsNamesOneWay_data()
{
    QTest::addColumn<QString>("given");
    QTest::addColumn<QString>("canonical");
    const QString none;
    QTest::newRow("plain") << u"payroll.example.org"_s << u"payroll.example.org"_s;
    QTest::newRow("upper case") << u"PayRoll"_s << u"payroll"_s;
    QTest::newRow("final dot") << u"payroll.example.org."_s << u"payroll.example.org"_s;
    QTest::newRow("other script") << u"bücher.example"_s << u"xn--bcher-kva.example"_s;
    QTest::newRow("IPv4") << u"192.0.2.7"_s << u"192.0.2.7"_s;
    QTest::newRow("IPv6") << u"2001:DB8:0::7"_s << u"2001:db8::7"_s;
    QTest::newRow("empty") << QString(u""_s) << none;
    QTest::newRow("space") << u"pay roll"_s << none;
    QTest::newRow("list") << u"a,DNS:b"_s << none;
    QTest::newRow("wildcard") << u"*.example.org"_s << none;
    QTest::newRow("URL") << u"https://example.org"_s << none;
    QTest::newRow("with port") << u"example.org:7433"_s << none;
    QTest::newRow("empty label") << u"a..b"_s << none;
    QTest::newRow("leading hyphen") << u"-a.example"_s << none;
    QTest::newRow("label too long") << QString(64, u'a') << none;
    QTest::newRow("line end") << u"example.org\n"_s << none;
    QTest::newRow("NUL") << u"example.org"_s + QChar(0) + u".evil"_s << none;
    QTest::newRow("any IPv4") << u"0.0.0.0"_s << none;
    QTest::newRow("any IPv6") << u"::"_s << none;
    QTest::newRow("scope") << u"fe80::1%eth0"_s << none;
    QTest::newRow("multicast") << u"224.0.0.1"_s << none;
}

void SubjectNamesTest::spellsNamesOneWay()
{
    QFETCH(QString, given);
    QFETCH(QString, canonical);
    QCOMPARE(canonicalSubjectName(given).value_or(QString()), canonical);
}

void SubjectNamesTest::coversThisMachine()
{
    const auto names
        = localSubjectNames({u"Payroll.Example.org"_s, u"localhost"_s, u"192.0.2.7"_s});
    QVERIFY(names);
    for (const QString &name :
        {u"localhost"_s, u"127.0.0.1"_s, u"::1"_s, u"payroll.example.org"_s, u"192.0.2.7"_s})
        QCOMPARE(names->count(name), 1);
    if (const auto host = canonicalSubjectName(QHostInfo::localHostName()))
        QVERIFY(names->contains(*host));
    for (const QString &name : *names)
        QCOMPARE(canonicalSubjectName(name).value_or(QString()), name);
}

void SubjectNamesTest::refusesAnExtraNameThatIsNone()
{
    const auto names = localSubjectNames({u"not a name"_s});
    QVERIFY(!names);
    QCOMPARE(names.error().code, ErrorCode::InvalidParams);
    QVERIFY(names.error().message.contains(u"not a name"_s));
}

QTEST_GUILESS_MAIN(SubjectNamesTest)
#include "tst_subjectnames.moc"
