#include "tests/gui/WorkspaceWorld.h"

#include <QJsonArray>
#include <QSignalSpy>
#include <QTest>

using namespace roster;
using namespace roster::gui;
using namespace roster::gui::test;
using namespace Qt::StringLiterals;
using State = CellEdit::State;
using OnConflict = EmployeeEditor::OnConflict;

Q_DECLARE_METATYPE(roster::gui::EmployeeRow)
Q_DECLARE_METATYPE(roster::gui::EditConflict)

/// Edits from the desktop to the real server and back: pending, saved, refused, in conflict,
/// undone.
class WritingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void savesAndLearnsTheNewVersion();
    void showsAnEditAsPendingUntilItIsSaved();
    void keepsWhatTheServerRefuses();
    void mergesWithChangesOfOtherFields();
    void asksWhenTheSameFieldWasChanged();
    void secondEditOfAFieldIsNoConflict();
    void undoesAndDoesAgain();
    void doesNotUndoOverOthersChanges();
    void bringsADeletedRecordBack();
    void undoesAnAddition();
    void sendsAfterTheConnectionIsBack();
    void appliesALostReplyOnce();
    void addsOnceWhenTheReplyIsLost();
    void warnsOfADuplicate();
    void waitsForThePassword();
    void saysWhatTheRoleLacks();

private:
    [[nodiscard]] EmployeeEditor &editor() { return m_world->workspace().editor; }
    [[nodiscard]] EditHistory &history() { return m_world->workspace().history; }
    [[nodiscard]] bool settles()
    {
        return QTest::qWaitFor([this] { return editor().pendingCount() == 0; }, 20'000);
    }
    void change(Field field, const QString &text)
    {
        history().change({{m_row, {{field, text}}}}, u"change"_s);
    }

    std::unique_ptr<WorkspaceWorld> m_world;
    EmployeeRow m_row;
};

void WritingTest::init()
{
    m_world = std::make_unique<WorkspaceWorld>();
    m_row = m_world->read(m_world->addEmployees(1).first());
}

void WritingTest::cleanup()
{
    m_world.reset();
}

void WritingTest::savesAndLearnsTheNewVersion()
{
    QSignalSpy written(&editor(), &EmployeeEditor::written);
    change(Field::Department, u"Finance"_s);
    QVERIFY(settles());
    QCOMPARE(written.count(), 1);
    const auto row = written.first().first().value<EmployeeRow>();
    QCOMPARE(row.version, m_row.version + 1);
    QCOMPARE(row.text(Field::Department), u"Finance"_s);
    QCOMPARE(m_world->read(m_row.id).text(Field::Department), u"Finance"_s);
}

void WritingTest::showsAnEditAsPendingUntilItIsSaved()
{
    change(Field::Department, u"Finance"_s);
    const CellEdit *edit = editor().edit(m_row.id, Field::Department);
    QVERIFY(edit);
    QCOMPARE(edit->state, State::Pending);
    QCOMPARE(edit->text, u"Finance"_s);
    QVERIFY(settles());
    QVERIFY(!editor().edit(m_row.id, Field::Department));
}

void WritingTest::keepsWhatTheServerRefuses()
{
    change(Field::Email, u"nobody"_s);
    QVERIFY(settles());
    const CellEdit *edit = editor().edit(m_row.id, Field::Email);
    QVERIFY(edit);
    QCOMPARE(edit->state, State::Refused);
    QCOMPARE(edit->text, u"nobody"_s);
    QVERIFY(!edit->reason.isEmpty());
    QVERIFY(editor().hasRefused());
    editor().giveUp(m_row.id, Field::Email);
    QVERIFY(!editor().hasRefused());
    QCOMPARE(m_world->read(m_row.id).version, m_row.version);
}

void WritingTest::mergesWithChangesOfOtherFields()
{
    m_world->changeElsewhere(m_row.id, {{u"job_title"_s, u"Analyst"_s}});
    QSignalSpy conflicted(&editor(), &EmployeeEditor::conflicted);
    change(Field::Department, u"Finance"_s);
    QVERIFY(settles());
    QCOMPARE(conflicted.count(), 0);
    const EmployeeRow now = m_world->read(m_row.id);
    QCOMPARE(now.text(Field::Department), u"Finance"_s);
    QCOMPARE(now.text(Field::JobTitle), u"Analyst"_s);
}

