#include "tests/cli/MenuTestCase.h"
#include "tests/cli/PipedProgram.h"

#include <QJsonArray>
#include <QProcess>
#include <QTest>

using namespace roster;
using namespace roster::test;
using namespace Qt::StringLiterals;

/// The menu of the built program, used through a terminal.
class MenuTest : public MenuTestCase
{
    Q_OBJECT

private Q_SLOTS:
    void showsARecord();
    void addsARecordAfterConfirmation();
    void saysWhyAValueIsRefused();
    void showsWarningsInWords();
    void updatesOnlyWhatChanged();
    void editsOnceMoreBeforeSaving();
    void deletesAfterConfirmation();
    void doesNotAskWhatTheRoleMayNotWrite();
    void leavesOutWhatTheRoleMayNotDo();
    void pagesSearchesAndOpens();
    void tellsThatMoreAreFoundThanCounted();
    void filtersAndSorts();
    void anEmptyListIsNoTable();
    void theListSaysWhatItDoesNotKnow_data();
    void theListSaysWhatItDoesNotKnow();
    void takesItsAnswersFromAPipe();
    void takesUpTheSessionOfLogin();
    void asksForThePasswordWhenThatSessionHasEnded();
    void showsEscapesOfRecords();
};

void MenuTest::showsARecord()
{
    start();
    answer(u"Choose: "_s, u"1"_s);
    answer(u"ID of the record: "_s, u"seventeen"_s);
    QVERIFY(program().expect(u"whole number"_s));
    answer(u"ID of the record: "_s, u"17"_s);
    QVERIFY(program().expect(u"45210.50 USD"_s));
    answer(u"Choose: "_s, u"q"_s);
    QCOMPARE(program().exitCode(), 0);
}

void MenuTest::addsARecordAfterConfirmation()
{
    server().always(u"employee.add"_s, CliWorld::wrapped(CliWorld::employee()));
    start();
    fillNewRecord();
    QVERIFY(program().expect(u"This will be added:"_s));
    QVERIFY(program().expect(u"SSN            001020003"_s));
    QVERIFY(program().expect(u"Date of birth  1996-02-29"_s));
    QVERIFY(program().expect(u"Salary         45210.50"_s));
    QVERIFY(server().calls(u"employee.add"_s).isEmpty());
    answer(u"Add it?"_s, u"y"_s);
    QVERIFY(program().expect(u"Added Zoë O'Brien (ID 17)."_s));
    const QJsonObject params = server().calls(u"employee.add"_s).value(0);
    QCOMPARE(params.value("employee"_L1).toObject(),
        QJsonObject({{u"first_name"_s, u"Zoë"_s}, {u"last_name"_s, u"O'Brien"_s},
            {u"ssn"_s, u"001020003"_s}, {u"date_of_birth"_s, u"1996-02-29"_s},
            {u"salary"_s, u"45210.50"_s}, {u"department"_s, u"Finance"_s},
            {u"hired_on"_s, u"2021-05-03"_s}}));
    QVERIFY(!params.value("request_key"_L1).toString().isEmpty());
}

void MenuTest::saysWhyAValueIsRefused()
{
    start();
    answer(u"Choose: "_s, u"a"_s);
    answer(u"First name: "_s, QString());
    QVERIFY(program().expect(u"First name must not be empty."_s));
    answer(u"First name: "_s, u"R2-D2"_s);
    QVERIFY(program().expect(u"First name takes letters"_s));
    answer(u"First name: "_s, u"Ann"_s);
    answer(u"Last name: "_s, u"Lee"_s);
    answer(u"SSN (nine digits): "_s, u"12"_s);
    QVERIFY(program().expect(u"exactly nine digits"_s));
    answer(u"SSN (nine digits): "_s, u"123456789"_s);
    answer(u"Date of birth"_s, u"02-30-1996"_s);
    QVERIFY(program().expect(u"calendar date as mm-dd-yyyy or yyyy-mm-dd"_s));
    answer(u"Date of birth"_s, u"02-28-1996"_s);
    answer(u"Salary"_s, u"45,50"_s);
    QVERIFY(program().expect(u"plain amount"_s));
    answer(u"Salary"_s, u"1.234"_s);
    QVERIFY(program().expect(u"at most 2 decimals"_s));
    answer(u"Salary"_s, u"1"_s);
    answer(u"Department"_s, QString());
    answer(u"Job title"_s, QString());
    answer(u"E-mail"_s, u"not an address"_s);
    QVERIFY(program().expect(u"is not an e-mail address"_s));
    answer(u"E-mail"_s, QString());
    answer(u"Hired on"_s, u"1990-01-01"_s);
    QVERIFY(program().expect(u"must not be before the date of birth"_s));
}

