#include "gui-client/edit/CalendarPopup.h"
#include "gui-client/edit/ChoiceEditor.h"
#include "gui-client/edit/DateEditor.h"
#include "gui-client/edit/FieldLine.h"
#include "gui-client/edit/ValueSource.h"
#include "tests/gui/WorkspaceWorld.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QCalendarWidget>
#include <QClipboard>
#include <QCompleter>
#include <QJsonArray>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QTest>
#include <QToolButton>
#include <QToolTip>
#include <QVBoxLayout>

using namespace roster;
using namespace roster::gui;
using namespace roster::gui::test;
using namespace Qt::StringLiterals;

namespace {

/// Gives every cell of a column the editor of one field; the rest is Qt's own delegate.
class CellDelegate : public QStyledItemDelegate
{
public:
    CellDelegate(QList<Field> fields, const FieldFormat &format, ValueSource *values)
        : m_fields(std::move(fields))
        , m_format(format)
        , m_values(values)
    {
    }

    QWidget *createEditor(
        QWidget *parent, const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        return makeFieldEditor(describe(m_fields[index.column()]), m_format, m_values, parent,
            FieldEditor::Place::Cell);
    }
    void setEditorData(QWidget *editor, const QModelIndex &index) const override
    {
        static_cast<FieldEditor *>(editor)->setCanonical(index.data().toString());
    }
    void setModelData(
        QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const override
    {
        model->setData(index, static_cast<FieldEditor *>(editor)->canonical());
    }

private:
    QList<Field> m_fields;
    FieldFormat m_format;
    ValueSource *m_values;
};

FieldFormat german()
{
    return {QLocale(u"de_DE"_s), Currency{u"EUR"_s, 2}};
}

} // namespace

class EditorsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesWhatIsTyped_data();
    void takesWhatIsTyped();
    void takesAPastedSsn();
    void showsTheLocalesFormWhenLeft_data();
    void showsTheLocalesFormWhenLeft();
    void pastedTextIsNeverCut();
    void saysWhatIsWrongAfterAPause();
    void saysWhatIsWrongWhenLeft();
    void anEmptyFieldIsNoMistakeYet();
    void aRefusalStaysUntilTheNextKey();
    void keepsServerTextPlain();
    void readOnlySaysWhy();
    void typingIsOneEdit();
    void picksADateByKeyboard();
    void leavesACalendarUndecided();
    void emptiesAnOptionalDate();
    void calendarKnowsItsLimits();
    void everyControlHasAName();
    void fillsItsCell();
    void tabSavesAndGoesOn();
    void enterSaves();
    void escGivesUp();
    void goesWhileItHasTheFocus();
    void leavingTheCellSaves();
    void aCalendarDoesNotCloseTheCell();
    void aCellSaysWhatIsWrong();
    void completesFromTheServer();
    void tabTakesTheMarkedValue();
    void tabIsNotHeldUpByTheList();
    void altDownListsAllValues();
    void completionNeedsNoConnection();

private:
    /// In a window that has the focus.
    FieldEditor *open(Field field, const FieldFormat &format = german(), ValueSource *values = {});
    void openTable(const QList<Field> &fields, ValueSource *values = {});
    [[nodiscard]] FieldEditor *cellEditor() const;
    void editCell(int row, int column);

    std::unique_ptr<QWidget> m_window;
    std::unique_ptr<QStandardItemModel> m_model;
    std::unique_ptr<CellDelegate> m_delegate;
    QTableView *m_table = nullptr;
};

FieldEditor *EditorsTest::open(Field field, const FieldFormat &format, ValueSource *values)
{
    m_window = std::make_unique<QWidget>();
    auto *layout = new QVBoxLayout(m_window.get());
    FieldEditor *editor = makeFieldEditor(describe(field), format, values, m_window.get());
    layout->addWidget(editor);
    layout->addWidget(new QPushButton(m_window.get()));
    m_window->show();
    if (!QTest::qWaitForWindowActive(m_window.get()))
        qFatal("no window");
    editor->setFocus();
    return editor;
}

void EditorsTest::openTable(const QList<Field> &fields, ValueSource *values)
{
    m_model = std::make_unique<QStandardItemModel>(3, int(fields.size()));
    m_delegate = std::make_unique<CellDelegate>(fields, german(), values);
    m_window = std::make_unique<QWidget>();
    m_window->resize(700, 300);
    auto *layout = new QVBoxLayout(m_window.get());
    m_table = new QTableView(m_window.get());
    m_table->setModel(m_model.get());
    m_table->setItemDelegate(m_delegate.get());
    layout->addWidget(m_table);
    layout->addWidget(new QPushButton(m_window.get()));
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_table->setFocus();
}