void WritingTest::asksWhenTheSameFieldWasChanged()
{
    m_world->changeElsewhere(m_row.id, {{u"department"_s, u"Sales"_s}});
    QSignalSpy conflicted(&editor(), &EmployeeEditor::conflicted);
    change(Field::Department, u"Finance"_s);
    QVERIFY(settles());
    QCOMPARE(conflicted.count(), 1);
    const auto conflict = conflicted.first().first().value<EditConflict>();
    QCOMPARE(conflict.fields, QList<Field>{Field::Department});
    QCOMPARE(conflict.theirs.text(Field::Department), u"Sales"_s);
    QCOMPARE(conflict.mine.value(Field::Department), u"Finance"_s);
    QCOMPARE(m_world->read(m_row.id).text(Field::Department), u"Sales"_s);
    // The decision for mine is an edit of what they made of it.
    editor().update(conflict.theirs, conflict.mine, OnConflict::Ask);
    QVERIFY(settles());
    QCOMPARE(m_world->read(m_row.id).text(Field::Department), u"Finance"_s);
}

void WritingTest::secondEditOfAFieldIsNoConflict()
{
    QSignalSpy conflicted(&editor(), &EmployeeEditor::conflicted);
    // Both are typed on the record as it was: the second before the first is answered.
    change(Field::Department, u"Finance"_s);
    change(Field::Department, u"Sales"_s);
    QCOMPARE(editor().edit(m_row.id, Field::Department)->text, u"Sales"_s);
    QVERIFY(settles());
    QCOMPARE(conflicted.count(), 0);
    QCOMPARE(m_world->read(m_row.id).text(Field::Department), u"Sales"_s);
    QVERIFY(!editor().edit(m_row.id, Field::Department));
}

void WritingTest::undoesAndDoesAgain()
{
    change(Field::Department, u"Finance"_s);
    change(Field::Department, u"Sales"_s);
    QVERIFY(settles());
    history().stack().undo();
    QVERIFY(settles());
    QCOMPARE(m_world->read(m_row.id).text(Field::Department), m_row.text(Field::Department));
    history().stack().undo();
    QVERIFY(settles());
    QCOMPARE(m_world->read(m_row.id).text(Field::Department), m_row.text(Field::Department));
    history().stack().redo();
    QVERIFY(settles());
    QCOMPARE(m_world->read(m_row.id).text(Field::Department), u"Finance"_s);
}

void WritingTest::doesNotUndoOverOthersChanges()
{
    change(Field::Department, u"Finance"_s);
    QVERIFY(settles());
    m_world->changeElsewhere(m_row.id, {{u"department"_s, u"Sales"_s}});
    QSignalSpy refused(&editor(), &EmployeeEditor::refused);
    QSignalSpy conflicted(&editor(), &EmployeeEditor::conflicted);
    history().stack().undo();
    QVERIFY(settles());
    QCOMPARE(refused.count(), 1);
    QCOMPARE(conflicted.count(), 0);
    QCOMPARE(m_world->read(m_row.id).text(Field::Department), u"Sales"_s);
    QVERIFY(!editor().edit(m_row.id, Field::Department));
}

void WritingTest::bringsADeletedRecordBack()
{
    QSignalSpy removed(&editor(), &EmployeeEditor::removed);
    history().remove({m_row});
    QVERIFY(settles());
    QCOMPARE(removed.count(), 1);
    QCOMPARE(m_world->read(m_row.id).id, EmployeeId(0));
    history().stack().undo();
    QVERIFY(settles());
    QCOMPARE(m_world->read(m_row.id).id, m_row.id);
    history().stack().redo();
    QVERIFY(settles());
    QCOMPARE(m_world->read(m_row.id).id, EmployeeId(0));
}

void WritingTest::undoesAnAddition()
{
    EmployeeId added = 0;
    history().add(
        {{Field::FirstName, u"Ada"_s}, {Field::LastName, u"Byron"_s}, {Field::Ssn, u"123121234"_s},
            {Field::DateOfBirth, u"1990-12-10"_s}, {Field::Salary, u"10"_s}},
        this, [&added](const Result<WriteResult> &result) {
            if (result)
                added = result->row.id;
        });
    QVERIFY(settles());
    QVERIFY(added > 0);
    QCOMPARE(m_world->read(added).text(Field::Salary), u"10.00"_s);
    history().stack().undo();
    QVERIFY(settles());
    QCOMPARE(m_world->read(added).id, EmployeeId(0));
}

void WritingTest::sendsAfterTheConnectionIsBack()
{
    ServerSession &session = m_world->workspace().session;
    session.client().disconnectFromServer();
    change(Field::Department, u"Finance"_s);
    QVERIFY(settles());
    QCOMPARE(m_world->read(m_row.id).text(Field::Department), u"Finance"_s);
}

