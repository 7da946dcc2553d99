#include "gui-client/app/ClientSettings.h"
#include "gui-client/edit/ConflictDialog.h"
#include "gui-client/table/EmployeeHeader.h"
#include "gui-client/window/ClipboardGuard.h"
#include "gui-client/window/EmployeePane.h"
#include "gui-client/window/LockScreen.h"
#include "gui-client/window/MainWindow.h"
#include "gui-client/window/TransferCommands.h"
#include "tests/gui/WorkspaceWorld.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace roster;
using namespace roster::gui;
using namespace roster::gui::test;
using namespace Qt::StringLiterals;

/// The window as people use it, by keyboard and mouse, over the real server.
class MainWindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init();
    void cleanup();

    void editsWithTheKeyboard();
    void asksWhenOthersChangedWhatIsBeingTyped();
    void keepsAWrongValueInTheEditor();
    void undoesFromTheMenu();
    void sortsByAClickAndShift();
    void filtersBelowTheHead();
    void filtersStayWithTheirColumns();
    void searches();
    void deletesAfterAskingByName();
    void showsAndRestoresDeletedOnes();
    void addsThroughTheForm();
    void pastesABlock();
    void takesASecretOffTheClipboard();
    void asksBeforeUnsavedWorkIsLost();
    void locksAndUnlocks();
    void keepsWhatIsHalfTypedWhileLocked();
    void tellsWhatWasTypedIntoARecordThatGoes();
    void doesNothingWithoutASelection();
    void disablesWhatTheRoleMayNotDo();
    void remembersTheColumns();
    void everyControlHasAName();

private:
    void open(Workspace &workspace);
    [[nodiscard]] EmployeePane &pane() { return m_window->pane(); }
    [[nodiscard]] EmployeeTableView &view() { return pane().view(); }
    [[nodiscard]] EmployeeTableModel &model() { return pane().model(); }
    [[nodiscard]] QAction *action(const char *name) const
    {
        return m_window->findChild<QAction *>(QString::fromLatin1(name));
    }
    [[nodiscard]] QModelIndex cell(int row, Field field)
    {
        return model().index(row, model().columnOf(field));
    }
    [[nodiscard]] bool settles()
    {
        return QTest::qWaitFor([this] { return m_world->workspace().writes.count() == 0; }, 20'000);
    }
    /// Key by key, to what has the focus then: the first one opens an editor.
    static void type(const QString &text)
    {
        for (const QChar c : text)
            QTest::keyClicks(QApplication::focusWidget(), c);
    }
    template <typename Dialog> [[nodiscard]] Dialog *opened()
    {
        Dialog *found = nullptr;
        (void)QTest::qWaitFor([&] {
            const auto dialogs = m_window->findChildren<Dialog *>();
            for (Dialog *dialog : dialogs) {
                if (dialog->isVisible())
                    found = dialog;
            }
            return found != nullptr;
        });
        return found;
    }
    static QAbstractButton *buttonWith(QWidget *dialog, const QString &text)
    {
        const auto buttons = dialog->findChildren<QAbstractButton *>();
        for (QAbstractButton *button : buttons) {
            if (button->text().remove(u'&').contains(text))
                return button;
        }
        return nullptr;
    }

    std::unique_ptr<WorkspaceWorld> m_world;
    QList<EmployeeId> m_ids;
    QTemporaryDir m_folder;
    std::unique_ptr<ClientSettings> m_settings;
    std::unique_ptr<ClipboardGuard> m_clipboard;
    std::unique_ptr<Workspace> m_viewer;
    std::unique_ptr<MainWindow> m_window;
};

void MainWindowTest::initTestCase()
{
    QLocale::setDefault(QLocale(u"en_US"_s));
    m_world = std::make_unique<WorkspaceWorld>();
    m_ids = m_world->addEmployees(120);
    m_settings = std::make_unique<ClientSettings>(m_folder.filePath(u"gui.conf"_s));
    m_clipboard = std::make_unique<ClipboardGuard>(std::chrono::milliseconds(200));
}