FieldEditor *EditorsTest::cellEditor() const
{
    return m_table->viewport()->findChild<FieldEditor *>();
}

void EditorsTest::editCell(int row, int column)
{
    m_table->setCurrentIndex(m_model->index(row, column));
    QTest::keyClick(m_table, Qt::Key_F2);
    QTRY_VERIFY(cellEditor());
    QTRY_VERIFY(cellEditor()->line().hasFocus());
}

void EditorsTest::takesWhatIsTyped_data()
{
    QTest::addColumn<int>("field");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("canonical");
    QTest::newRow("name") << int(Field::FirstName) << u" O'Brien "_s << u"O'Brien"_s;
    QTest::newRow("e-mail") << int(Field::Email) << u"zoe@example.com"_s << u"zoe@example.com"_s;
    QTest::newRow("SSN") << int(Field::Ssn) << u"001-02-0003"_s << u"001020003"_s;
    QTest::newRow("date") << int(Field::DateOfBirth) << u"3.7.96"_s << u"1996-07-03"_s;
    QTest::newRow("money") << int(Field::Salary) << u"45.210,5"_s << u"45210.5"_s;
    QTest::newRow("department") << int(Field::Department) << u"R&D"_s << u"R&D"_s;
}

void EditorsTest::takesWhatIsTyped()
{
    QFETCH(int, field);
    QFETCH(QString, typed);
    FieldEditor *editor = open(Field(field));
    QSignalSpy edited(editor, &FieldEditor::edited);
    QTest::keyClicks(&editor->line(), typed);
    QCOMPARE(edited.count(), typed.size());
    QTEST(editor->canonical(), "canonical");
    QCOMPARE(editor->problem(), QString());
}

void EditorsTest::takesAPastedSsn()
{
    FieldEditor *editor = open(Field::Ssn);
    for (const QString &pasted : {u"123456789"_s, u" 123-45-6789\n"_s, u"123 45 6789"_s}) {
        QApplication::clipboard()->setText(pasted);
        editor->line().selectAll();
        QTest::keySequence(&editor->line(), QKeySequence::Paste);
        QCOMPARE(editor->canonical(), u"123456789"_s);
    }
    QTest::keyClick(&editor->line(), Qt::Key_Tab);
    QCOMPARE(editor->line().text(), u"123-45-6789"_s);
}

void EditorsTest::showsTheLocalesFormWhenLeft_data()
{
    QTest::addColumn<int>("field");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("left");
    QTest::addColumn<QString>("entered");
    QTest::newRow("money") << int(Field::Salary) << u"45210,5"_s << u"45.210,50"_s << u"45210,50"_s;
    QTest::newRow("date") << int(Field::HiredOn) << u"3.7.96"_s << u"03.07.1996"_s
                          << u"03.07.1996"_s;
    QTest::newRow("SSN") << int(Field::Ssn) << u"123456789"_s << u"123-45-6789"_s
                         << u"123-45-6789"_s;
    QTest::newRow("what stands for nothing")
        << int(Field::HiredOn) << u"31.2.2001"_s << u"31.2.2001"_s << u"31.2.2001"_s;
}

void EditorsTest::showsTheLocalesFormWhenLeft()
{
    QFETCH(int, field);
    QFETCH(QString, typed);
    FieldEditor *editor = open(Field(field));
    QTest::keyClicks(&editor->line(), typed);
    const QString canonical = editor->canonical();
    QTest::keyClick(&editor->line(), Qt::Key_Tab);
    QVERIFY(!editor->line().hasFocus());
    QTEST(editor->line().text(), "left");
    editor->setFocus(Qt::TabFocusReason);
    QTEST(editor->line().text(), "entered");
    QCOMPARE(editor->line().selectedText(), editor->line().text());
    const auto format = german();
    QCOMPARE(format.problem(editor->field(), editor->canonical()),
        format.problem(editor->field(), canonical));
}

void EditorsTest::pastedTextIsNeverCut()
{
    FieldEditor *editor = open(Field::FirstName);
    QApplication::clipboard()->setText(u"a"_s.repeated(101));
    QTest::keySequence(&editor->line(), QKeySequence::Paste);
    QCOMPARE(editor->canonical().size(), 101);
    QVERIFY(editor->problem().contains(u"100"));
}

