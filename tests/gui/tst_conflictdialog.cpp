#include "gui-client/edit/ConflictDialog.h"
#include "gui-client/edit/FieldEditor.h"
#include "gui-client/edit/FieldLine.h"
#include "tests/gui/WorkspaceWorld.h"

#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTest>

using namespace roster;
using namespace roster::gui;
using namespace roster::gui::test;
using namespace Qt::StringLiterals;

namespace {

FieldFormat format()
{
    return {QLocale(u"en_US"_s), Currency{}};
}

/// A colleague changed the title and the salary, and we the department too.
EditConflict someConflict()
{
    EditConflict conflict;
    conflict.original.id = 17;
    conflict.original.version = 3;
    conflict.original.texts[indexOf(Field::FirstName)] = u"Zo\u00eb"_s;
    conflict.original.texts[indexOf(Field::LastName)] = u"O'Brien"_s;
    conflict.original.texts[indexOf(Field::JobTitle)] = u"Analyst"_s;
    conflict.original.texts[indexOf(Field::Salary)] = u"45000.00"_s;
    conflict.theirs = conflict.original;
    conflict.theirs.version = 4;
    conflict.theirs.updatedBy = u"alice"_s;
    conflict.theirs.updatedAt = u"2026-11-24T10:00:00Z"_s;
    conflict.theirs.texts[indexOf(Field::JobTitle)] = u"R&D <b>lead</b>"_s;
    conflict.theirs.texts[indexOf(Field::Salary)] = u"50000.00"_s;
    conflict.mine = {{Field::JobTitle, u"Senior analyst"_s}, {Field::Salary, u"47000.00"_s},
        {Field::Department, u"Finance"_s}};
    conflict.fields = {Field::JobTitle, Field::Salary};
    return conflict;
}

} // namespace

class ConflictDialogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void namesWhoAndWhen();
    void enterKeepsTheirs();
    void escLeavesItUndecided();
    void savesMineWhereChosen();
    void savesAFreeValue();
    void refusesAFreeValueThatIsNone();
    void worksByKeyboardAlone();
    void textOfOthersIsPlain();
    void aLongValueIsWholeInItsToolTip();
    void aConflictWithoutFieldsIsAboutAll();
    void everyControlHasAName();
    void aRealConflictIsDecided();

private:
    template <typename Widget> [[nodiscard]] Widget *part(const QString &name)
    {
        auto *found = m_dialog->findChild<Widget *>(name);
        if (!found)
            qFatal("no %s", qPrintable(name));
        return found;
    }
    void open(const EditConflict &conflict);
    [[nodiscard]] FieldChanges decision() const
    {
        return m_decided->isEmpty() ? FieldChanges{{Field::Id, u"undecided"_s}}
                                    : m_decided->first().first().value<FieldChanges>();
    }

    std::unique_ptr<ConflictDialog> m_dialog;
    std::unique_ptr<QSignalSpy> m_decided;
};

void ConflictDialogTest::init()
{
    open(someConflict());
}

void ConflictDialogTest::cleanup()
{
    m_decided.reset();
    m_dialog.reset();
}

void ConflictDialogTest::open(const EditConflict &conflict)
{
    m_decided.reset();
    m_dialog = std::make_unique<ConflictDialog>(conflict, format(), nullptr);
    m_decided = std::make_unique<QSignalSpy>(m_dialog.get(), &ConflictDialog::decided);
    m_dialog->open();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
}

void ConflictDialogTest::namesWhoAndWhen()
{
    const QString text = part<QLabel>(u"heading"_s)->text();
    QVERIFY2(text.contains(u"alice"), qPrintable(text));
    QVERIFY2(text.contains(u"Zo\u00eb O'Brien (17)"), qPrintable(text));
    QVERIFY2(text.contains(u"11/24/26"), qPrintable(text));
    QCOMPARE(part<QLabel>(u"salary_original"_s)->text(), u"45,000.00"_s);
    QCOMPARE(part<QRadioButton>(u"salary_theirs"_s)->text(), u"50,000.00"_s);
    QCOMPARE(part<QRadioButton>(u"salary_mine"_s)->text(), u"47,000.00"_s);
}

void ConflictDialogTest::enterKeepsTheirs()
{
    QTest::keyClick(m_dialog.get(), Qt::Key_Return);
    QVERIFY(!m_dialog->isVisible());
    // What nobody else changed is still to be saved.
    QCOMPARE(decision(), (FieldChanges{{Field::Department, u"Finance"_s}}));
}

void ConflictDialogTest::escLeavesItUndecided()
{
    QSignalSpy rejected(m_dialog.get(), &QDialog::rejected);
    QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
    QCOMPARE(rejected.count(), 1);
    QCOMPARE(m_decided->count(), 0);
}

void ConflictDialogTest::savesMineWhereChosen()
{
    QVERIFY(part<QRadioButton>(u"job_title_theirs"_s)->isChecked());
    part<QRadioButton>(u"salary_mine"_s)->click();
    part<QPushButton>(u"save"_s)->click();
    QCOMPARE(decision(),
        (FieldChanges{{Field::Salary, u"47000.00"_s}, {Field::Department, u"Finance"_s}}));
}

void ConflictDialogTest::savesAFreeValue()
{
    auto *editor = part<FieldEditor>(u"salary_otherValue"_s);
    editor->setFocus();
    editor->line().selectAll();
    QTest::keyClicks(&editor->line(), u"48,500"_s);
    QVERIFY(part<QRadioButton>(u"salary_other"_s)->isChecked());
    part<QPushButton>(u"save"_s)->click();
    QCOMPARE(decision().value(Field::Salary), u"48500"_s);
}

