#include "gui-client/edit/EmployeeForm.h"
#include "gui-client/edit/FieldEditor.h"
#include "gui-client/edit/FieldForm.h"
#include "gui-client/edit/FieldLine.h"
#include "gui-client/edit/Question.h"
#include "gui-client/edit/ValueSource.h"
#include "tests/gui/WorkspaceWorld.h"

#include <QApplication>
#include <QCheckBox>
#include <QJsonArray>
#include <QLabel>
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
    return {QLocale(u"en_US"_s), Currency{}};
}

} // namespace

/// The form on the real server, used as a person does.
class EmployeeFormTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void addsByKeyboardAlone();
    void anEmptyFormIsNoMistake();
    void namesWhatIsMissingWhenAdding();
    void aKnownProblemHoldsAddingBack();
    void checksDatesAgainstEachOther();
    void showsTheServersRefusalAtItsField();
    void keepsARecordWithADuplicateSsnAndSaysSo();
    void addsAnother();
    void aFormClosedWhileAddingComesBackWithTheRefusal();
    void waitsForTheConnection();
    void sendsOnlyWhatWasChanged();
    void sameValueInOtherWordsIsNoChange();
    void showsARefusedChange();
    void followsOthersWhereUntouched();
    void neverOverwritesWhatOthersChangedMeanwhile();
    void takesTheirsWhenTheConflictIsDecidedSo();
    void tellsThatTheRecordIsGone();
    void readOnlyRoleSeesWhy();
    void maskedFieldsSayWhy();
    void aRoleWithoutAFieldCannotAdd();
    void rightsThatGoAreObeyed();
    void asksBeforeInputIsLost();
    void closesWithoutAskingWhenNothingWasTyped();
    void showsVersionAndAuthor();
    void anUnfitValueBlocksNothing();
    void textOfTheServerIsPlain();
    void everyControlHasAName_data();
    void everyControlHasAName();

private:
    void openNew(Workspace *workspace = nullptr);
    void openRecord(const EmployeeRow &row, Workspace *workspace = nullptr);
    void open(EmployeeForm *form);
    [[nodiscard]] FieldEditor *field(Field field) const
    {
        return m_form->findChild<FieldEditor *>(QString(describe(field).name) + u"_editor"_s);
    }
    void type(Field name, const QString &text)
    {
        QVERIFY2(field(name), describe(name).name.data());
        field(name)->setFocus();
        field(name)->line().selectAll();
        QTest::keyClick(&field(name)->line(), Qt::Key_Delete);
        QTest::keyClicks(&field(name)->line(), text);
    }
    void fillIn(const QString &ssn = u"123-45-6789"_s)
    {
        type(Field::FirstName, u"Ada"_s);
        type(Field::LastName, u"Lovelace"_s);
        type(Field::Ssn, ssn);
        type(Field::DateOfBirth, u"12/10/1985"_s);
        type(Field::Salary, u"45,210.50"_s);
    }
    [[nodiscard]] QPushButton *primary() const
    {
        return m_form->findChild<QPushButton *>(u"primary"_s);
    }
    [[nodiscard]] QString textOf(const QString &label) const
    {
        return m_form->findChild<QLabel *>(label)->text();
    }
    [[nodiscard]] Workspace &workspace() { return m_world->workspace(); }
    [[nodiscard]] qint64 count()
    {
        return server::tests::resultOf(
            m_world->colleague().call(u"employee.list"_s, {{u"total"_s, true}}))
            .value("total"_L1)
            .toInteger();
    }

    std::unique_ptr<WorkspaceWorld> m_world;
    std::unique_ptr<ValueSource> m_values;
    QPointer<EmployeeForm> m_form;
    QList<EmployeeRow> m_added;
};

void EmployeeFormTest::init()
{
    m_world = std::make_unique<WorkspaceWorld>();
    m_values = std::make_unique<ValueSource>(workspace().session);
    m_added.clear();
}

void EmployeeFormTest::cleanup()
{
    delete m_form;
    m_values.reset();
    m_world.reset();
}

void EmployeeFormTest::openNew(Workspace *workspace)
{
    Workspace &on = workspace ? *workspace : m_world->workspace();
    open(new EmployeeForm(on.session, on.editor, on.history, format(), m_values.get()));
}