void MenuTest::showsWarningsInWords()
{
    QJsonObject result = CliWorld::wrapped(CliWorld::employee());
    result.insert("warnings"_L1,
        QJsonArray{QJsonObject{{u"field"_s, u"ssn"_s}, {u"reason"_s, u"duplicate"_s}},
            QJsonObject{{u"field"_s, u"ssn"_s}, {u"reason"_s, u"never_issued"_s}}});
    server().always(u"employee.add"_s, result);
    start();
    fillNewRecord();
    answer(u"Add it?"_s, u"y"_s);
    QVERIFY(program().expect(u"another record has the same SSN"_s));
    QVERIFY(program().expect(u"never issued this SSN"_s));
}

void MenuTest::updatesOnlyWhatChanged()
{
    server().always(u"employee.update"_s, CliWorld::wrapped(CliWorld::employee(17, 4)));
    start();
    answer(u"Choose: "_s, u"3"_s);
    answer(u"ID of the record to update: "_s, u"17"_s);
    answer(u"First name [Zoë]: "_s, QString());
    answer(u"Last name [O'Brien]: "_s, QString());
    answer(u"[001020003]: "_s, QString());
    answer(u"[1996-02-29]: "_s, QString());
    answer(u"Salary (USD) [45210.50]: "_s, u"50000"_s);
    answer(u"Department [Finance]: "_s, u"Finance"_s);
    answer(u"Job title [Analyst]: "_s, u"-"_s);
    answer(u"E-mail [zoe@example.com]: "_s, QString());
    answer(u"[2021-05-03]: "_s, QString());
    answer(u"Left on"_s, QString());
    QVERIFY(program().expect(u"45210.50 -> 50000.00"_s));
    QVERIFY(program().expect(u"Analyst -> (empty)"_s));
    answer(u"Save it?"_s, u"y"_s);
    QVERIFY(program().expect(u"Saved Zoë O'Brien (ID 17)."_s));
    const QJsonObject params = server().calls(u"employee.update"_s).value(0);
    QCOMPARE(params.value("changes"_L1).toObject(),
        QJsonObject({{u"salary"_s, u"50000.00"_s}, {u"job_title"_s, QJsonValue::Null}}));
    QCOMPARE(params.value("version"_L1).toInteger(), 3);
}

void MenuTest::editsOnceMoreBeforeSaving()
{
    start();
    answer(u"Choose: "_s, u"3"_s);
    answer(u"to update: "_s, u"17"_s);
    answer(u"First name [Zoë]: "_s, u"Zoe"_s);
    for (int i = 0; i < 9; ++i)
        answer(u": "_s, QString());
    answer(u"Save it?"_s, u"e"_s);
    answer(u"First name [Zoe]: "_s, u"Zoë"_s);
    for (int i = 0; i < 9; ++i)
        answer(u": "_s, QString());
    QVERIFY(program().expect(u"Nothing was changed."_s));
    QVERIFY(server().calls(u"employee.update"_s).isEmpty());
}

void MenuTest::deletesAfterConfirmation()
{
    server().always(u"employee.delete"_s, QJsonObject{{u"id"_s, 17}, {u"version"_s, 4}});
    start();
    answer(u"Choose: "_s, u"4"_s);
    answer(u"ID of the record to delete: "_s, u"17"_s);
    answer(u"Delete Zoë O'Brien (ID 17)?"_s, u"n"_s);
    QVERIFY(program().expect(u"Nothing was deleted."_s));
    QVERIFY(server().calls(u"employee.delete"_s).isEmpty());
    answer(u"Choose: "_s, u"d"_s);
    answer(u"ID of the record to delete: "_s, u"17"_s);
    answer(u"Delete Zoë O'Brien (ID 17)?"_s, u"y"_s);
    QVERIFY(program().expect(u"Deleted Zoë O'Brien (ID 17)."_s));
    QCOMPARE(server().calls(u"employee.delete"_s).value(0).value("version"_L1).toInteger(), 3);
}

void MenuTest::doesNotAskWhatTheRoleMayNotWrite()
{
    server().always(u"session.login"_s,
        FakeServer::loginResult({u"employee.get"_s, u"employee.update"_s}, u"masked"_s));
    server().always(u"employee.get"_s,
        CliWorld::wrapped(CliWorld::employee(17, 3,
            {{u"ssn"_s, u"*****0003"_s}, {u"date_of_birth"_s, u"****-**-**"_s},
                {u"salary"_s, u"***"_s},
                {u"masked"_s, QJsonArray{u"ssn"_s, u"date_of_birth"_s, u"salary"_s}}})));
    start();
    answer(u"Choose: "_s, u"3"_s);
    answer(u"to update: "_s, u"17"_s);
    QVERIFY(program().expect(u"SSN            *****0003"_s));
    QVERIFY(program().expect(u"Date of birth  ****-**-**"_s));
    answer(u"First name [Zoë]: "_s, QString());
    answer(u"Last name [O'Brien]: "_s, QString());
    answer(u"Department [Finance]: "_s, QString());
    QVERIFY(!program().screen().contains("SSN (nine"));
}

