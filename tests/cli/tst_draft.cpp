#include "cli-client/menu/Draft.h"

#include <QTest>

using namespace roster;
using namespace roster::cli;
using namespace Qt::StringLiterals;

namespace {

RecordView someone(const QString &salary = u"100.00"_s)
{
    return RecordView({{u"id"_s, 17}, {u"version"_s, 3}, {u"first_name"_s, u"Zoë"_s},
        {u"last_name"_s, u"O'Brien"_s}, {u"salary"_s, salary}, {u"department"_s, u"Finance"_s},
        {u"email"_s, QJsonValue::Null}});
}

} // namespace

class DraftTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ofANewRecordHoldsWhatWasTyped();
    void ofAnUpdateHoldsOnlyChanges();
    void emptiesAField();
    void showsOldAndNew();
    void keepsTheRequestKeyWhileNothingChanges();
    void dropsWhatTheNewBaseHasAlready();
    void replacesAnUnfitValue();
};

void DraftTest::ofANewRecordHoldsWhatWasTyped()
{
    Draft draft;
    QVERIFY(draft.isEmpty());
    draft.set(Field::FirstName, u"Ann"_s);
    draft.set(Field::Email, QString());
    QCOMPARE(draft.toJson(), QJsonObject({{u"first_name"_s, u"Ann"_s}}));
    QCOMPARE(draft.toText(), u"  First name  Ann\n"_s);
}

void DraftTest::ofAnUpdateHoldsOnlyChanges()
{
    Draft draft;
    draft.startFrom(someone());
    draft.set(Field::Salary, u"200.00"_s);
    draft.set(Field::Department, u"Finance"_s);
    QCOMPARE(draft.toJson(), QJsonObject({{u"salary"_s, u"200.00"_s}}));
    draft.set(Field::Salary, u"100.00"_s);
    QVERIFY(draft.isEmpty());
}

void DraftTest::emptiesAField()
{
    Draft draft;
    draft.startFrom(someone());
    draft.set(Field::Department, QString());
    QCOMPARE(draft.toJson(), QJsonObject({{u"department"_s, QJsonValue::Null}}));
    QVERIFY(draft.toText().contains(u"Finance -> (empty)"_s));
}

void DraftTest::showsOldAndNew()
{
    Draft draft;
    draft.startFrom(someone());
    draft.set(Field::Salary, u"200.00"_s);
    draft.set(Field::Email, u"zoe@example.com"_s);
    QCOMPARE(
        draft.toText(), u"  Salary  100.00 -> 200.00\n  E-mail  (empty) -> zoe@example.com\n"_s);
}

void DraftTest::keepsTheRequestKeyWhileNothingChanges()
{
    Draft draft;
    draft.set(Field::FirstName, u"Ann"_s);
    const QString key = draft.requestKey();
    QVERIFY(!key.isEmpty() && key.size() <= 64);
    QCOMPARE(draft.requestKey(), key);
    draft.set(Field::FirstName, u"Anne"_s);
    QVERIFY(draft.requestKey() != key);
}

void DraftTest::dropsWhatTheNewBaseHasAlready()
{
    Draft draft;
    draft.startFrom(someone());
    draft.set(Field::Salary, u"200.00"_s);
    draft.set(Field::FirstName, u"Zoe"_s);
    const QString key = draft.requestKey();
    draft.startFrom(someone(u"200.00"_s));
    QCOMPARE(draft.toJson(), QJsonObject({{u"first_name"_s, u"Zoe"_s}}));
    QVERIFY(draft.requestKey() != key);
}

void DraftTest::replacesAnUnfitValue()
{
    Draft draft;
    draft.startFrom(RecordView({{u"id"_s, 1}, {u"version"_s, 1}, {u"last_name"_s, u"X"_s},
        {u"hired_on"_s, QJsonValue::Null},
        {u"unfit"_s, QJsonObject{{u"hired_on"_s, u"02-30-1999"_s}}}}));
    QCOMPARE(draft.shown(Field::HiredOn), u"02-30-1999 (to be corrected)"_s);
    draft.set(Field::HiredOn, u"1999-03-01"_s);
    QCOMPARE(draft.toJson(), QJsonObject({{u"hired_on"_s, u"1999-03-01"_s}}));
}

QTEST_APPLESS_MAIN(DraftTest)
#include "tst_draft.moc"