void EditorsTest::saysWhatIsWrongAfterAPause()
{
    FieldEditor *editor = open(Field::Ssn);
    QSignalSpy shown(editor, &FieldEditor::problemShown);
    QTest::keyClicks(&editor->line(), u"123"_s);
    // Half a number is no mistake yet.
    QCOMPARE(editor->shownProblem(), QString());
    QTRY_COMPARE(editor->shownProblem(), u"An SSN has nine digits."_s);
    QCOMPARE(shown.count(), 1);
    QCOMPARE(editor->line().toolTip(), editor->shownProblem());
    QCOMPARE(editor->line().accessibleDescription(), editor->shownProblem());
    QTest::keyClicks(&editor->line(), u"456789"_s);
    QCOMPARE(editor->shownProblem(), QString());
    QCOMPARE(editor->line().accessibleDescription(), QString());
}

void EditorsTest::saysWhatIsWrongWhenLeft()
{
    FieldEditor *editor = open(Field::Email);
    QTest::keyClicks(&editor->line(), u"zoe"_s);
    QTest::keyClick(&editor->line(), Qt::Key_Tab);
    QCOMPARE(editor->shownProblem(), u"This is no e-mail address."_s);
}

void EditorsTest::anEmptyFieldIsNoMistakeYet()
{
    FieldEditor *editor = open(Field::LastName);
    editor->setCanonical({});
    QVERIFY(!editor->problem().isEmpty());
    QTest::keyClick(&editor->line(), Qt::Key_Tab);
    QCOMPARE(editor->shownProblem(), QString());
    editor->setFocus();
    QTest::keyClick(&editor->line(), u'a');
    QTest::keyClick(&editor->line(), Qt::Key_Backspace);
    QTRY_VERIFY(!editor->shownProblem().isEmpty());
    editor->setCanonical({});
    QCOMPARE(editor->shownProblem(), QString());
    editor->showProblem();
    QVERIFY(!editor->shownProblem().isEmpty());
}

void EditorsTest::aRefusalStaysUntilTheNextKey()
{
    FieldEditor *editor = open(Field::LastName);
    editor->setCanonical(u"Smith"_s);
    editor->refuse(u"The server says no."_s);
    QCOMPARE(editor->shownProblem(), u"The server says no."_s);
    QTest::keyClick(&editor->line(), u'x');
    QCOMPARE(editor->shownProblem(), QString());
}

void EditorsTest::keepsServerTextPlain()
{
    FieldEditor *editor = open(Field::LastName);
    editor->refuse(u"<b>bold</b> & <img src=x>"_s);
    QVERIFY(!editor->line().toolTip().contains(u"<b>"));
    QVERIFY(editor->line().toolTip().contains(u"&lt;b&gt;"));
}

void EditorsTest::readOnlySaysWhy()
{
    FieldEditor *editor = open(Field::DateOfBirth);
    editor->setCanonical(u"1996-02-29"_s);
    editor->setReadOnly(u"Your role may not."_s);
    QVERIFY(editor->isReadOnly());
    QCOMPARE(editor->line().toolTip(), u"Your role may not."_s);
    QTest::keyClicks(&editor->line(), u"1"_s);
    QCOMPARE(editor->canonical(), u"1996-02-29"_s);
    QTest::keyClick(&editor->line(), Qt::Key_Down, Qt::AltModifier);
    QVERIFY(!static_cast<DateEditor *>(editor)->calendar());
    QVERIFY(!editor->findChild<QToolButton *>()->isVisible());
    editor->setReadOnly({});
    QVERIFY(editor->findChild<QToolButton *>()->isVisible());
}

void EditorsTest::typingIsOneEdit()
{
    FieldEditor *editor = open(Field::Salary);
    QSignalSpy edited(editor, &FieldEditor::edited);
    editor->setCanonical(u"45210.50"_s);
    QCOMPARE(editor->line().text(), u"45210,50"_s);
    QTest::keyClick(&editor->line(), Qt::Key_Tab);
    QCOMPARE(editor->line().text(), u"45.210,50"_s);
    // Showing the value in another way is not the person's doing.
    QCOMPARE(edited.count(), 0);
    QVERIFY(editor->line().alignment().testFlag(Qt::AlignRight));
}