void MenuTest::leavesOutWhatTheRoleMayNotDo()
{
    server().always(u"session.login"_s, FakeServer::loginResult({u"employee.get"_s}, u"none"_s));
    start();
    QVERIFY(program().expect(u"Delete a record  (not allowed)"_s));
    answer(u"Choose: "_s, u"4"_s);
    QVERIFY(program().expect(u"does not allow this (employee.delete)"_s));
    answer(u"Choose: "_s, u"x"_s);
    QVERIFY(program().expect(u"Choose one of"_s));
}

void MenuTest::pagesSearchesAndOpens()
{
    server().on(u"employee.list"_s, [](const QJsonObject &params) -> Answer {
        const bool isSecond = params.contains("after"_L1);
        QJsonObject result{{u"employees"_s, QJsonArray{CliWorld::employee(isSecond ? 2 : 1)}}};
        if (!isSecond)
            result.insert("next"_L1, u"page2"_s);
        if (params.contains("total"_L1))
            result.insert("total"_L1, 2);
        return result;
    });
    start();
    answer(u"Choose: "_s, u"5"_s);
    QVERIFY(program().expect(u"Page 1, 2 records."_s));
    answer(u"[n]ext"_s, u"n"_s);
    QVERIFY(program().expect(u"Page 2, 2 records."_s));
    answer(u"[p]revious"_s, u"p"_s);
    QVERIFY(program().expect(u"Page 1"_s));
    answer(u"[n]ext"_s, u"/zoe"_s);
    QVERIFY(program().expect(u"; /zoe."_s));
    QCOMPARE(server()
                 .calls(u"employee.list"_s)
                 .last()
                 .value("filter"_L1)
                 .toObject()
                 .value("text"_L1)
                 .toString(),
        u"zoe"_s);
    answer(u"ID to open"_s, u"17"_s);
    QVERIFY(program().expect(u"45210.50 USD"_s));
    answer(u"ID to open"_s, u"q"_s);
    QVERIFY(program().expect(u"Choose: "_s));
}

void MenuTest::tellsThatMoreAreFoundThanCounted()
{
    server().always(u"employee.list"_s,
        QJsonObject{{u"employees"_s, QJsonArray{CliWorld::employee()}}, {u"total"_s, 20001},
            {u"total_is_least"_s, true}});
    start();
    answer(u"Choose: "_s, u"5"_s);
    QVERIFY(program().expect(u"Page 1, 20001 or more records."_s));
    answer(u"ID to open"_s, u"q"_s);
    QVERIFY(program().expect(u"Choose: "_s));
}

void MenuTest::filtersAndSorts()
{
    server().always(
        u"employee.list"_s, QJsonObject{{u"employees"_s, QJsonArray()}, {u"total"_s, 0}});
    start();
    answer(u"Choose: "_s, u"l"_s);
    QVERIFY(program().expect(u"No records."_s));
    answer(u"[f]ilter"_s, u"f"_s);
    answer(u"Filter: "_s, u"shoe=1"_s);
    QVERIFY(program().expect(u"There is no field"_s));
    answer(u"Filter: "_s, u"department=Finance, hired_on=2020-01-01.."_s);
    QVERIFY(program().expect(u"department=Finance, hired_on=2020-01-01..."_s));
    answer(u"[s]ort"_s, u"S"_s);
    answer(u"Sort by"_s, u"salary:down"_s);
    QVERIFY(program().expect(u"no sort order"_s));
    answer(u"Sort by"_s, u"salary:desc, last_name"_s);
    QVERIFY(program().expect(u"No records"_s));
    const QJsonObject params = server().calls(u"employee.list"_s).last();
    QCOMPARE(params.value("sort"_L1).toArray().size(), 2);
    QCOMPARE(params.value("filter"_L1).toObject().size(), 2);
}

void MenuTest::anEmptyListIsNoTable()
{
    server().always(
        u"employee.list"_s, QJsonObject{{u"employees"_s, QJsonArray()}, {u"total"_s, 0}});
    start();
    answer(u"Choose: "_s, u"5"_s);
    QVERIFY(program().expect(u"No records."_s));
    QVERIFY(!program().screen().contains("First name"));
    QVERIFY(!program().screen().contains("more columns"));
}

