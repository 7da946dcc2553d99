#include "tests/cli/MenuTestCase.h"

#include <QJsonArray>
#include <QProcess>
#include <QTest>

using namespace roster;
using namespace roster::test;
using namespace Qt::StringLiterals;

namespace {

QJsonArray fieldErrors(const QString &field, const QString &message)
{
    return {QJsonObject{{u"field"_s, field}, {u"reason"_s, u"x"_s}, {u"message"_s, message}}};
}

} // namespace

/// What the menu makes of a refusal, a conflict, an ended session and a lost server: nothing that
/// was typed is lost.
class MenuRecoveryTest : public MenuTestCase
{
    Q_OBJECT

private Q_SLOTS:
    void asksARefusedFieldAgainAndKeepsTheRest();
    void keepsMineInAConflict();
    void keepsTheirsInAConflict();
    void asksForThePasswordWhenTheSessionExpires();
    void tellsAtOnceThatTheSessionEnded();
    void repeatsAWriteWithItsKeyAfterALostServer();
    void printsWhatWasEnteredWhenTheServerStaysAway();
    void controlCInsteadOfReconnectingEndsTheMenu();
    void offersToTryAgainLater();
};

void MenuRecoveryTest::asksARefusedFieldAgainAndKeepsTheRest()
{
    server().once(u"employee.add"_s,
        {Error{ErrorCode::ValidationFailed, u"A value is not right."_s,
            {{u"fields"_s, fieldErrors(u"ssn"_s, u"This SSN is on a list."_s)}}}});
    server().always(u"employee.add"_s, CliWorld::wrapped(CliWorld::employee()));
    start();
    fillNewRecord();
    answer(u"Add it?"_s, u"y"_s);
    QVERIFY(program().expect(u"SSN: This SSN is on a list."_s));
    answer(u"SSN (nine digits) [001020003]: "_s, u"001020004"_s);
    QVERIFY(program().expect(u"Department     Finance"_s));
    answer(u"Add it?"_s, u"y"_s);
    QVERIFY(program().expect(u"Added"_s));
    const QList<QJsonObject> calls = server().calls(u"employee.add"_s);
    QCOMPARE(
        calls.at(1).value("employee"_L1).toObject().value("ssn"_L1).toString(), u"001020004"_s);
    QVERIFY(calls.at(0).value("request_key"_L1) != calls.at(1).value("request_key"_L1));
}

void MenuRecoveryTest::keepsMineInAConflict()
{
    const QJsonObject theirs = CliWorld::employee(17, 5, {{u"salary"_s, u"48000.00"_s}});
    server().once(u"employee.update"_s,
        {Error{ErrorCode::Conflict, u"Changed."_s,
            {{u"fields"_s, fieldErrors(u"salary"_s, u""_s)}, {u"employee"_s, theirs}}}});
    server().always(u"employee.update"_s, CliWorld::wrapped(CliWorld::employee(17, 6)));
    start();
    answer(u"Choose: "_s, u"3"_s);
    answer(u"to update: "_s, u"17"_s);
    for (int i = 0; i < 4; ++i)
        answer(u"]: "_s, QString());
    answer(u"Salary (USD) [45210.50]: "_s, u"50000"_s);
    for (int i = 0; i < 5; ++i)
        answer(u": "_s, QString());
    answer(u"Save it?"_s, u"y"_s);
    QVERIFY(program().expect(u"bob has changed this record"_s));
    QVERIFY(program().expect(u"Salary  50000.00  48000.00"_s));
    answer(u"Keep [m]ine"_s, u"m"_s);
    QVERIFY(program().expect(u"Saved"_s));
    const QJsonObject params = server().calls(u"employee.update"_s).value(1);
    QCOMPARE(params.value("version"_L1).toInteger(), 5);
    QCOMPARE(params.value("changes"_L1).toObject(), QJsonObject({{u"salary"_s, u"50000.00"_s}}));
}

void MenuRecoveryTest::keepsTheirsInAConflict()
{
    const QJsonObject theirs = CliWorld::employee(17, 5, {{u"salary"_s, u"48000.00"_s}});
    server().once(u"employee.update"_s,
        {Error{ErrorCode::Conflict, u"Changed."_s,
            {{u"fields"_s, QJsonArray{u"salary"_s}}, {u"employee"_s, theirs}}}});
    start();
    answer(u"Choose: "_s, u"3"_s);
    answer(u"to update: "_s, u"17"_s);
    for (int i = 0; i < 4; ++i)
        answer(u"]: "_s, QString());
    answer(u"Salary (USD) [45210.50]: "_s, u"50000"_s);
    for (int i = 0; i < 5; ++i)
        answer(u": "_s, QString());
    answer(u"Save it?"_s, u"y"_s);
    answer(u"Keep [m]ine"_s, u"t"_s);
    QVERIFY(program().expect(u"Nothing was changed."_s));
    QVERIFY(program().expect(u"Choose: "_s));
    QCOMPARE(server().calls(u"employee.update"_s).size(), 1);
}