void EditorsTest::picksADateByKeyboard()
{
    FieldEditor *editor = open(Field::HiredOn);
    editor->setCanonical(u"2021-05-03"_s);
    QSignalSpy edited(editor, &FieldEditor::edited);
    QTest::keyClick(&editor->line(), Qt::Key_Down, Qt::AltModifier);
    CalendarPopup *popup = static_cast<DateEditor *>(editor)->calendar();
    QVERIFY(popup);
    QTRY_VERIFY(popup->isVisible());
    QCOMPARE(popup->calendar().selectedDate(), QDate(2021, 5, 3));
    QWidget *days = popup->calendar().findChild<QWidget *>(u"qt_calendar_calendarview"_s);
    QVERIFY(days);
    QTest::keyClick(days, Qt::Key_Down);
    QTest::keyClick(days, Qt::Key_Return);
    QCOMPARE(editor->canonical(), u"2021-05-10"_s);
    QCOMPARE(edited.count(), 1);
    QTRY_VERIFY(!static_cast<DateEditor *>(editor)->calendar());
    QCOMPARE(m_window->focusWidget(), &editor->line());
}

void EditorsTest::leavesACalendarUndecided()
{
    FieldEditor *editor = open(Field::HiredOn);
    editor->setCanonical(u"2021-05-03"_s);
    QTest::mouseClick(editor->findChild<QToolButton *>(), Qt::LeftButton);
    CalendarPopup *popup = static_cast<DateEditor *>(editor)->calendar();
    QVERIFY(popup);
    QWidget *days = popup->calendar().findChild<QWidget *>(u"qt_calendar_calendarview"_s);
    QTest::keyClick(days, Qt::Key_Right);
    QTest::keyClick(days, Qt::Key_Escape);
    QTRY_VERIFY(!static_cast<DateEditor *>(editor)->calendar());
    QCOMPARE(editor->canonical(), u"2021-05-03"_s);
}

void EditorsTest::emptiesAnOptionalDate()
{
    FieldEditor *editor = open(Field::LeftOn);
    editor->setCanonical(u"2021-05-03"_s);
    QTest::keyClick(&editor->line(), Qt::Key_F4);
    auto *popup = static_cast<DateEditor *>(editor)->calendar();
    QTest::mouseClick(popup->findChild<QPushButton *>(u"no_date"_s), Qt::LeftButton);
    QCOMPARE(editor->canonical(), QString());
    QCOMPARE(editor->problem(), QString());
}

void EditorsTest::calendarKnowsItsLimits()
{
    FieldEditor *editor = open(Field::DateOfBirth);
    QTest::keyClick(&editor->line(), Qt::Key_Down, Qt::AltModifier);
    auto *popup = static_cast<DateEditor *>(editor)->calendar();
    QCOMPARE(popup->calendar().minimumDate(), QDate(1900, 1, 1));
    QCOMPARE(popup->calendar().maximumDate(), QDate::currentDate());
    QVERIFY(!popup->findChild<QPushButton *>(u"no_date"_s)->isVisible());
    QTest::mouseClick(popup->findChild<QPushButton *>(u"today"_s), Qt::LeftButton);
    QCOMPARE(editor->canonical(), QDate::currentDate().toString(Qt::ISODate));
}

void EditorsTest::everyControlHasAName()
{
    for (const FieldDescription &field : editableFields()) {
        FieldEditor *editor = open(field.field);
        QVERIFY(!editor->objectName().isEmpty());
        QCOMPARE(editor->focusProxy(), &editor->line());
        QTest::keyClick(&editor->line(), Qt::Key_Down, Qt::AltModifier);
        const QList<QWidget *> parts = editor->findChildren<QWidget *>();
        for (const QWidget *part : parts) {
            const bool isReachable
                = part->focusPolicy() != Qt::NoFocus || qobject_cast<const QAbstractButton *>(part);
            if (isReachable && part->isVisible()) {
                QVERIFY2(!part->accessibleName().isEmpty(), part->metaObject()->className());
                QVERIFY2(!part->objectName().isEmpty(), part->metaObject()->className());
            }
        }
    }
}

void EditorsTest::fillsItsCell()
{
    openTable({Field::FirstName, Field::DateOfBirth, Field::Salary});
    for (int column = 0; column < 3; ++column) {
        editCell(0, column);
        const QRect cell = m_table->visualRect(m_model->index(0, column));
        QCOMPARE(cellEditor()->geometry(), cell);
        QCOMPARE(cellEditor()->line().height(), cellEditor()->height());
        QVERIFY(!cellEditor()->line().hasFrame());
        QTest::keyClick(&cellEditor()->line(), Qt::Key_Escape);
        QTRY_VERIFY(!cellEditor());
    }
}

