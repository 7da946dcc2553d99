#include "gui-client/edit/PastePlan.h"
#include "gui-client/edit/PasteProblems.h"
#include "gui-client/text/ClipboardTable.h"
#include "tests/gui/WorkspaceWorld.h"

#include <QAbstractItemView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace roster;
using namespace roster::gui;
using namespace roster::gui::test;
using namespace Qt::StringLiterals;

namespace {

FieldFormat format()
{
    return {QLocale(u"de_DE"_s), Currency{u"USD"_s, 2}};
}

} // namespace

class PastePlanTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void plansABlock();
    void oneValueFillsTheSelection();
    void aBlockIsRepeatedWhereItFits();
    void aBlockThatDoesNotFitIsPastedOnce();
    void whatIsThereAlreadyIsNoChange();
    void aShortRowLeavesTheRest();
    void anEmptyCellEmpties();
    void saysWhichCellIsWrong();
    void saysWhatIsTooMuch();
    void keepsTheRulesBetweenDates();
    void theRestOfADateRuleStillGoes();
    void fillsDownExactly();
    void asksTheRights();
    void leavesDeletedRecordsAlone();
    void writesOnTheRealServer();
    void nothingIsTheDefault();
    void theOtherCellsAreAWayOut();
    void theOtherCellsMayBeNone();

private:
    [[nodiscard]] PastePlan plan(const QString &text, const QList<Field> &fields,
        qsizetype selectedRows = 1, qsizetype selectedFields = 1) const
    {
        return PastePlan::ofBlock(ClipboardTable::fromText(text),
            {m_rows, fields, selectedRows, selectedFields}, format(), m_world->workspace().editor);
    }

    std::unique_ptr<WorkspaceWorld> m_world;
    QList<EmployeeRow> m_rows;
};

void PastePlanTest::init()
{
    m_world = std::make_unique<WorkspaceWorld>();
    m_rows.clear();
    const QList<EmployeeId> ids = m_world->addEmployees(3);
    for (const EmployeeId id : ids)
        m_rows.append(m_world->read(id));
}

void PastePlanTest::cleanup()
{
    m_world.reset();
}

void PastePlanTest::plansABlock()
{
    const PastePlan planned = plan(u"Ada\t45.210,50\r\nEve\t\"9000\"\r\n"_s,
        {Field::FirstName, Field::Salary, Field::Department});
    QVERIFY(planned.problems().isEmpty());
    QCOMPARE(planned.cellCount(), 4);
    QCOMPARE(planned.changes().size(), 2);
    QCOMPARE(planned.changes()[0].seen.id, m_rows[0].id);
    QCOMPARE(planned.changes()[0].changes,
        (FieldChanges{{Field::FirstName, u"Ada"_s}, {Field::Salary, u"45210.50"_s}}));
    QCOMPARE(planned.changes()[1].changes,
        (FieldChanges{{Field::FirstName, u"Eve"_s}, {Field::Salary, u"9000"_s}}));
}

void PastePlanTest::oneValueFillsTheSelection()
{
    const PastePlan planned
        = plan(u"Cellar"_s, {Field::Department, Field::JobTitle, Field::Email}, 3, 2);
    QCOMPARE(planned.cellCount(), 6);
    for (const RecordChange &change : planned.changes()) {
        QCOMPARE(change.changes,
            (FieldChanges{{Field::Department, u"Cellar"_s}, {Field::JobTitle, u"Cellar"_s}}));
    }
}

void PastePlanTest::aBlockIsRepeatedWhereItFits()
{
    const PastePlan planned = plan(u"Cellar\tBaker"_s, {Field::Department, Field::JobTitle}, 3, 2);
    QCOMPARE(planned.changes().size(), 3);
    QCOMPARE(planned.changes()[2].changes,
        (FieldChanges{{Field::Department, u"Cellar"_s}, {Field::JobTitle, u"Baker"_s}}));
}

void PastePlanTest::aBlockThatDoesNotFitIsPastedOnce()
{
    const PastePlan planned = plan(u"Cellar\nAttic"_s, {Field::Department}, 3, 1);
    QCOMPARE(planned.changes().size(), 2);
    QVERIFY(planned.problems().isEmpty());
}

void PastePlanTest::whatIsThereAlreadyIsNoChange()
{
    const QString salary = m_rows[0].text(Field::Salary);
    QVERIFY(salary.endsWith(u".00"));
    const PastePlan planned = plan(m_rows[0].text(Field::FirstName) + u'\t' + salary.chopped(3),
        {Field::FirstName, Field::Salary});
    QCOMPARE(planned.cellCount(), 0);
    QVERIFY(planned.changes().isEmpty());
    QVERIFY(planned.problems().isEmpty());
}