/// The server has committed, but its answer is lost with the connection.
void WritingTest::appliesALostReplyOnce()
{
    m_world->relay().loseReplies();
    change(Field::Department, u"Finance"_s);
    QTRY_COMPARE(m_world->read(m_row.id).text(Field::Department), u"Finance"_s);
    QTRY_VERIFY(m_world->relay().lost() > 0);
    QCOMPARE(editor().pendingCount(), 1);
    QSignalSpy back(&m_world->workspace().session, &ServerSession::cameBack);
    m_world->relay().cut();
    QVERIFY(settles());
    QVERIFY(!back.isEmpty());
    const EmployeeRow now = m_world->read(m_row.id);
    QCOMPARE(now.text(Field::Department), u"Finance"_s);
    QCOMPARE(now.version, m_row.version + 1);
    QVERIFY(!editor().hasRefused());
}

/// The same for what would stand there twice.
void WritingTest::addsOnceWhenTheReplyIsLost()
{
    m_world->relay().loseReplies();
    const FieldChanges values{{Field::FirstName, u"Grace"_s}, {Field::LastName, u"Hopper"_s},
        {Field::Ssn, u"212121212"_s}, {Field::DateOfBirth, u"1986-12-09"_s},
        {Field::Salary, u"1000.00"_s}};
    std::optional<EmployeeId> added;
    editor().add(values, this, [&added](const Result<WriteResult> &result) {
        added = result ? result->row.id : EmployeeId(0);
    });
    QTRY_VERIFY(m_world->read(m_row.id + 1).id != 0);
    m_world->relay().cut();
    QTRY_VERIFY(added.has_value());
    QCOMPARE(*added, m_row.id + 1);
    QCOMPARE(m_world->read(m_row.id + 2).id, EmployeeId(0));
}

void WritingTest::warnsOfADuplicate()
{
    QSignalSpy warned(&editor(), &EmployeeEditor::warned);
    const QString ssn = m_world->read(m_world->addEmployees(2).last()).text(Field::Ssn);
    change(Field::Ssn, ssn);
    QVERIFY(settles());
    QCOMPARE(warned.count(), 1);
    QVERIFY(warned.first().first().toString().contains(u"SSN"_s));
    change(Field::Department, u"Finance"_s);
    QVERIFY(settles());
    QCOMPARE(warned.count(), 1);
}

void WritingTest::waitsForThePassword()
{
    ServerSession &session = m_world->workspace().session;
    auto &colleague = m_world->colleague();
    const QString me = session.info().username;
    server::tests::LineClient mine(m_world->server());
    QCOMPARE(server::tests::reasonOf(mine.login(me)), u"ok"_s);
    const QJsonArray sessions
        = server::tests::resultOf(mine.call(u"session.list"_s)).value("sessions"_L1).toArray();
    Q_UNUSED(colleague)
    for (const QJsonValue &each : sessions) {
        if (!each.toObject().value("current"_L1).toBool())
            (void)mine.call(u"session.revoke"_s, {{u"id"_s, each.toObject().value("id"_L1)}});
    }
    QTRY_COMPARE(session.state(), ServerSession::State::Ended);
    QVERIFY(!session.trouble().isEmpty());
    change(Field::Department, u"Finance"_s);
    QCOMPARE(editor().pendingCount(), 1);
    std::optional<bool> isIn;
    session.logIn(SecretBytes::copyOf(server::tests::ServerWorld::password()), this,
        [&isIn](const CallOutcome &outcome) { isIn = outcome.isOk(); });
    QTRY_VERIFY(isIn.has_value());
    QVERIFY(*isIn);
    QVERIFY(settles());
    QCOMPARE(m_world->read(m_row.id).text(Field::Department), u"Finance"_s);
}

void WritingTest::saysWhatTheRoleLacks()
{
    WorkspaceWorld viewers(u"viewer"_s);
    const EmployeeEditor &viewer = viewers.workspace().editor;
    QVERIFY(!viewer.mayAdd());
    QVERIFY(!viewer.mayUpdate());
    QVERIFY(!viewer.mayDelete());
    QVERIFY(viewer.whyNotWritable(Field::Department).contains(u"employee.update"_s));
    QVERIFY(editor().whyNotWritable(Field::Department).isEmpty());
    QVERIFY(!editor().whyNotWritable(Field::Id).isEmpty());
}

QTEST_MAIN(WritingTest)
#include "tst_writing.moc"