void EditorsTest::tabSavesAndGoesOn()
{
    openTable({Field::FirstName, Field::DateOfBirth, Field::Salary});
    editCell(0, 0);
    QTest::keyClicks(&cellEditor()->line(), u"Ada"_s);
    QTest::keyClick(&cellEditor()->line(), Qt::Key_Tab);
    QCOMPARE(m_model->index(0, 0).data().toString(), u"Ada"_s);
    // Qt's delegate goes on editing in the next cell.
    QTRY_COMPARE(m_table->currentIndex().column(), 1);
    QTRY_VERIFY(cellEditor() && cellEditor()->field().field == Field::DateOfBirth);
    QTRY_VERIFY(cellEditor()->line().hasFocus());
    QTest::keyClicks(&cellEditor()->line(), u"3.7.96"_s);
    QTest::keyClick(&cellEditor()->line(), Qt::Key_Backtab, Qt::ShiftModifier);
    QTRY_COMPARE(m_table->currentIndex().column(), 0);
    QCOMPARE(m_model->index(0, 1).data().toString(), u"1996-07-03"_s);
}

void EditorsTest::enterSaves()
{
    openTable({Field::Salary});
    editCell(1, 0);
    QTest::keyClicks(&cellEditor()->line(), u"45.210,50"_s);
    QTest::keyClick(&cellEditor()->line(), Qt::Key_Return);
    QTRY_VERIFY(!cellEditor());
    QCOMPARE(m_model->index(1, 0).data().toString(), u"45210.50"_s);
}

void EditorsTest::escGivesUp()
{
    openTable({Field::FirstName});
    m_model->setData(m_model->index(0, 0), u"Ada"_s);
    editCell(0, 0);
    QTest::keyClicks(&cellEditor()->line(), u"Eve"_s);
    QTest::keyClick(&cellEditor()->line(), Qt::Key_Escape);
    QTRY_VERIFY(!cellEditor());
    QCOMPARE(m_model->index(0, 0).data().toString(), u"Ada"_s);
    QTRY_VERIFY(m_table->hasFocus());
}

/// The line tells of losing the focus while the editor around it is being destroyed.
void EditorsTest::goesWhileItHasTheFocus()
{
    for (const Field field : {Field::FirstName, Field::DateOfBirth, Field::Salary, Field::Ssn}) {
        FieldEditor *editor = open(field, german());
        QTRY_VERIFY(editor->line().hasFocus());
        QSignalSpy left(&editor->line(), &FieldLine::left);
        m_window.reset();
        QCOMPARE(left.size(), 1);
    }
}

void EditorsTest::leavingTheCellSaves()
{
    openTable({Field::FirstName});
    editCell(0, 0);
    QTest::keyClicks(&cellEditor()->line(), u"Eve"_s);
    m_window->findChild<QPushButton *>()->setFocus(Qt::MouseFocusReason);
    QTRY_VERIFY(!cellEditor());
    QCOMPARE(m_model->index(0, 0).data().toString(), u"Eve"_s);
}

void EditorsTest::aCalendarDoesNotCloseTheCell()
{
    openTable({Field::HiredOn});
    m_model->setData(m_model->index(0, 0), u"2021-05-03"_s);
    editCell(0, 0);
    QTest::keyClick(&cellEditor()->line(), Qt::Key_Down, Qt::AltModifier);
    CalendarPopup *popup = static_cast<DateEditor *>(cellEditor())->calendar();
    QVERIFY(popup);
    QTRY_VERIFY(popup->isVisible());
    QVERIFY(cellEditor());
    QWidget *days = popup->calendar().findChild<QWidget *>(u"qt_calendar_calendarview"_s);
    QTest::keyClick(days, Qt::Key_Right);
    QTest::keyClick(days, Qt::Key_Return);
    QVERIFY(cellEditor());
    QTRY_VERIFY(cellEditor()->line().hasFocus());
    QTest::keyClick(&cellEditor()->line(), Qt::Key_Return);
    QTRY_VERIFY(!cellEditor());
    QCOMPARE(m_model->index(0, 0).data().toString(), u"2021-05-04"_s);
}