void PastePlanTest::aShortRowLeavesTheRest()
{
    const PastePlan planned = plan(u"Cellar\tBaker\nAttic"_s, {Field::Department, Field::JobTitle});
    QCOMPARE(planned.changes()[1].changes, (FieldChanges{{Field::Department, u"Attic"_s}}));
}

void PastePlanTest::anEmptyCellEmpties()
{
    m_rows[0].texts[indexOf(Field::Department)] = u"Cellar"_s;
    const PastePlan planned = plan(u"\tx"_s, {Field::Department, Field::FirstName});
    QCOMPARE(planned.changes()[0].changes,
        (FieldChanges{{Field::Department, QString()}, {Field::FirstName, u"x"_s}}));
    const PastePlan required = plan(u"\tx"_s, {Field::FirstName, Field::Department});
    QCOMPARE(required.problems().size(), 1);
    QCOMPARE(required.problems()[0].sentence, u"This field must be filled in."_s);
}

void PastePlanTest::saysWhichCellIsWrong()
{
    const PastePlan planned = plan(
        u"Ada\t45,21\tA\nE2\t9000\tB"_s, {Field::FirstName, Field::Salary, Field::Department});
    QCOMPARE(planned.problems().size(), 1);
    const PasteProblem &name = planned.problems()[0];
    QVERIFY(name.record.contains(QString::number(m_rows[1].id)));
    QCOMPARE(name.field, Field::FirstName);
    QCOMPARE(name.text, u"E2"_s);
    QVERIFY(name.sentence.startsWith(u"A name has"));
    // The cells without a problem stand ready, if the person wants them.
    QCOMPARE(planned.cellCount(), 5);
    const PastePlan english = PastePlan::ofBlock({{u"45,21"_s}}, {m_rows, {Field::Salary}},
        FieldFormat(QLocale(u"en_US"_s), Currency{}), m_world->workspace().editor);
    QCOMPARE(english.problems().value(0).sentence, u"This is no amount."_s);
    QCOMPARE(english.cellCount(), 0);
}

void PastePlanTest::saysWhatIsTooMuch()
{
    const PastePlan planned = plan(u"a\tb\nc\td\ne\tf\ng\th"_s, {Field::Department});
    QCOMPARE(planned.changes().size(), 3);
    QCOMPARE(planned.problems().size(), 2);
    QVERIFY(!planned.problems()[0].field);
    QVERIFY(planned.problems()[0].sentence.contains(u'1'));
}

void PastePlanTest::keepsTheRulesBetweenDates()
{
    const QString born = m_rows[0].text(Field::DateOfBirth);
    QVERIFY(!born.isEmpty());
    const PastePlan planned = plan(u"Cellar\t01.01.1901"_s, {Field::Department, Field::HiredOn});
    QCOMPARE(planned.problems().size(), 1);
    QCOMPARE(planned.problems()[0].field, Field::HiredOn);
    QCOMPARE(planned.problems()[0].sentence, u"This is before the date of birth."_s);
    QCOMPARE(planned.changes()[0].changes, (FieldChanges{{Field::Department, u"Cellar"_s}}));
}

void PastePlanTest::theRestOfADateRuleStillGoes()
{
    m_rows[0].texts[indexOf(Field::HiredOn)] = u"2021-05-03"_s;
    m_rows[0].texts[indexOf(Field::LeftOn)] = u"2022-05-03"_s;
    // The later date stays as it is, so the earlier one is what cannot be.
    const PastePlan planned = plan(u"03.05.2023\tAda"_s, {Field::HiredOn, Field::FirstName});
    QCOMPARE(planned.problems().size(), 1);
    QCOMPARE(planned.problems()[0].field, Field::HiredOn);
    QCOMPARE(planned.problems()[0].text, u"03.05.2023"_s);
    QCOMPARE(planned.changes()[0].changes, (FieldChanges{{Field::FirstName, u"Ada"_s}}));
}

void PastePlanTest::fillsDownExactly()
{
    // With three decimals the locale would read the wire's point as a group.
    m_rows[0].texts[indexOf(Field::Salary)] = u"1.500"_s;
    const FieldFormat dinars(QLocale(u"de_DE"_s), Currency{u"KWD"_s, 3});
    const PastePlan planned = PastePlan::ofFillDown(
        {m_rows, {Field::Salary, Field::Department}, 3, 1}, dinars, m_world->workspace().editor);
    QCOMPARE(planned.changes().size(), 2);
    QCOMPARE(planned.changes()[0].seen.id, m_rows[1].id);
    QCOMPARE(planned.changes()[1].changes, (FieldChanges{{Field::Salary, u"1.500"_s}}));
    QVERIFY(planned.problems().isEmpty());
}