void MenuTest::theListSaysWhatItDoesNotKnow_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("told");
    QTest::newRow("word") << u"delete"_s << u"\"delete\" is none of these"_s;
    QTest::newRow("a filter at the wrong prompt")
        << u"department=Finance"_s << u"\"department=Finance\" is none of these"_s;
    QTest::newRow("no ID") << u"0"_s << u"\"0\" is none of these"_s;
    QTest::newRow("next of the last") << u"n"_s << u"This is the last page."_s;
    QTest::newRow("return on the last") << QString() << u"This is the last page."_s;
    QTest::newRow("previous of the first") << u"P"_s << u"This is the first page."_s;
}

void MenuTest::theListSaysWhatItDoesNotKnow()
{
    QFETCH(QString, typed);
    QFETCH(QString, told);
    server().always(u"employee.list"_s,
        QJsonObject{{u"employees"_s, QJsonArray{CliWorld::employee()}}, {u"total"_s, 1}});
    start();
    answer(u"Choose: "_s, u"5"_s);
    answer(u"[q]uit list: "_s, typed);
    QVERIFY(program().expect(told));
    answer(u"[q]uit list: "_s, u"Q"_s);
    QVERIFY(program().expect(u"Choose: "_s));
}

void MenuTest::takesItsAnswersFromAPipe()
{
    server().always(u"employee.add"_s, CliWorld::wrapped(CliWorld::employee()));
    QProcess process;
    process.start(QStringLiteral(ROSTER_CLI), world().arguments());
    process.write("2\nZoe\nLee\n123456789\n1990-01-02\n100\n\n\n\n\n\ny\n1\n17\nq\n");
    process.closeWriteChannel();
    QTRY_COMPARE(process.state(), QProcess::NotRunning);
    QCOMPARE(process.exitCode(), 0);
    const QByteArray output = process.readAllStandardOutput();
    QVERIFY(output.contains("Added Zo"));
    QVERIFY(output.contains("45210.50 USD"));
    QVERIFY(output.contains("Logged out."));
}

void MenuTest::takesUpTheSessionOfLogin()
{
    const QString cli = QStringLiteral(ROSTER_CLI);
    QCOMPARE(PipedProgram(cli, world().arguments({u"login"_s})).finish().exitCode, 0);
    start({});
    QVERIFY(program().expect(u"q     Quit; you stay logged in"_s));
    answer(u"Choose: "_s, u"1"_s);
    answer(u"ID of the record: "_s, u"17"_s);
    QVERIFY(program().expect(u"45210.50 USD"_s));
    answer(u"Choose: "_s, u"q"_s);
    QCOMPARE(program().exitCode(), 0);
    QVERIFY(!program().screen().contains("Password"));
    QVERIFY(server().calls(u"session.logout"_s).isEmpty());
    const Run piped = PipedProgram(cli, {}, "1\n17\nq\n").finish();
    QCOMPARE(piped.exitCode, 0);
    QVERIFY(piped.output.contains("45210.50 USD"));
    QCOMPARE(server().calls(u"session.login"_s).size(), 1);
}

void MenuTest::asksForThePasswordWhenThatSessionHasEnded()
{
    const QString cli = QStringLiteral(ROSTER_CLI);
    QCOMPARE(PipedProgram(cli, world().arguments({u"login"_s})).finish().exitCode, 0);
    server().always(u"session.resume"_s, Error{ErrorCode::SessionExpired, u"It has ended."_s, {}});
    start({});
    QVERIFY(program().expect(u"Your session has ended."_s));
    answer(u"Password of alice: "_s, u"correct"_s);
    QVERIFY(program().expect(u"q     Log out"_s));
    answer(u"Choose: "_s, u"q"_s);
    QCOMPARE(program().exitCode(), 0);
    QCOMPARE(server().calls(u"session.logout"_s).size(), 1);
}

void MenuTest::showsEscapesOfRecords()
{
    server().always(u"employee.get"_s,
        CliWorld::wrapped(CliWorld::employee(17, 3,
            {{u"last_name"_s, u"\x1b[31mEvil\u202e\u009b"_s},
                {u"updated_by"_s, u"\x1b]0;t\x07"_s}})));
    start();
    answer(u"Choose: "_s, u"1"_s);
    answer(u"ID of the record: "_s, u"17"_s);
    QVERIFY(program().expect(u"\\x1b[31mEvil\\u202e\\x9b"_s));
    QVERIFY(program().expect(u"\\x1b]0;t\\x07"_s));
    answer(u"Choose: "_s, u"q"_s);
    QCOMPARE(program().exitCode(), 0);
    QVERIFY(!program().screen().contains('\x1b'));
}

QTEST_GUILESS_MAIN(MenuTest)
#include "tst_menu.moc"