void MainWindowTest::cleanupTestCase()
{
    m_clipboard.reset();
    m_world.reset();
}

void MainWindowTest::init()
{
    open(m_world->workspace());
}

void MainWindowTest::cleanup()
{
    m_window.reset();
    m_viewer.reset();
    m_world->workspace().history.stack().clear();
}

void MainWindowTest::open(Workspace &workspace)
{
    m_window = std::make_unique<MainWindow>(workspace, *m_settings, *m_clipboard);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QTRY_VERIFY(model().isLoaded());
}

void MainWindowTest::editsWithTheKeyboard()
{
    view().setCurrentIndex(cell(4, Field::JobTitle));
    view().setFocus();
    type(u"Welder"_s);
    QVERIFY(QApplication::focusWidget() != &view());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(view().currentIndex(), cell(5, Field::JobTitle));
    QVERIFY(settles());
    QCOMPARE(m_world->read(model().rowAt(4)->id).text(Field::JobTitle), u"Welder"_s);
    // Tab saves and goes to the right; Esc gives up.
    type(u"Turner"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QCOMPARE(view().currentIndex().row(), 5);
    QVERIFY(view().currentIndex().column() != model().columnOf(Field::JobTitle));
    QVERIFY(settles());
    QCOMPARE(m_world->read(model().rowAt(5)->id).text(Field::JobTitle), u"Turner"_s);
    view().setCurrentIndex(cell(5, Field::JobTitle));
    type(u"Nobody"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QVERIFY(settles());
    QCOMPARE(m_world->read(model().rowAt(5)->id).text(Field::JobTitle), u"Turner"_s);
}

void MainWindowTest::asksWhenOthersChangedWhatIsBeingTyped()
{
    const EmployeeId id = model().rowAt(8)->id;
    view().setCurrentIndex(cell(8, Field::FirstName));
    view().setFocus();
    type(u"Amelia"_s);
    m_world->changeElsewhere(id, {{u"first_name"_s, u"Rosalind"_s}});
    QTRY_COMPARE(model().rowAt(8)->text(Field::FirstName), u"Rosalind"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    auto *conflict = opened<ConflictDialog>();
    QVERIFY(conflict);
    QCOMPARE(m_world->read(id).text(Field::FirstName), u"Rosalind"_s);
    conflict->close();
    QTRY_VERIFY(!m_window->findChild<ConflictDialog *>());
    QCOMPARE(m_world->read(id).text(Field::FirstName), u"Rosalind"_s);
    m_world->workspace().editor.giveUp(id, Field::FirstName);
}

void MainWindowTest::keepsAWrongValueInTheEditor()
{
    const QString before = cell(6, Field::Email).data().toString();
    view().setCurrentIndex(cell(6, Field::Email));
    view().setFocus();
    type(u"nobody"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QVERIFY(view().viewport()->isAncestorOf(QApplication::focusWidget()));
    QCOMPARE(m_world->workspace().writes.count(), 0);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QCOMPARE(cell(6, Field::Email).data().toString(), before);
}

void MainWindowTest::undoesFromTheMenu()
{
    const QString before = cell(7, Field::Department).data().toString();
    QVERIFY(!action("undo")->isEnabled());
    QVERIFY(model().setData(cell(7, Field::Department), u"Yard"_s, Qt::EditRole));
    QVERIFY(settles());
    QVERIFY(action("undo")->isEnabled());
    action("undo")->trigger();
    QVERIFY(settles());
    QTRY_COMPARE(cell(7, Field::Department).data().toString(), before);
    action("redo")->trigger();
    QVERIFY(settles());
    QTRY_COMPARE(cell(7, Field::Department).data().toString(), u"Yard"_s);
}

void MainWindowTest::sortsByAClickAndShift()
{
    EmployeeHeader &header = view().header();
    const auto click = [&](Field field, Qt::KeyboardModifiers modifiers) {
        const int section = model().columnOf(field);
        QTest::mouseClick(header.viewport(), Qt::LeftButton, modifiers,
            QPoint(header.sectionViewportPosition(section) + header.sectionSize(section) / 2, 8));
    };
    click(Field::LastName, Qt::NoModifier);
    const QList<SortKey> byName{{Field::LastName, false}};
    QCOMPARE(header.sort(), byName);
    QTRY_COMPARE(model().criteria().sort, byName);
    QTRY_VERIFY(model().isLoaded());
    click(Field::FirstName, Qt::ShiftModifier);
    const QList<SortKey> byBoth{{Field::LastName, false}, {Field::FirstName, false}};
    QCOMPARE(header.sort(), byBoth);
    click(Field::LastName, Qt::NoModifier);
    click(Field::LastName, Qt::NoModifier);
    const QList<SortKey> backwards{{Field::LastName, true}};
    QCOMPARE(header.sort(), backwards);
    click(Field::LastName, Qt::NoModifier);
    QVERIFY(header.sort().isEmpty());
    // An SSN cannot be sorted by.
    click(Field::Ssn, Qt::NoModifier);
    QVERIFY(header.sort().isEmpty());
}

void MainWindowTest::filtersBelowTheHead()
{
    const int all = model().total();
    auto *filter = m_window->findChild<QLineEdit *>(u"filter_salary"_s);
    QVERIFY(filter);
    QTest::keyClicks(filter, u"1000..1009"_s);
    QTRY_COMPARE(model().total(), 10);
    QVERIFY(m_window->findChild<QLabel *>(u"employeeCount"_s)->text().contains(u"filtered"_s));
    filter->clear();
    QTRY_COMPARE(model().total(), all);
    auto *name = m_window->findChild<QLineEdit *>(u"filter_last_name"_s);
    QTest::keyClicks(name, u"qqqq"_s);
    QTRY_COMPARE(model().total(), 0);
    auto *clear = m_window->findChild<QAbstractButton *>(u"emptyClear"_s);
    QTRY_VERIFY(clear->isVisible());
    clear->click();
    QTRY_COMPARE(model().total(), all);
    QVERIFY(name->text().isEmpty());
}

void MainWindowTest::filtersStayWithTheirColumns()
{
    m_window->resize(700, 500);
    QScrollBar *bar = view().horizontalScrollBar();
    QTRY_VERIFY(bar->maximum() > 0);
    EmployeeHeader &header = view().header();
    for (const int place : {bar->maximum(), bar->maximum() / 2, 0}) {
        bar->setValue(place);
        const auto filters = header.findChildren<QLineEdit *>();
        QVERIFY(!filters.isEmpty());
        int compared = 0;
        for (const QLineEdit *filter : filters) {
            const int section = header.logicalIndexAt(filter->geometry().center());
            if (filter->isVisible() && section >= 0) {
                QVERIFY(filter->objectName().endsWith(
                    QString(describe(model().fieldAt(section)).name)));
                ++compared;
            }
        }
        QVERIFY(compared > 2);
    }
}

void MainWindowTest::searches()
{
    auto *search = m_window->findChild<QLineEdit *>(u"quickSearch"_s);
    action("search")->trigger();
    QTRY_VERIFY(search->hasFocus());
    QTest::keyClicks(search, u"firstb"_s);
    QTRY_VERIFY(model().total() > 0 && model().total() < 20);
    QVERIFY(cell(0, Field::FirstName).data().toString().startsWith(u"Firstb"_s));
}

void MainWindowTest::deletesAfterAskingByName()
{
    view().setCurrentIndex(cell(10, Field::FirstName));
    const EmployeeRow row = *model().rowAt(10);
    const int total = model().total();
    action("delete")->trigger();
    auto *box = opened<QMessageBox>();
    QVERIFY(box);
    QVERIFY(box->text().contains(row.text(Field::LastName)));
    QCOMPARE(box->textFormat(), Qt::PlainText);
    QCOMPARE(box->defaultButton()->text(), u"Keep"_s);
    box->close();
    QCOMPARE(m_world->read(row.id).id, row.id);
    action("delete")->trigger();
    box = opened<QMessageBox>();
    QVERIFY(box);
    buttonWith(box, u"Delete"_s)->click();
    QVERIFY(settles());
    QCOMPARE(m_world->read(row.id).id, EmployeeId(0));
    QTRY_COMPARE(model().total(), total - 1);
}

void MainWindowTest::showsAndRestoresDeletedOnes()
{
    view().setCurrentIndex(cell(11, Field::FirstName));
    const EmployeeId id = model().rowAt(11)->id;
    m_world->workspace().history.remove({*model().rowAt(11)});
    QVERIFY(settles());
    action("deleted")->trigger();
    QTRY_VERIFY(model().isLoaded() && model().criteria().isShowingDeleted);
    QTRY_VERIFY(model().rowOf(id) >= 0);
    QVERIFY(!(model().flags(model().index(model().rowOf(id), 1)) & Qt::ItemIsEditable));
    view().setCurrentIndex(model().index(model().rowOf(id), 1));
    QVERIFY(action("restore")->isEnabled());
    action("restore")->trigger();
    QVERIFY(settles());
    QCOMPARE(m_world->read(id).id, id);
    action("deleted")->trigger();
    QTRY_VERIFY(!model().criteria().isShowingDeleted);
}

void MainWindowTest::addsThroughTheForm()
{
    const int total = model().total();
    action("add")->trigger();
    auto *form = opened<QDialog>();
    QVERIFY(form);
    const auto type = [form](const char *part, const QString &text) {
        const auto edits = form->findChildren<QLineEdit *>();
        for (QLineEdit *edit : edits) {
            for (QObject *each = edit; each && each != form; each = each->parent()) {
                if (each->objectName().contains(QLatin1StringView(part))) {
                    edit->setFocus();
                    QTest::keyClicks(edit, text);
                    return true;
                }
            }
        }
        return false;
    };
    QVERIFY(type("first_name", u"Grace"_s));
    QVERIFY(type("last_name", u"Hopper"_s));
    QVERIFY(type("ssn", u"212-12-1212"_s));
    QVERIFY(type("date_of_birth", u"12/9/1986"_s));
    QVERIFY(type("salary", u"98,765.40"_s));
    QAbstractButton *add = buttonWith(form, u"Add employee"_s);
    QVERIFY(add);
    QTRY_VERIFY(add->isEnabled());
    add->click();
    QTRY_COMPARE(model().total(), total + 1);
    // It is selected where it belongs.
    QTRY_VERIFY(model().rowAt(view().currentIndex().row()));
    QTRY_COMPARE(model().rowAt(view().currentIndex().row())->text(Field::LastName), u"Hopper"_s);
    QCOMPARE(model().rowAt(view().currentIndex().row())->text(Field::Salary), u"98765.40"_s);
}

void MainWindowTest::pastesABlock()
{
    view().setCurrentIndex(cell(20, Field::Department));
    QApplication::clipboard()->setText(u"Yard\tPainter\nDock\tSailor\n"_s);
    action("paste")->trigger();
    QVERIFY(settles());
    QCOMPARE(m_world->read(model().rowAt(20)->id).text(Field::JobTitle), u"Painter"_s);
    QCOMPARE(m_world->read(model().rowAt(21)->id).text(Field::Department), u"Dock"_s);
    // One wrong cell, and nothing is sent before the person has decided.
    view().setCurrentIndex(cell(20, Field::Email));
    QApplication::clipboard()->setText(u"nobody\n"_s);
    action("paste")->trigger();
    auto *problems = opened<QDialog>();
    QVERIFY(problems);
    QCOMPARE(m_world->workspace().writes.count(), 0);
    problems->reject();
}

void MainWindowTest::takesASecretOffTheClipboard()
{
    view().setCurrentIndex(cell(1, Field::Ssn));
    action("copy")->trigger();
    QCOMPARE(QApplication::clipboard()->text(), cell(1, Field::Ssn).data().toString());
    QTRY_VERIFY(QApplication::clipboard()->text().isEmpty());
    view().setCurrentIndex(cell(1, Field::LastName));
    action("copy")->trigger();
    QCOMPARE(QApplication::clipboard()->text(), cell(1, Field::LastName).data().toString());
    QVERIFY(!m_clipboard->isGuarding());
}

void MainWindowTest::asksBeforeUnsavedWorkIsLost()
{
    const EmployeeId id = model().rowAt(2)->id;
    QVERIFY(model().setData(cell(2, Field::Email), u"nobody"_s, Qt::EditRole));
    QVERIFY(settles());
    QSignalSpy closed(m_window.get(), &MainWindow::closedByPerson);
    m_window->close();
    QVERIFY(m_window->isVisible());
    auto *box = opened<QMessageBox>();
    QVERIFY(box);
    box->close();
    QCOMPARE(closed.count(), 0);
    m_world->workspace().editor.giveUp(id, Field::Email);
    QVERIFY(m_window->close());
    QCOMPARE(closed.count(), 1);
}

void MainWindowTest::locksAndUnlocks()
{
    auto *screen = m_window->findChild<LockScreen *>();
    QVERIFY(screen);
    action("lock")->trigger();
    QTRY_VERIFY(screen->isLocked());
    QVERIFY(!view().isVisible());
    auto *password = screen->findChild<QLineEdit *>();
    QVERIFY(password);
    QTest::keyClicks(password, u"wrong password here"_s);
    QTest::keyClick(password, Qt::Key_Return);
    QTRY_VERIFY(password->text().isEmpty());
    QTRY_VERIFY(password->isEnabled());
    QVERIFY(screen->isLocked());
    QTest::keyClicks(password, server::tests::ServerWorld::password());
    QTest::keyClick(password, Qt::Key_Return);
    QTRY_VERIFY(!screen->isLocked());
    QTRY_VERIFY(view().isVisible());
    QTRY_VERIFY(m_world->workspace().session.isOnline());
}

void MainWindowTest::keepsWhatIsHalfTypedWhileLocked()
{
    view().setCurrentIndex(cell(6, Field::JobTitle));
    view().setFocus();
    type(u"Half"_s);
    const QString before = cell(6, Field::JobTitle).data().toString();
    action("lock")->trigger();
    auto *lock = m_window->findChild<LockScreen *>();
    QTRY_VERIFY(lock->isLocked());
    QCOMPARE(m_world->workspace().writes.count(), 0);
    auto *password = lock->findChild<QLineEdit *>();
    QTest::keyClicks(password, server::tests::ServerWorld::password());
    QTest::keyClick(password, Qt::Key_Return);
    QTRY_VERIFY(!lock->isLocked());
    QCOMPARE(cell(6, Field::JobTitle).data().toString(), before);
    type(u"Done"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QTRY_COMPARE(cell(6, Field::JobTitle).data().toString(), u"HalfDone"_s);
    QVERIFY(settles());
}

void MainWindowTest::tellsWhatWasTypedIntoARecordThatGoes()
{
    const EmployeeId id = model().rowAt(8)->id;
    view().setCurrentIndex(cell(8, Field::JobTitle));
    view().setFocus();
    type(u"Poet"_s);
    QSignalSpy lost(&view(), &EmployeeTableView::typingLost);
    const QJsonObject deleted
        = server::tests::resultOf(m_world->colleague().call(u"employee.delete"_s, {{u"id"_s, id}}));
    QTRY_COMPARE(lost.size(), 1);
    QCOMPARE(lost.first().first().toString(), u"Poet"_s);
    QTRY_VERIFY(view().hasFocus());
    const QJsonObject back = m_world->colleague().call(
        u"employee.restore"_s, {{u"id"_s, id}, {u"version"_s, deleted.value("version"_L1)}});
    QCOMPARE(server::tests::reasonOf(back), u"ok"_s);
    QTRY_COMPARE(model().total(), 120);
}

void MainWindowTest::doesNothingWithoutASelection()
{
    auto *search = m_window->findChild<QLineEdit *>(u"quickSearch"_s);
    search->setText(u"zzzqqq"_s);
    QTRY_COMPARE(model().total(), 0);
    for (const char *name : {"fillDown", "paste", "copy", "delete", "form", "explain"})
        QVERIFY2(!action(name)->isEnabled() || qstrcmp(name, "explain") == 0, name);
    for (const char *name : {"fillDown", "paste", "copy", "delete", "form", "explain"})
        Q_EMIT action(name)->triggered();
    search->clear();
    QTRY_COMPARE(model().total(), 120);
}

void MainWindowTest::disablesWhatTheRoleMayNotDo()
{
    m_window.reset();
    m_viewer = std::make_unique<Workspace>(
        m_world->logIn(u"viewer"_s), ServerAddress{u"127.0.0.1"_s, m_world->server().port()});
    open(*m_viewer);
    for (const char *name : {"add", "delete", "paste", "fillDown", "deleted"}) {
        QVERIFY2(!action(name)->isEnabled(), name);
        QVERIFY2(action(name)->toolTip().contains(u"employee."_s), name);
    }
    QVERIFY(!m_window->findChild<QLineEdit *>(u"filter_salary"_s));
    QVERIFY(!m_window->findChild<QLineEdit *>(u"filter_ssn"_s)->isEnabled());
}

void MainWindowTest::remembersTheColumns()
{
    view().setColumnHidden(model().columnOf(Field::Email), true);
    view().setColumnWidth(model().columnOf(Field::JobTitle), 211);
    m_window->close();
    m_window.reset();
    open(m_world->workspace());
    QVERIFY(view().isColumnHidden(model().columnOf(Field::Email)));
    QCOMPARE(view().columnWidth(model().columnOf(Field::JobTitle)), 211);
    view().setColumnHidden(model().columnOf(Field::Email), false);
    m_window->close();
}

void MainWindowTest::everyControlHasAName()
{
    for (const char *name : {"add", "form", "connection", "settings", "shortcuts", "about"}) {
        if (qstrcmp(name, "form") == 0)
            view().setCurrentIndex(cell(0, Field::FirstName));
        action(name)->trigger();
    }
    const QString path = m_folder.filePath(u"people.csv"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("First name,Last name,SSN,Date of birth,Salary\nAda,Lovelace,1,1990-02-03,1\n");
    file.close();
    m_window->transfers().importFrom(path);
    m_window->transfers().exportTo(m_folder.filePath(u"out.csv"_s));
    QTRY_VERIFY(m_window->findChildren<QDialog *>().size() >= 8);
    QStringList nameless;
    const auto widgets = m_window->findChildren<QWidget *>();
    for (QWidget *widget : widgets) {
        const bool isControl = qobject_cast<QAbstractButton *>(widget)
            || qobject_cast<QLineEdit *>(widget) || qobject_cast<QComboBox *>(widget)
            || qobject_cast<QAbstractItemView *>(widget);
        const bool isQtsOwn = widget->objectName().startsWith(u"qt_"_s);
        const bool isOutOfReach = !widget->isVisible() || widget->focusPolicy() == Qt::NoFocus;
        if (!isControl || isQtsOwn || isOutOfReach)
            continue;
        // A part of a composite control is named by the whole.
        QAccessibleInterface *face = QAccessible::queryAccessibleInterface(widget);
        QString name = face ? face->text(QAccessible::Name) : QString();
        if (name.isEmpty() && widget->parentWidget()) {
            QAccessibleInterface *whole
                = QAccessible::queryAccessibleInterface(widget->parentWidget());
            name = whole ? whole->text(QAccessible::Name) : QString();
        }
        if (name.isEmpty()) {
            nameless.append(
                u"%1 %2 in %3"_s.arg(QString::fromLatin1(widget->metaObject()->className()),
                    widget->objectName(), widget->window()->objectName()));
        }
    }
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u", "_s)));
    const auto dialogs = m_window->findChildren<QDialog *>();
    for (QDialog *dialog : dialogs)
        dialog->close();
}

QTEST_MAIN(MainWindowTest)
#include "tst_mainwindow.moc"