void MenuRecoveryTest::asksForThePasswordWhenTheSessionExpires()
{
    server().once(u"employee.add"_s, {Error{ErrorCode::SessionExpired, u"Expired."_s, {}}});
    server().always(u"employee.add"_s, CliWorld::wrapped(CliWorld::employee()));
    start();
    fillNewRecord();
    answer(u"Add it?"_s, u"y"_s);
    QVERIFY(program().expect(u"what you entered is kept"_s));
    answer(u"Password of alice: "_s, u"wrong"_s);
    answer(u"Password of alice: "_s, u"correct"_s);
    QVERIFY(program().expect(u"Added Zoë O'Brien (ID 17)."_s));
    const QList<QJsonObject> calls = server().calls(u"employee.add"_s);
    QCOMPARE(calls.size(), 2);
    QCOMPARE(calls.at(0), calls.at(1));
}

void MenuRecoveryTest::tellsAtOnceThatTheSessionEnded()
{
    start();
    answer(u"Choose: "_s, u"2"_s);
    answer(u"First name: "_s, u"Ann"_s);
    QVERIFY(program().expect(u"Last name: "_s));
    server().notifyAll(u"session.ended"_s, {{u"reason"_s, u"revoked"_s}});
    QVERIFY(program().expect(u"Your session was ended from elsewhere."_s));
    answer(u"Last name: "_s, u"Lee"_s);
    QVERIFY(program().expect(u"SSN"_s));
    program().type("\x03");
    answer(u"Choose: "_s, u"1"_s);
    server().once(u"employee.get"_s, {Error{ErrorCode::LoginRequired, u"Log in."_s, {}}});
    answer(u"ID of the record: "_s, u"17"_s);
    answer(u"Password of alice: "_s, u"correct"_s);
    QVERIFY(program().expect(u"45210.50 USD"_s));
}

void MenuRecoveryTest::repeatsAWriteWithItsKeyAfterALostServer()
{
    server().once(u"employee.add"_s, {HangUp{}});
    server().always(u"employee.add"_s, CliWorld::wrapped(CliWorld::employee()));
    start();
    fillNewRecord();
    answer(u"Add it?"_s, u"y"_s);
    QVERIFY(program().expect(u"was lost"_s));
    QVERIFY(program().expect(u"nothing is done twice"_s));
    answer(u"Reconnect and try again?"_s, u"y"_s);
    QVERIFY(program().expect(u"Added Zoë O'Brien (ID 17)."_s));
    const QList<QJsonObject> calls = server().calls(u"employee.add"_s);
    QCOMPARE(calls.size(), 2);
    QCOMPARE(calls.at(0), calls.at(1));
    QCOMPARE(server().calls(u"session.resume"_s).size(), 1);
}

void MenuRecoveryTest::printsWhatWasEnteredWhenTheServerStaysAway()
{
    start();
    fillNewRecord();
    QVERIFY(program().expect(u"Add it?"_s));
    server().stopListening();
    server().dropConnections();
    QVERIFY(program().expect(u"was lost"_s));
    program().enter(u"y"_s);
    QVERIFY(program().expect(u"connection refused"_s));
    answer(u"Reconnect and try again?"_s, u"y"_s);
    answer(u"Reconnect and try again?"_s, u"n"_s);
    QVERIFY(program().expect(u"Not saved, a new employee:"_s));
    QVERIFY(program().expect(u"First name     Zoë"_s));
    QVERIFY(program().expect(u"Hired on       2021-05-03"_s));
    QCOMPARE(program().exitCode(), 3);
}

void MenuRecoveryTest::controlCInsteadOfReconnectingEndsTheMenu()
{
    server().always(u"employee.add"_s, HangUp{});
    start();
    fillNewRecord();
    answer(u"Add it?"_s, u"y"_s);
    answer(u"Reconnect and try again?"_s, u"perhaps"_s);
    QVERIFY(program().expect(u"Please answer with y or n."_s));
    QVERIFY(program().expect(u"Reconnect and try again?"_s));
    program().type("\x03");
    QVERIFY(program().expect(u"Not saved, a new employee:"_s));
    QCOMPARE(program().exitCode(), 130);
}

void MenuRecoveryTest::offersToTryAgainLater()
{
    server().once(u"employee.delete"_s,
        {Error{ErrorCode::OutcomeUnknown, u"It is not known whether it was saved."_s, {}},
            QJsonObject{{u"id"_s, 17}, {u"version"_s, 4}}});
    start();
    answer(u"Choose: "_s, u"4"_s);
    answer(u"to delete: "_s, u"17"_s);
    answer(u"Delete Zoë O'Brien (ID 17)?"_s, u"y"_s);
    QVERIFY(program().expect(u"It is not known"_s));
    answer(u"Try again?"_s, u"y"_s);
    QVERIFY(program().expect(u"Deleted"_s));
    const QList<QJsonObject> calls = server().calls(u"employee.delete"_s);
    QCOMPARE(calls.at(0), calls.at(1));
}

QTEST_GUILESS_MAIN(MenuRecoveryTest)
#include "tst_menurecovery.moc"