void PastePlanTest::asksTheRights()
{
    const WorkspaceWorld viewers(u"viewer"_s);
    WorkspaceWorld &world = const_cast<WorkspaceWorld &>(viewers);
    const PastePlan planned = PastePlan::ofBlock(
        {{u"Cellar"_s}}, {m_rows, {Field::Department}}, format(), world.workspace().editor);
    QCOMPARE(planned.cellCount(), 0);
    QVERIFY(planned.problems().value(0).sentence.contains(u"employee.update"));
    const PastePlan ids = plan(u"99"_s, {Field::Id});
    QCOMPARE(ids.cellCount(), 0);
    QCOMPARE(ids.problems().size(), 1);
}

void PastePlanTest::leavesDeletedRecordsAlone()
{
    m_rows[0].deletedAt = u"2026-11-24T10:00:00Z"_s;
    const PastePlan planned = plan(u"Cellar"_s, {Field::Department}, 3, 1);
    QCOMPARE(planned.changes().size(), 2);
    QCOMPARE(planned.problems().size(), 1);
}

void PastePlanTest::writesOnTheRealServer()
{
    const PastePlan planned = plan(u"Ada\t45.210,50\t03.05.2021\nEve\t9000\t\nMia\t,5\t"_s,
        {Field::FirstName, Field::Salary, Field::HiredOn});
    QVERIFY(planned.problems().isEmpty());
    m_world->workspace().history.change(planned.changes(), u"paste"_s);
    QTRY_COMPARE(m_world->workspace().editor.pendingCount(), 0);
    QVERIFY(!m_world->workspace().editor.hasRefused());
    const EmployeeRow first = m_world->read(m_rows[0].id);
    QCOMPARE(first.text(Field::FirstName), u"Ada"_s);
    QCOMPARE(first.text(Field::Salary), u"45210.50"_s);
    QCOMPARE(first.text(Field::HiredOn), u"2021-05-03"_s);
    QCOMPARE(m_world->read(m_rows[2].id).text(Field::Salary), u"0.50"_s);
    // One step back takes all of it back.
    m_world->workspace().history.stack().undo();
    QTRY_COMPARE(m_world->workspace().editor.pendingCount(), 0);
    for (const EmployeeRow &row : m_rows) {
        const EmployeeRow now = m_world->read(row.id);
        QCOMPARE(now.texts, row.texts);
    }
}

void PastePlanTest::nothingIsTheDefault()
{
    PasteProblems dialog(plan(u"E2\tA\nAda\tB"_s, {Field::FirstName, Field::Department}));
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    QSignalSpy rejected(&dialog, &QDialog::rejected);
    dialog.open();
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
    auto *list = dialog.findChild<QAbstractItemView *>(u"problems"_s);
    QCOMPARE(list->model()->rowCount(), 1);
    QCOMPARE(list->model()->index(0, 2).data().toString(), u"E2"_s);
    QTest::keyClick(&dialog, Qt::Key_Return);
    QCOMPARE(rejected.count(), 1);
    dialog.open();
    QTest::keyClick(&dialog, Qt::Key_Escape);
    QCOMPARE(rejected.count(), 2);
    QCOMPARE(accepted.count(), 0);
}

void PastePlanTest::theOtherCellsAreAWayOut()
{
    PasteProblems dialog(plan(u"E2\tA\nAda\tB"_s, {Field::FirstName, Field::Department}));
    QSignalSpy accepted(&dialog, &QDialog::accepted);
    dialog.open();
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
    auto *others = dialog.findChild<QPushButton *>(u"pasteOthers"_s);
    QVERIFY2(others->text().contains(u'3'), qPrintable(others->text()));
    others->setFocus();
    QTest::keyClick(others, Qt::Key_Space);
    QCOMPARE(accepted.count(), 1);
}

void PastePlanTest::theOtherCellsMayBeNone()
{
    PasteProblems dialog(plan(u"E2"_s, {Field::FirstName}));
    dialog.open();
    QVERIFY(!dialog.findChild<QPushButton *>(u"pasteOthers"_s)->isVisible());
    QVERIFY(dialog.findChild<QPushButton *>(u"pasteNothing"_s)->isVisible());
}

QTEST_MAIN(PastePlanTest)
#include "tst_pasteplan.moc"
