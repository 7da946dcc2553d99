#include "server/auth/RightsEdit.h"

#include <QTest>

using namespace roster;
using namespace roster::server;
using namespace Qt::StringLiterals;

namespace {

const Rights viewer(
    {Permission::EmployeeGet}, FieldAccess::Masked, FieldAccess::Masked, FieldAccess::None);

} // namespace

class RightsEditTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void edits_data();
    void edits();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void knowsWhenNothingIsAsked();
};

void RightsEditTest::edits_data()
{
    using enum FieldAccess;
    using P = Permission;
    QTest::addColumn<QStringList>("permissions");
    QTest::addColumn<QStringList>("fields");
    QTest::addColumn<Rights>("expected");
    QTest::newRow("grants one") << QStringList{u"+employee.add"_s} << QStringList()
                                << Rights({P::EmployeeGet, P::EmployeeAdd}, Masked, Masked, None);
    QTest::newRow("withdraws one")
        << QStringList{u"-employee.get"_s} << QStringList() << Rights({}, Masked, Masked, None);
    QTest::newRow("withdraws what is not there")
        << QStringList{u"-user.manage"_s} << QStringList() << viewer;
    QTest::newRow("both ways") << QStringList{u"+audit.read"_s, u"-employee.get"_s} << QStringList()
                               << Rights({P::AuditRead}, Masked, Masked, None);
    QTest::newRow("the whole set")
        << QStringList{u"employee.add"_s, u"employee.update"_s} << QStringList()
        << Rights({P::EmployeeAdd, P::EmployeeUpdate}, Masked, Masked, None);
    QTest::newRow("commas") << QStringList{u"employee.add, employee.get"_s}
                            << QStringList{u"ssn=read,salary=write"_s}
                            << Rights({P::EmployeeAdd, P::EmployeeGet}, Read, Masked, Write);
    QTest::newRow("a level") << QStringList() << QStringList{u"ssn=none"_s}
                             << Rights({P::EmployeeGet}, None, Masked, None);
    QTest::newRow("the same twice") << QStringList{u"employee.get"_s, u"employee.get"_s}
                                    << QStringList{u"ssn=masked"_s, u"ssn=masked"_s} << viewer;
}

void RightsEditTest::edits()
{
    QFETCH(QStringList, permissions);
    QFETCH(QStringList, fields);
    const Result<RightsEdit> edit = RightsEdit::parse(permissions, fields);
    QVERIFY(edit);
    QVERIFY(!edit->isEmpty());
    QTEST(edit->appliedTo(viewer), "expected");
}

void RightsEditTest::saysWhatIsWrong_data()
{
    QTest::addColumn<QStringList>("permissions");
    QTest::addColumn<QStringList>("fields");
    QTest::addColumn<QString>("named");
    const auto permission
        = [](const char *title, const QStringList &written, const QString &named) {
              QTest::newRow(title) << written << QStringList() << named;
          };
    const auto field = [](const char *title, const QStringList &written, const QString &named) {
        QTest::newRow(title) << QStringList() << written << named;
    };
    permission("an unknown permission", {u"employee.fly"_s}, u"\"employee.fly\""_s);
    permission("which there are", {u"fly"_s}, u"employee.get, employee.add"_s);
    permission("an empty one", {u""_s}, u"\"\""_s);
    permission("another case", {u"Employee.Get"_s}, u"\"Employee.Get\""_s);
    permission("a sign alone", {u"+"_s}, u"\"\""_s);
    permission("signs and none", {u"+employee.add"_s, u"employee.get"_s}, u"before none"_s);
    permission("granted and withdrawn", {u"+employee.add"_s, u"-employee.add"_s},
        u"employee.add is both"_s);
    field("no level", {u"ssn"_s}, u"\"ssn\" is not FIELD=LEVEL"_s);
    field("an unknown field", {u"height=read"_s}, u"\"height\""_s);
    field("a plain field", {u"department=read"_s}, u"there are ssn, date_of_birth, salary"_s);
    field("an unknown level", {u"ssn=secret"_s}, u"\"secret\""_s);
    field("an empty level", {u"ssn="_s}, u"\"\" is no level"_s);
    field("two levels", {u"ssn=read"_s, u"ssn=none"_s}, u"ssn is given two"_s);
}

void RightsEditTest::saysWhatIsWrong()
{
    QFETCH(QStringList, permissions);
    QFETCH(QStringList, fields);
    QFETCH(QString, named);
    const Result<RightsEdit> edit = RightsEdit::parse(permissions, fields);
    QVERIFY(!edit);
    QCOMPARE(edit.error().code, ErrorCode::ValidationFailed);
    QVERIFY2(edit.error().message.contains(named), qPrintable(edit.error().message));
}

void RightsEditTest::knowsWhenNothingIsAsked()
{
    const Result<RightsEdit> edit = RightsEdit::parse({}, {});
    QVERIFY(edit && edit->isEmpty());
    QCOMPARE(edit->appliedTo(viewer), viewer);
}

QTEST_GUILESS_MAIN(RightsEditTest)
#include "tst_rightsedit.moc"