void EditorsTest::aCellSaysWhatIsWrong()
{
    openTable({Field::HiredOn});
    editCell(0, 0);
    QTest::keyClicks(&cellEditor()->line(), u"31.2.2001"_s);
    QTRY_COMPARE(cellEditor()->shownProblem(), u"There is no such date."_s);
    QCOMPARE(QToolTip::text(), u"There is no such date."_s);
    QTest::keyClick(&cellEditor()->line(), Qt::Key_Escape);
}

void EditorsTest::completesFromTheServer()
{
    WorkspaceWorld world;
    const EmployeeId id = world.addEmployees(2).first();
    world.changeElsewhere(id, {{u"department"_s, u"\u00c9t\u00e9 caf\u00e9"_s}});
    ValueSource values(world.workspace().session);
    auto *editor = static_cast<ChoiceEditor *>(open(Field::Department, german(), &values));
    QTest::keyClicks(&editor->line(), u"ete"_s);
    // Found without its accents.
    QTRY_VERIFY(editor->completer().popup()->isVisible());
    QCOMPARE(editor->completer().completionModel()->rowCount(), 1);
    QTest::keyClick(editor->completer().popup(), Qt::Key_Down);
    QTest::keyClick(editor->completer().popup(), Qt::Key_Return);
    QTRY_COMPARE(editor->canonical(), u"\u00c9t\u00e9 caf\u00e9"_s);
    QTRY_VERIFY(!editor->completer().popup()->isVisible());
}

void EditorsTest::tabTakesTheMarkedValue()
{
    WorkspaceWorld world;
    world.changeElsewhere(world.addEmployees(1).first(), {{u"department"_s, u"Finance"_s}});
    ValueSource values(world.workspace().session);
    openTable({Field::Department, Field::FirstName}, &values);
    editCell(0, 0);
    QTest::keyClicks(&cellEditor()->line(), u"fin"_s);
    QAbstractItemView *popup = static_cast<ChoiceEditor *>(cellEditor())->completer().popup();
    QTRY_VERIFY(popup->isVisible());
    QTest::keyClick(popup, Qt::Key_Down);
    QTest::keyClick(popup, Qt::Key_Tab);
    QTRY_COMPARE(m_model->index(0, 0).data().toString(), u"Finance"_s);
    QTRY_COMPARE(m_table->currentIndex().column(), 1);
}

void EditorsTest::tabIsNotHeldUpByTheList()
{
    WorkspaceWorld world;
    world.changeElsewhere(world.addEmployees(1).first(), {{u"department"_s, u"Finance"_s}});
    ValueSource values(world.workspace().session);
    openTable({Field::Department, Field::FirstName}, &values);
    editCell(0, 0);
    QTest::keyClicks(&cellEditor()->line(), u"Fin"_s);
    QAbstractItemView *popup = static_cast<ChoiceEditor *>(cellEditor())->completer().popup();
    QTRY_VERIFY(popup->isVisible());
    // Nothing is marked, so what was typed counts.
    QTest::keyClick(popup, Qt::Key_Tab);
    QTRY_COMPARE(m_model->index(0, 0).data().toString(), u"Fin"_s);
    QTRY_COMPARE(m_table->currentIndex().column(), 1);
}

void EditorsTest::altDownListsAllValues()
{
    WorkspaceWorld world;
    const QList<EmployeeId> ids = world.addEmployees(2);
    world.changeElsewhere(ids[0], {{u"job_title"_s, u"Analyst"_s}});
    world.changeElsewhere(ids[1], {{u"job_title"_s, u"Zookeeper"_s}});
    ValueSource values(world.workspace().session);
    auto *editor = static_cast<ChoiceEditor *>(open(Field::JobTitle, german(), &values));
    QTest::keyClick(&editor->line(), Qt::Key_Down, Qt::AltModifier);
    QTRY_VERIFY(editor->completer().popup()->isVisible());
    QVERIFY(editor->completer().completionModel()->rowCount() >= 2);
    QTest::keyClick(editor->completer().popup(), Qt::Key_Escape);
    QTRY_VERIFY(!editor->completer().popup()->isVisible());
    QCOMPARE(editor->canonical(), QString());
}

void EditorsTest::completionNeedsNoConnection()
{
    WorkspaceWorld world;
    ValueSource values(world.workspace().session);
    world.server().restart();
    QTRY_VERIFY(!world.workspace().session.isOnline());
    QStringList got{u"none yet"_s};
    values.ask(Field::Department, u"x"_s, this, [&got](const QStringList &found) { got = found; });
    QTRY_COMPARE(got, QStringList());
}

QTEST_MAIN(EditorsTest)
#include "tst_editors.moc"