void ConflictDialogTest::refusesAFreeValueThatIsNone()
{
    auto *editor = part<FieldEditor>(u"salary_otherValue"_s);
    editor->setFocus();
    editor->line().selectAll();
    QTest::keyClicks(&editor->line(), u"a lot"_s);
    part<QPushButton>(u"save"_s)->click();
    QVERIFY(m_dialog->isVisible());
    QCOMPARE(m_decided->count(), 0);
    QCOMPARE(editor->shownProblem(), u"This is no amount."_s);
    QVERIFY(editor->line().hasFocus());
    // It is no obstacle once it is not chosen any more.
    part<QRadioButton>(u"salary_theirs"_s)->click();
    part<QPushButton>(u"save"_s)->click();
    QCOMPARE(decision(), (FieldChanges{{Field::Department, u"Finance"_s}}));
}

void ConflictDialogTest::worksByKeyboardAlone()
{
    auto *theirs = part<QRadioButton>(u"job_title_theirs"_s);
    for (int i = 0; i < 20 && !theirs->hasFocus(); ++i)
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QVERIFY(theirs->hasFocus());
    QTest::keyClick(theirs, Qt::Key_Right);
    QVERIFY(part<QRadioButton>(u"job_title_mine"_s)->isChecked());
    auto *save = part<QPushButton>(u"save"_s);
    for (int i = 0; i < 20 && !save->hasFocus(); ++i)
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QVERIFY(save->hasFocus());
    QTest::keyClick(save, Qt::Key_Space);
    QCOMPARE(decision().value(Field::JobTitle), u"Senior analyst"_s);
}

void ConflictDialogTest::textOfOthersIsPlain()
{
    const auto *theirs = part<QRadioButton>(u"job_title_theirs"_s);
    // Doubled, or the letter after it would be a shortcut.
    QCOMPARE(theirs->text(), u"R&&D <b>lead</b>"_s);
    QVERIFY(!theirs->toolTip().contains(u"<b>"));
    QVERIFY(theirs->shortcut().isEmpty());
    const QList<QLabel *> labels = m_dialog->findChildren<QLabel *>();
    QVERIFY(part<QLabel>(u"heading"_s)->textFormat() == Qt::PlainText);
    QVERIFY(part<QLabel>(u"job_title_original"_s)->textFormat() == Qt::PlainText);
}

void ConflictDialogTest::aLongValueIsWholeInItsToolTip()
{
    EditConflict conflict = someConflict();
    const QString longText = u"Head of everything "_s.repeated(5).trimmed();
    conflict.theirs.texts[indexOf(Field::JobTitle)] = longText;
    open(conflict);
    const auto *theirs = part<QRadioButton>(u"job_title_theirs"_s);
    QVERIFY(theirs->text().size() < longText.size());
    QVERIFY(theirs->text().contains(u'\u2026'));
    QCOMPARE(theirs->toolTip(), longText);
    QVERIFY(theirs->accessibleName().contains(longText));
}

void ConflictDialogTest::aConflictWithoutFieldsIsAboutAll()
{
    EditConflict conflict = someConflict();
    conflict.fields.clear();
    open(conflict);
    part<QRadioButton>(u"department_mine"_s)->click();
    part<QPushButton>(u"save"_s)->click();
    QCOMPARE(decision(), (FieldChanges{{Field::Department, u"Finance"_s}}));
}

void ConflictDialogTest::everyControlHasAName()
{
    const QList<QWidget *> parts = m_dialog->findChildren<QWidget *>();
    for (const QWidget *each : parts) {
        const auto *button = qobject_cast<const QAbstractButton *>(each);
        if (!each->isVisible() || (each->focusPolicy() == Qt::NoFocus && !button))
            continue;
        const bool hasName
            = !each->accessibleName().isEmpty() || (button && !button->text().isEmpty());
        QVERIFY2(hasName, each->metaObject()->className());
        QVERIFY2(!each->objectName().isEmpty(), each->metaObject()->className());
    }
}

void ConflictDialogTest::aRealConflictIsDecided()
{
    WorkspaceWorld world;
    const EmployeeRow row = world.read(world.addEmployees(1).first());
    EmployeeEditor &editor = world.workspace().editor;
    std::optional<EditConflict> conflict;
    connect(&editor, &EmployeeEditor::conflicted, &editor,
        [&conflict](const EditConflict &found) { conflict = found; });
    world.changeElsewhere(row.id, {{u"job_title"_s, u"Baker"_s}, {u"salary"_s, u"70000"_s}});
    world.workspace().history.change(
        {{row,
            {{Field::JobTitle, u"Butcher"_s}, {Field::Salary, u"60000.00"_s},
                {Field::Department, u"Food"_s}}}},
        u"edit"_s);
    QTRY_VERIFY(conflict);
    open(*conflict);
    QVERIFY(part<QLabel>(u"heading"_s)->text().contains(u"colleague"));
    part<QRadioButton>(u"salary_mine"_s)->click();
    part<QPushButton>(u"save"_s)->click();
    editor.update(conflict->theirs, decision(), EmployeeEditor::OnConflict::Ask);
    QTRY_COMPARE(editor.pendingCount(), 0);
    const EmployeeRow now = world.read(row.id);
    QCOMPARE(now.text(Field::JobTitle), u"Baker"_s);
    QCOMPARE(now.text(Field::Salary), u"60000.00"_s);
    QCOMPARE(now.text(Field::Department), u"Food"_s);
}

QTEST_MAIN(ConflictDialogTest)
#include "tst_conflictdialog.moc"