void EmployeeFormTest::openRecord(const EmployeeRow &row, Workspace *workspace)
{
    Workspace &on = workspace ? *workspace : m_world->workspace();
    open(new EmployeeForm(row, on.session, on.editor, on.history, format(), m_values.get()));
}

void EmployeeFormTest::open(EmployeeForm *form)
{
    delete m_form;
    m_form = form;
    form->setAttribute(Qt::WA_DeleteOnClose);
    connect(form, &EmployeeForm::added, this, [this](const EmployeeRow &row) { m_added += row; });
    form->show();
    QVERIFY(QTest::qWaitForWindowActive(form));
}

void EmployeeFormTest::addsByKeyboardAlone()
{
    openNew();
    QVERIFY(field(Field::FirstName)->line().hasFocus());
    const QStringList texts{u"Ada"_s, u"Lovelace"_s, u"123456789"_s, u"12/10/1985"_s,
        u"45,210.50"_s, u"Engines"_s, u"Analyst"_s, u"ada@example.com"_s, u"5/3/2021"_s, u""_s};
    for (const QString &text : texts) {
        QTest::keyClicks(QApplication::focusWidget(), text);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QTRY_VERIFY(!m_form);
    QCOMPARE(m_added.size(), 1);
    const EmployeeRow row = m_world->read(m_added.first().id);
    QCOMPARE(row.text(Field::LastName), u"Lovelace"_s);
    QCOMPARE(row.text(Field::Ssn), u"123456789"_s);
    QCOMPARE(row.text(Field::DateOfBirth), u"1985-12-10"_s);
    QCOMPARE(row.text(Field::Salary), u"45210.50"_s);
    QCOMPARE(row.text(Field::Department), u"Engines"_s);
    QCOMPARE(row.text(Field::HiredOn), u"2021-05-03"_s);
    QCOMPARE(row.text(Field::LeftOn), QString());
    // It can be undone like everything else.
    QVERIFY(workspace().history.stack().canUndo());
}

void EmployeeFormTest::anEmptyFormIsNoMistake()
{
    openNew();
    QVERIFY(primary()->isEnabled());
    for (int i = 0; i < 12; ++i)
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QVERIFY(primary()->isEnabled());
    for (const FieldDescription &each : editableFields())
        QCOMPARE(field(each.field)->shownProblem(), QString());
    QVERIFY(!m_form->hasUnsavedInput());
}

void EmployeeFormTest::namesWhatIsMissingWhenAdding()
{
    openNew();
    type(Field::FirstName, u"Ada"_s);
    primary()->click();
    QVERIFY(!primary()->isEnabled());
    QVERIFY(!field(Field::LastName)->shownProblem().isEmpty());
    QCOMPARE(textOf(u"last_name_message"_s), field(Field::LastName)->shownProblem());
    QVERIFY(field(Field::LastName)->line().hasFocus());
    QCOMPARE(field(Field::Department)->shownProblem(), QString());
    QVERIFY2(textOf(u"state"_s).startsWith(u"Last name: This field must be filled in."),
        qPrintable(textOf(u"state"_s)));
    QCOMPARE(workspace().editor.pendingCount(), 0);
    fillIn();
    QVERIFY(primary()->isEnabled());
    QVERIFY(textOf(u"state"_s).isEmpty());
}

void EmployeeFormTest::aKnownProblemHoldsAddingBack()
{
    openNew();
    fillIn();
    type(Field::Email, u"ada"_s);
    QTRY_VERIFY(!primary()->isEnabled());
    QCOMPARE(textOf(u"state"_s), u"E-mail: This is no e-mail address."_s);
    // Enter does not get around it.
    QTest::keyClick(&field(Field::Email)->line(), Qt::Key_Return);
    QCOMPARE(workspace().editor.pendingCount(), 0);
    type(Field::Email, u"ada@example.com"_s);
    QVERIFY(primary()->isEnabled());
}

void EmployeeFormTest::checksDatesAgainstEachOther()
{
    openNew();
    fillIn();
    type(Field::HiredOn, u"12/9/1985"_s);
    QTest::keyClick(&field(Field::HiredOn)->line(), Qt::Key_Tab);
    QCOMPARE(field(Field::HiredOn)->shownProblem(), u"This is before the date of birth."_s);
    QVERIFY(!primary()->isEnabled());
    // It is a matter of both: changing the other one puts it right as well.
    type(Field::DateOfBirth, u"12/8/1985"_s);
    QCOMPARE(field(Field::HiredOn)->shownProblem(), QString());
    QVERIFY(primary()->isEnabled());
    type(Field::LeftOn, u"12/8/1985"_s);
    QTest::keyClick(&field(Field::LeftOn)->line(), Qt::Key_Tab);
    QCOMPARE(field(Field::LeftOn)->shownProblem(), u"This is before the date of hire."_s);
}

void EmployeeFormTest::showsTheServersRefusalAtItsField()
{
    // What the server minds and this client does not know: a rule of a newer server, say.
    openNew();
    fillIn();
    const Error refusal{ErrorCode::ValidationFailed, u"No."_s,
        {{u"fields"_s,
            QJsonArray{QJsonObject{{u"field"_s, u"department"_s}, {u"reason"_s, u"unheard_of"_s},
                           {u"message"_s, u"Department is closed."_s}},
                QJsonObject{{u"field"_s, u"email"_s}, {u"reason"_s, u"too_long"_s},
                    {u"message"_s, u"too long"_s}}}}}};
    auto *fields = m_form->findChild<FieldForm *>();
    QVERIFY(fields->refuse(refusal));
    QCOMPARE(field(Field::Department)->shownProblem(), u"Department is closed."_s);
    QCOMPARE(field(Field::Email)->shownProblem(), u"At most 254 characters fit here."_s);
    QVERIFY(field(Field::Department)->line().hasFocus());
    QVERIFY(!primary()->isEnabled());
    type(Field::Department, u"Attic"_s);
    type(Field::Email, u""_s);
    QVERIFY(primary()->isEnabled());
    QVERIFY(!fields->refuse({ErrorCode::StorageUnavailable, u"Nothing was written."_s, {}}));
}

void EmployeeFormTest::keepsARecordWithADuplicateSsnAndSaysSo()
{
    m_world->addEmployees(1);
    openNew();
    fillIn(u"100-00-0000"_s);
    primary()->click();
    QTRY_COMPARE(m_added.size(), 1);
    QCOMPARE(count(), 2);
    QVERIFY(m_form);
    QVERIFY(m_form->isVisible());
    // It is the form of that record now, where the number can be put right.
    QCOMPARE(m_form->id(), m_added.first().id);
    const QString notice = textOf(u"notice"_s);
    QVERIFY2(notice.contains(u"was added"), qPrintable(notice));
    QVERIFY2(notice.contains(u"Another employee has the same SSN."), qPrintable(notice));
    type(Field::Ssn, u"123-45-6789"_s);
    primary()->click();
    QTRY_VERIFY(!m_form);
    QCOMPARE(m_world->read(m_added.first().id).text(Field::Ssn), u"123456789"_s);
}

void EmployeeFormTest::addsAnother()
{
    openNew();
    m_form->findChild<QCheckBox *>(u"another"_s)->click();
    fillIn();
    primary()->click();
    QTRY_COMPARE(m_added.size(), 1);
    QVERIFY(m_form);
    QCOMPARE(m_form->id(), 0);
    QCOMPARE(field(Field::FirstName)->canonical(), QString());
    QVERIFY(field(Field::FirstName)->line().hasFocus());
    QVERIFY(textOf(u"notice"_s).contains(u"Ada Lovelace"));
    fillIn(u"123-45-6780"_s);
    primary()->click();
    QTRY_COMPARE(m_added.size(), 2);
    QCOMPARE(count(), 2);
}

void EmployeeFormTest::aFormClosedWhileAddingComesBackWithTheRefusal()
{
    openNew();
    fillIn();
    // The right goes, and this client has not heard of it when it sends.
    const Outcome changed = server::waitFor<Done>([this](auto done) {
        m_world->server().app().accounts().setRole(u"hr"_s, u"viewer"_s, {}, done);
    });
    QVERIFY(changed);
    primary()->click();
    m_form->close();
    QVERIFY(m_form);
    QVERIFY(!m_form->isVisible());
    QCOMPARE(workspace().editor.pendingCount(), 1);
    QTRY_VERIFY(m_form->isVisible());
    QCOMPARE(workspace().editor.pendingCount(), 0);
    QVERIFY(!textOf(u"notice"_s).isEmpty());
    QCOMPARE(field(Field::FirstName)->canonical(), u"Ada"_s);
    QVERIFY(m_form->hasUnsavedInput());
    QCOMPARE(count(), 0);
}

void EmployeeFormTest::waitsForTheConnection()
{
    openNew();
    fillIn();
    m_world->server().restart();
    QTRY_VERIFY(!workspace().session.isOnline());
    primary()->click();
    QVERIFY(!primary()->isEnabled());
    QVERIFY2(textOf(u"state"_s).contains(u"no connection"), qPrintable(textOf(u"state"_s)));
    QVERIFY(!field(Field::FirstName)->isEnabled());
    QCOMPARE(workspace().editor.pendingCount(), 1);
}

void EmployeeFormTest::sendsOnlyWhatWasChanged()
{
    const EmployeeRow row = m_world->read(m_world->addEmployees(1).first());
    openRecord(row);
    QVERIFY(!primary()->isEnabled());
    type(Field::JobTitle, u"Baker"_s);
    QVERIFY(primary()->isEnabled());
    QVERIFY(m_form->hasUnsavedInput());
    const auto *fields = m_form->findChild<FieldForm *>();
    QCOMPARE(fields->changes(), (FieldChanges{{Field::JobTitle, u"Baker"_s}}));
    // Others change another field and both stand.
    m_world->changeElsewhere(row.id, {{u"department"_s, u"Food"_s}});
    primary()->click();
    QTRY_VERIFY(!m_form);
    const EmployeeRow now = m_world->read(row.id);
    QCOMPARE(now.text(Field::JobTitle), u"Baker"_s);
    QCOMPARE(now.text(Field::Department), u"Food"_s);
    QVERIFY(workspace().history.stack().canUndo());
    workspace().history.stack().undo();
    QTRY_COMPARE(workspace().editor.pendingCount(), 0);
    QCOMPARE(m_world->read(row.id).text(Field::JobTitle), row.text(Field::JobTitle));
}

void EmployeeFormTest::sameValueInOtherWordsIsNoChange()
{
    EmployeeRow row = m_world->read(m_world->addEmployees(1).first());
    QCOMPARE(row.text(Field::Salary), u"1000.00"_s);
    openRecord(row);
    type(Field::Salary, u"1000"_s);
    QVERIFY(!m_form->hasUnsavedInput());
    type(Field::Salary, u"1,000.0"_s);
    QVERIFY(!m_form->hasUnsavedInput());
    type(Field::Salary, u"1,001"_s);
    QVERIFY(m_form->hasUnsavedInput());
}

void EmployeeFormTest::showsARefusedChange()
{
    const EmployeeRow row = m_world->read(m_world->addEmployees(1).first());
    openRecord(row);
    type(Field::JobTitle, u"Baker"_s);
    // Gone before the change arrives, and this client has not heard of it.
    disconnect(&workspace().session, &ServerSession::employeeChanged, nullptr, nullptr);
    QCOMPARE(server::tests::reasonOf(
                 m_world->colleague().call(u"employee.delete"_s, {{u"id"_s, row.id}})),
        u"ok"_s);
    primary()->click();
    QTRY_VERIFY(!field(Field::JobTitle)->shownProblem().isEmpty());
    QVERIFY(m_form);
    QCOMPARE(field(Field::JobTitle)->canonical(), u"Baker"_s);
    QVERIFY(field(Field::JobTitle)->isEnabled());
    QVERIFY(workspace().editor.hasRefused());
}

void EmployeeFormTest::followsOthersWhereUntouched()
{
    const EmployeeRow row = m_world->read(m_world->addEmployees(1).first());
    openRecord(row);
    type(Field::JobTitle, u"Baker"_s);
    m_world->changeElsewhere(row.id, {{u"department"_s, u"Food"_s}, {u"first_name"_s, u"Grace"_s}});
    QTRY_COMPARE(field(Field::Department)->canonical(), u"Food"_s);
    QCOMPARE(field(Field::JobTitle)->canonical(), u"Baker"_s);
    QVERIFY(m_form->windowTitle().contains(u"Grace"));
    QVERIFY(textOf(u"foot"_s).contains(u"colleague"));
    QVERIFY(textOf(u"foot"_s).contains(u"Version 2"));
    const auto *fields = m_form->findChild<FieldForm *>();
    QCOMPARE(fields->changes(), (FieldChanges{{Field::JobTitle, u"Baker"_s}}));
    QCOMPARE(fields->seen().version, row.version + 1);
}

void EmployeeFormTest::neverOverwritesWhatOthersChangedMeanwhile()
{
    const EmployeeRow row = m_world->read(m_world->addEmployees(1).first());
    QSignalSpy conflicted(&workspace().editor, &EmployeeEditor::conflicted);
    openRecord(row);
    type(Field::JobTitle, u"Baker"_s);
    m_world->changeElsewhere(row.id, {{u"job_title"_s, u"Butcher"_s}});
    QTRY_VERIFY(textOf(u"job_title_message"_s).contains(u"Butcher"));
    QVERIFY(textOf(u"job_title_message"_s).contains(u"colleague"));
    QCOMPARE(field(Field::JobTitle)->canonical(), u"Baker"_s);
    const auto *fields = m_form->findChild<FieldForm *>();
    QCOMPARE(fields->seen().version, row.version);
    primary()->click();
    QTRY_COMPARE(conflicted.count(), 1);
    QVERIFY(m_form);
    QVERIFY(!field(Field::JobTitle)->shownProblem().isEmpty());
    QCOMPARE(m_world->read(row.id).text(Field::JobTitle), u"Butcher"_s);
}

void EmployeeFormTest::takesTheirsWhenTheConflictIsDecidedSo()
{
    const EmployeeRow row = m_world->read(m_world->addEmployees(1).first());
    QSignalSpy conflicted(&workspace().editor, &EmployeeEditor::conflicted);
    openRecord(row);
    type(Field::JobTitle, u"Baker"_s);
    m_world->changeElsewhere(row.id, {{u"job_title"_s, u"Butcher"_s}});
    primary()->click();
    QTRY_COMPARE(conflicted.count(), 1);
    QTRY_VERIFY(primary()->isVisible() && field(Field::JobTitle)->isEnabled());
    workspace().editor.giveUp(row.id, Field::JobTitle);
    QCOMPARE(field(Field::JobTitle)->canonical(), u"Butcher"_s);
    QCOMPARE(field(Field::JobTitle)->shownProblem(), QString());
    QVERIFY(textOf(u"job_title_message"_s).isEmpty());
    QVERIFY(!m_form->hasUnsavedInput());
    const auto *fields = m_form->findChild<FieldForm *>();
    QCOMPARE(fields->seen().version, row.version + 1);
}

void EmployeeFormTest::tellsThatTheRecordIsGone()
{
    const EmployeeRow row = m_world->read(m_world->addEmployees(1).first());
    openRecord(row);
    QCOMPARE(server::tests::reasonOf(
                 m_world->colleague().call(u"employee.delete"_s, {{u"id"_s, row.id}})),
        u"ok"_s);
    QTRY_VERIFY(!primary()->isVisible());
    QVERIFY(textOf(u"notice"_s).contains(u"deleted"));
    QVERIFY(field(Field::JobTitle)->isReadOnly());
}

void EmployeeFormTest::readOnlyRoleSeesWhy()
{
    const EmployeeId id = m_world->addEmployees(1).first();
    Workspace viewer(m_world->logIn(u"viewer"_s), {u"127.0.0.1"_s, m_world->server().port()});
    server::tests::LineClient reader(m_world->server());
    QCOMPARE(server::tests::reasonOf(reader.login(u"viewer"_s)), u"ok"_s);
    const EmployeeRow row
        = rowFromJson(server::tests::resultOf(reader.call(u"employee.get"_s, {{u"id"_s, id}}))
                          .value("employee"_L1)
                          .toObject());
    openRecord(row, &viewer);
    QVERIFY(!primary()->isVisible());
    QVERIFY2(textOf(u"notice"_s).contains(u"employee.update"), qPrintable(textOf(u"notice"_s)));
    QVERIFY(textOf(u"notice"_s).contains(u"viewer"));
    for (const FieldDescription &each : editableFields()) {
        if (each.field == Field::Salary) {
            QVERIFY(!field(each.field));
            continue;
        }
        QVERIFY2(field(each.field)->isReadOnly(), each.name.data());
        QVERIFY(!field(each.field)->line().toolTip().isEmpty());
    }
    QCOMPARE(field(Field::Ssn)->line().text(), u"\u2022\u2022\u2022-\u2022\u2022-0000"_s);
    QVERIFY(!m_form->hasUnsavedInput());
    m_form->close();
    QTRY_VERIFY(!m_form);
}

void EmployeeFormTest::maskedFieldsSayWhy()
{
    EmployeeRow row = m_world->read(m_world->addEmployees(1).first());
    Rights rights({Permission::EmployeeGet, Permission::EmployeeUpdate}, FieldAccess::Masked,
        FieldAccess::Read, FieldAccess::None);
    m_world->server().addRole(u"clerk"_s, rights);
    m_world->server().addUser(u"clark"_s, u"clerk"_s);
    Workspace clerk(m_world->logIn(u"clark"_s), {u"127.0.0.1"_s, m_world->server().port()});
    row.texts[indexOf(Field::Ssn)] = u"*****0000"_s;
    row.visibility[indexOf(Field::Ssn)] = Visibility::Masked;
    openRecord(row, &clerk);
    QVERIFY(field(Field::Ssn)->isReadOnly());
    QVERIFY(field(Field::Ssn)->line().toolTip().contains(u"ssn:read"));
    QVERIFY(field(Field::DateOfBirth)->line().toolTip().contains(u"date_of_birth:write"));
    QVERIFY(!field(Field::Salary));
    QVERIFY(!field(Field::JobTitle)->isReadOnly());
    type(Field::JobTitle, u"Baker"_s);
    primary()->click();
    QTRY_VERIFY(!m_form);
}

void EmployeeFormTest::aRoleWithoutAFieldCannotAdd()
{
    Rights rights({Permission::EmployeeGet, Permission::EmployeeAdd}, FieldAccess::Write,
        FieldAccess::Write, FieldAccess::Read);
    m_world->server().addRole(u"clerk"_s, rights);
    m_world->server().addUser(u"clark"_s, u"clerk"_s);
    Workspace clerk(m_world->logIn(u"clark"_s), {u"127.0.0.1"_s, m_world->server().port()});
    openNew(&clerk);
    QVERIFY(!field(Field::Salary));
    QVERIFY(!primary()->isEnabled());
    QVERIFY2(textOf(u"state"_s).contains(u"salary:write"), qPrintable(textOf(u"state"_s)));
    Workspace viewer(m_world->logIn(u"viewer"_s), {u"127.0.0.1"_s, m_world->server().port()});
    openNew(&viewer);
    QVERIFY(!primary()->isEnabled());
    QVERIFY(textOf(u"state"_s).contains(u"employee.add"));
    delete m_form;
}

void EmployeeFormTest::rightsThatGoAreObeyed()
{
    const EmployeeRow row = m_world->read(m_world->addEmployees(1).first());
    openRecord(row);
    type(Field::JobTitle, u"Baker"_s);
    const Outcome changed = server::waitFor<Done>([this](auto done) {
        m_world->server().app().accounts().setRole(u"hr"_s, u"viewer"_s, {}, done);
    });
    QVERIFY(changed);
    QTRY_VERIFY(!primary()->isVisible());
    QVERIFY(field(Field::JobTitle)->isReadOnly());
    QVERIFY(!field(Field::Salary)->isVisible());
    // In clear, where the role now sees a mask.
    QVERIFY(!field(Field::Ssn)->isVisible());
    QVERIFY(field(Field::Department)->isVisible());
}

void EmployeeFormTest::asksBeforeInputIsLost()
{
    openNew();
    type(Field::FirstName, u"Ada"_s);
    QTest::keyClick(m_form, Qt::Key_Escape);
    QVERIFY(m_form->isVisible());
    auto *question = m_form->findChild<Question *>();
    QVERIFY(question);
    QVERIFY(question->isVisible());
    QCOMPARE(question->defaultButton()->objectName(), u"keep"_s);
    // A second attempt does not stack a second one.
    m_form->close();
    QCOMPARE(m_form->findChildren<Question *>().size(), 1);
    QTest::keyClick(question, Qt::Key_Escape);
    QTRY_VERIFY(!m_form->findChild<Question *>());
    QVERIFY(m_form->isVisible());
    QCOMPARE(field(Field::FirstName)->canonical(), u"Ada"_s);
    m_form->close();
    question = m_form->findChild<Question *>();
    QVERIFY(question);
    question->findChild<QPushButton *>(u"confirm"_s)->click();
    QTRY_VERIFY(!m_form);
    QCOMPARE(count(), 0);
}

void EmployeeFormTest::closesWithoutAskingWhenNothingWasTyped()
{
    openNew();
    QTest::keyClick(m_form, Qt::Key_Escape);
    QTRY_VERIFY(!m_form);
    openRecord(m_world->read(m_world->addEmployees(1).first()));
    m_form->close();
    QTRY_VERIFY(!m_form);
}

void EmployeeFormTest::showsVersionAndAuthor()
{
    EmployeeRow row = m_world->read(m_world->addEmployees(1).first());
    row.updatedAt = u"2026-11-24T10:00:00Z"_s;
    openRecord(row);
    const QDateTime at = QDateTime(QDate(2026, 11, 24), QTime(10, 0), Qt::UTC).toLocalTime();
    QCOMPARE(textOf(u"foot"_s),
        u"Version 1, changed %1 by colleague"_s.arg(
            format().locale().toString(at, QLocale::ShortFormat)));
}

void EmployeeFormTest::anUnfitValueBlocksNothing()
{
    EmployeeRow row = m_world->read(m_world->addEmployees(1).first());
    row.texts[indexOf(Field::HiredOn)] = u"02-30-1999"_s;
    row.visibility[indexOf(Field::HiredOn)] = Visibility::Unfit;
    openRecord(row);
    QCOMPARE(field(Field::HiredOn)->line().text(), u"02-30-1999"_s);
    QVERIFY(!field(Field::HiredOn)->shownProblem().isEmpty());
    type(Field::JobTitle, u"Baker"_s);
    QVERIFY(primary()->isEnabled());
    const auto *fields = m_form->findChild<FieldForm *>();
    QCOMPARE(fields->changes(), (FieldChanges{{Field::JobTitle, u"Baker"_s}}));
    primary()->click();
    QTRY_VERIFY(!m_form);
}

void EmployeeFormTest::textOfTheServerIsPlain()
{
    EmployeeRow row = m_world->read(m_world->addEmployees(1).first());
    row.updatedBy = u"<b>eve</b>"_s;
    openRecord(row);
    for (const QString &name : {u"notice"_s, u"foot"_s, u"state"_s, u"job_title_message"_s})
        QCOMPARE(m_form->findChild<QLabel *>(name)->textFormat(), Qt::PlainText);
    QVERIFY(textOf(u"foot"_s).contains(u"<b>eve</b>"));
}

void EmployeeFormTest::everyControlHasAName_data()
{
    QTest::addColumn<bool>("isNew");
    QTest::newRow("add") << true;
    QTest::newRow("edit") << false;
}

void EmployeeFormTest::everyControlHasAName()
{
    QFETCH(bool, isNew);
    if (isNew)
        openNew();
    else
        openRecord(m_world->read(m_world->addEmployees(1).first()));
    const QList<QWidget *> parts = m_form->findChildren<QWidget *>();
    int controls = 0;
    for (const QWidget *part : parts) {
        const auto *button = qobject_cast<const QAbstractButton *>(part);
        if (!part->isVisible() || (part->focusPolicy() == Qt::NoFocus && !button))
            continue;
        ++controls;
        const bool hasName
            = !part->accessibleName().isEmpty() || (button && !button->text().isEmpty());
        QVERIFY2(hasName, part->metaObject()->className());
        QVERIFY2(!part->objectName().isEmpty(), part->metaObject()->className());
    }
    QVERIFY(controls > 10);
}

QTEST_MAIN(EmployeeFormTest)
#include "tst_employeeform.moc"
