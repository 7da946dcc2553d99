#include "common/base/Csv.h"
#include "gui-client/app/ClientSettings.h"
#include "gui-client/edit/MessageLabel.h"
#include "gui-client/transfer/ExportDialog.h"
#include "gui-client/transfer/ImportDialog.h"
#include "gui-client/transfer/ImportTable.h"
#include "gui-client/window/ClipboardGuard.h"
#include "gui-client/window/EmployeePane.h"
#include "gui-client/window/MainWindow.h"
#include "gui-client/window/TransferCommands.h"
#include "tests/gui/WorkspaceWorld.h"

#include <QCheckBox>
#include <QJsonArray>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>
#include <QUndoStack>

using namespace roster;
using namespace roster::gui;
using namespace roster::gui::test;
using namespace Qt::StringLiterals;

/// Employees out of a file and into one, over the real server.
class TransferTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();

    void readsWhatPeopleWrite();
    void readsWhatWasExported();
    void saysWhatIsWrongWithALine_data();
    void saysWhatIsWrongWithALine();
    void refusesWhatIsNoTable_data();
    void refusesWhatIsNoTable();
    void leavesOutColumns();
    void addsTheGoodLines();
    void showsWhatTheServerRefuses();
    void undoesAnImportInOneStep();
    void addsNobodyTwiceWhenTheConnectionIsLost();
    void stopsAnImport();
    void asksBeforeAnImportIsLost();
    void saysWhyAFileCannotBeImported();
    void exportsTheListAsItIsShown();
    void importsWhatWasExported();
    void leavesOutWhatIsMasked();
    void goesOnWithAnExportAfterALostConnection();
    void keepsTheOldFileWhenCancelled();
    void saysWhyNothingWasExported();

private:
    [[nodiscard]] static Result<ImportPlan> plan(
        const QByteArray &file, const QLocale &locale = QLocale(u"de_DE"_s));
    [[nodiscard]] static QByteArray people(int count);
    [[nodiscard]] QString fileWith(const QByteArray &content);
    [[nodiscard]] static QByteArray contentOf(const QString &path);
    [[nodiscard]] qint64 total();
    /// The window of @p username on a new server with so many employees.
    void open(const QString &username = u"hr"_s, int employees = 0);
    [[nodiscard]] ImportDialog *import(const QByteArray &content);
    void exportTo(const QString &path);
    template <typename Dialog> [[nodiscard]] Dialog *opened()
    {
        return m_window->findChild<Dialog *>();
    }
    [[nodiscard]] static QString stateOf(const ImportDialog &dialog, int row);
    [[nodiscard]] static QString heading(const QDialog &dialog)
    {
        return dialog.findChild<QLabel *>(u"heading"_s)->text();
    }

    QTemporaryDir m_folder;
    std::unique_ptr<WorkspaceWorld> m_world;
    std::unique_ptr<ClientSettings> m_settings;
    std::unique_ptr<ClipboardGuard> m_clipboard;
    std::unique_ptr<MainWindow> m_window;
    QList<EmployeeId> m_ids;
};

namespace {

const QByteArray headings = "First name,Last name,SSN,Date of birth,Salary\n";

Rights allRights()
{
    return {{Permission::EmployeeGet, Permission::EmployeeAdd, Permission::EmployeeUpdate,
                Permission::EmployeeDelete},
        FieldAccess::Write, FieldAccess::Write, FieldAccess::Write};
}

} // namespace

void TransferTest::initTestCase()
{
    QLocale::setDefault(QLocale(u"en_US"_s));
    m_settings = std::make_unique<ClientSettings>(m_folder.filePath(u"gui.conf"_s));
    m_clipboard = std::make_unique<ClipboardGuard>(std::chrono::milliseconds(200));
}

void TransferTest::cleanup()
{
    m_window.reset();
    m_world.reset();
}

Result<ImportPlan> TransferTest::plan(const QByteArray &file, const QLocale &locale)
{
    return ImportPlan::ofFile(file, FieldFormat(locale, Currency{u"USD"_s, 2}), allRights());
}

/// A file with so many good lines, each with a last name and SSN of its own.
QByteArray TransferTest::people(int count)
{
    QByteArray file = headings;
    for (int i = 0; i < count; ++i) {
        QByteArray name = "L";
        for (int rest = i, k = 0; k < 4; ++k, rest /= 26)
            name.insert(1, static_cast<char>('a' + rest % 26));
        file += "Ada," + name + ',' + QByteArray::number(100'000'000 + i) + ",1990-02-03,1000\n";
    }
    return file;
}

QString TransferTest::fileWith(const QByteArray &content)
{
    const QString path = m_folder.filePath(u"people.csv"_s);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        return {};
    return path;
}

QByteArray TransferTest::contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

qint64 TransferTest::total()
{
    return server::tests::resultOf(
        m_world->colleague().call(u"employee.list"_s, {{u"total"_s, true}, {u"limit"_s, 1}}))
        .value("total"_L1)
        .toInteger();
}

void TransferTest::open(const QString &username, int employees)
{
    m_window.reset();
    m_world = std::make_unique<WorkspaceWorld>(username);
    m_ids = m_world->addEmployees(employees);
    m_window = std::make_unique<MainWindow>(m_world->workspace(), *m_settings, *m_clipboard);
    m_window->show();
    QTRY_VERIFY_WITH_TIMEOUT(m_window->pane().model().isLoaded(), 20'000);
}

ImportDialog *TransferTest::import(const QByteArray &content)
{
    m_window->transfers().importFrom(fileWith(content));
    static_cast<void>(QTest::qWaitFor([this] { return opened<ImportDialog>() != nullptr; }));
    return opened<ImportDialog>();
}

void TransferTest::exportTo(const QString &path)
{
    m_window->transfers().exportTo(path);
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->transfers().isExporting(), 30'000);
}

QString TransferTest::stateOf(const ImportDialog &dialog, int row)
{
    return dialog.findChild<QTreeView *>(u"lines"_s)
        ->model()
        ->index(row, ImportTable::StateColumn)
        .data()
        .toString();
}

void TransferTest::readsWhatPeopleWrite()
{
    const auto planned = plan("\xef\xbb\xbf"
                              "Last name;first NAME;ssn;Date-of-birth;Salary;E-mail\r\n"
                              "O'Brien;Zo\xc3\xab;001-02-0003;29.02.1996;45.210,50;\r\n"
                              "\r\n"
                              "Lovelace;Ada;123456789;1990-12-10;1000;ada@example.com\r\n");
    QVERIFY2(planned, planned ? "" : qPrintable(planned.error().message));
    QCOMPARE(planned->fields(),
        (QList<Field>{Field::LastName, Field::FirstName, Field::Ssn, Field::DateOfBirth,
            Field::Salary, Field::Email}));
    QCOMPARE(planned->lines().size(), 2);
    QCOMPARE(planned->goodLines(), 2);
    QVERIFY(planned->remarks().isEmpty());
    const FieldChanges first = planned->lines()[0].values;
    QCOMPARE(first.value(Field::FirstName), u"Zoë"_s);
    QCOMPARE(first.value(Field::Ssn), u"001020003"_s);
    QCOMPARE(first.value(Field::DateOfBirth), u"1996-02-29"_s);
    QCOMPARE(first.value(Field::Salary), u"45210.50"_s);
    QVERIFY(!first.contains(Field::Email));
    QCOMPARE(planned->lines()[1].number, 4);
    QCOMPARE(planned->lines()[1].values.value(Field::Email), u"ada@example.com"_s);
}

/// Where all headings are the protocol's, `1.234` is no thousand in any desktop's language.
void TransferTest::readsWhatWasExported()
{
    const auto planned = plan("id,version,first_name,last_name,ssn,date_of_birth,salary\n"
                              "17,3,Ada,Lovelace,123456789,1990-12-10,1.5\n"
                              ",,Eve,Lovelace,123456789,10.12.1990,15\n");
    QVERIFY(planned);
    QCOMPARE(planned->fields().first(), Field::Id);
    QCOMPARE(planned->lines()[0].values.value(Field::Id), u"17"_s);
    QCOMPARE(planned->lines()[0].values.value(Field::Salary), u"1.5"_s);
    QVERIFY(planned->lines()[0].problems.isEmpty());
    QVERIFY(!planned->lines()[1].values.contains(Field::Id));
    QCOMPARE(planned->lines()[1].problems.size(), 1);
    QCOMPARE(planned->remarks().size(), 1);
    QVERIFY(planned->remarks().first().startsWith(u"Dates are written like "_s));
}

void TransferTest::saysWhatIsWrongWithALine_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("problem");
    QTest::newRow("a date that never was") << QByteArray("Ada,Lovelace,123456789,1990-02-30,1000")
                                           << u"Date of birth: There is no such date."_s;
    QTest::newRow("a required field is empty")
        << QByteArray("Ada,,123456789,1990-02-03,1000") << u"Last name: "_s;
    QTest::newRow("a required field is missing") << QByteArray("Ada") << u"Last name: "_s;
    QTest::newRow("no amount of money")
        << QByteArray("Ada,Lovelace,123456789,1990-02-03,much") << u"Salary: "_s;
    QTest::newRow("no social security number")
        << QByteArray("Ada,Lovelace,12345,1990-02-03,1000") << u"SSN: "_s;
    QTest::newRow("cells without a heading")
        << QByteArray("Ada,Lovelace,123456789,1990-02-03,1000,17")
        << u"The line has more cells than there are headings."_s;
}

void TransferTest::saysWhatIsWrongWithALine()
{
    QFETCH(QByteArray, line);
    QFETCH(QString, problem);
    const auto planned = plan(headings + line + "\nEve,Good,123456789,1990-02-03,1000\n");
    QVERIFY(planned);
    QCOMPARE(planned->goodLines(), 1);
    QCOMPARE(planned->lines()[0].number, 2);
    QVERIFY2(planned->lines()[0].problems.first().startsWith(problem),
        qPrintable(planned->lines()[0].problems.join(u' ')));
    const bool isDate = problem.startsWith(u"Date"_s);
    QCOMPARE(planned->remarks().size(), isDate ? 1 : 0);
    QVERIFY(!isDate || planned->remarks().first().startsWith(u"Dates are written like 31.12."_s));
}

void TransferTest::refusesWhatIsNoTable_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("why");
    QTest::newRow("nothing") << QByteArray() << u"The file has no employees"_s;
    QTest::newRow("headings alone") << headings << u"The file has no employees"_s;
    QTest::newRow("no headings") << QByteArray("Ada,Lovelace\nEve,Lovelace\n")
                                 << u"The first line of the file must hold headings"_s;
    QTest::newRow("a heading is missing")
        << QByteArray("First name,SSN,Date of birth,Salary\nAda,123456789,1990-02-03,1000\n")
        << u"none of them is Last name"_s;
    QTest::newRow("a heading twice") << QByteArray("First name,first_name\nAda,Eve\n")
                                     << u"Two columns of the file are for the field First name"_s;
    QTest::newRow("an open quotation mark")
        << QByteArray(headings + "\"Ada,Lovelace\n") << u"Line 2: "_s;
    QTest::newRow("a picture") << QByteArray("\x89PNG\r\n\x1a\n\xff\xff") << u"Line 1: "_s;
}

void TransferTest::refusesWhatIsNoTable()
{
    QFETCH(QByteArray, file);
    QFETCH(QString, why);
    const auto planned = plan(file);
    QVERIFY(!planned);
    QVERIFY2(planned.error().message.contains(why), qPrintable(planned.error().message));
}

void TransferTest::leavesOutColumns()
{
    const Rights noDepartment = allRights();
    const auto unknown
        = ImportPlan::ofFile("Shoe size,First name,Last name,SSN,Date of birth,Salary,updated_by\n"
                             "43,Ada,Lovelace,123456789,1990-02-03,1000,eve\n",
            {QLocale::c(), Currency{u"USD"_s, 2}}, noDepartment);
    QVERIFY(unknown);
    QCOMPARE(unknown->goodLines(), 1);
    QCOMPARE(unknown->remarks().size(), 1);
    QVERIFY(unknown->remarks().first().contains(u"Shoe size"_s));
    const Rights noSsn{{Permission::EmployeeGet, Permission::EmployeeAdd}, FieldAccess::Masked,
        FieldAccess::Write, FieldAccess::Write};
    const auto masked = ImportPlan::ofFile(people(1), {QLocale::c(), Currency{u"USD"_s, 2}}, noSsn);
    QVERIFY(!masked);
    QVERIFY(masked.error().message.contains(u"SSN"_s));
}

void TransferTest::addsTheGoodLines()
{
    open();
    ImportDialog *dialog = import(people(150) + "Eve,Bad,1,1990-02-03,1000\n");
    QVERIFY(dialog);
    QVERIFY(heading(*dialog).contains(u"people.csv holds 151 employee(s)"_s));
    QCOMPARE(total(), 0);
    auto *onlyProblems = dialog->findChild<QCheckBox *>(u"onlyProblems"_s);
    auto *list = dialog->findChild<QTreeView *>(u"lines"_s);
    onlyProblems->click();
    QVERIFY(list->isRowHidden(0, {}));
    QVERIFY(!list->isRowHidden(150, {}));
    onlyProblems->click();
    QVERIFY(!list->isRowHidden(0, {}));
    auto *add = dialog->findChild<QPushButton *>(u"addAll"_s);
    QCOMPARE(add->text(), u"Add 150 employee(s)"_s);
    add->click();
    QTRY_COMPARE_WITH_TIMEOUT(dialog->left(), 0, 30'000);
    QCOMPARE(total(), 150);
    QCOMPARE(
        heading(*dialog), u"150 employee(s) were added. 1 line(s) were not; the list says why."_s);
    QVERIFY(stateOf(*dialog, 0).startsWith(u"Added as 1"_s));
    QVERIFY(stateOf(*dialog, 150).startsWith(u"SSN: "_s));
    QTRY_COMPARE(m_window->pane().model().total(), 150);
}

void TransferTest::showsWhatTheServerRefuses()
{
    open(u"hr"_s, 1);
    const QByteArray id = QByteArray::number(m_ids.first());
    ImportDialog *dialog = import("id,first_name,last_name,ssn,date_of_birth,salary\n" + id
        + ",Ada,Lovelace,123456789,1990-02-03,1000\n7001,Eve,Lovelace,123456789,1990-02-03,1\n");
    QVERIFY(dialog);
    dialog->findChild<QPushButton *>(u"addAll"_s)->click();
    QTRY_COMPARE_WITH_TIMEOUT(dialog->left(), 0, 30'000);
    QVERIFY(stateOf(*dialog, 0).contains(u"is or was another employee's"_s));
    QCOMPARE(stateOf(*dialog, 1), u"Added as 7001."_s);
    QCOMPARE(total(), 2);
}

void TransferTest::undoesAnImportInOneStep()
{
    open();
    ImportDialog *dialog = import(people(70));
    QVERIFY(dialog);
    dialog->findChild<QPushButton *>(u"addAll"_s)->click();
    QTRY_COMPARE_WITH_TIMEOUT(dialog->left(), 0, 30'000);
    QUndoStack &stack = m_world->workspace().history.stack();
    QCOMPARE(stack.count(), 1);
    QCOMPARE(stack.undoText(), u"adding 70 employee(s)"_s);
    stack.undo();
    QTRY_COMPARE_WITH_TIMEOUT(m_world->workspace().writes.count(), 0, 30'000);
    QCOMPARE(total(), 0);
    stack.redo();
    QTRY_COMPARE_WITH_TIMEOUT(m_world->workspace().writes.count(), 0, 30'000);
    QCOMPARE(total(), 70);
}

void TransferTest::addsNobodyTwiceWhenTheConnectionIsLost()
{
    open();
    ImportDialog *dialog = import(people(200));
    QVERIFY(dialog);
    m_world->relay().loseReplies();
    dialog->findChild<QPushButton *>(u"addAll"_s)->click();
    QTRY_VERIFY(m_world->relay().lost() > 0);
    m_world->relay().cut();
    QTRY_COMPARE_WITH_TIMEOUT(dialog->left(), 0, 60'000);
    QCOMPARE(total(), 200);
    QVERIFY(heading(*dialog).startsWith(u"200 employee(s) were added."_s));
}

void TransferTest::stopsAnImport()
{
    open();
    ImportDialog *dialog = import(people(2'000));
    QVERIFY(dialog);
    dialog->findChild<QPushButton *>(u"addAll"_s)->click();
    QVERIFY(dialog->left() > 0);
    dialog->findChild<QPushButton *>(u"close"_s)->click();
    QVERIFY(dialog->isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(dialog->left(), 0, 30'000);
    QVERIFY(total() < 2'000);
    QVERIFY(heading(*dialog).startsWith(QString::number(total()) + u" employee(s) were added."_s));
    dialog->findChild<QPushButton *>(u"close"_s)->click();
    QVERIFY(!dialog->isVisible());
    QCOMPARE(m_world->workspace().history.stack().count(), 1);
    QCOMPARE(stateOf(*dialog, 1'999), u"Not added: the import was stopped."_s);
    QVERIFY(dialog->findChild<QCheckBox *>(u"onlyProblems"_s)->isEnabled());
}

void TransferTest::asksBeforeAnImportIsLost()
{
    open();
    ImportDialog *dialog = import(people(2'000));
    QVERIFY(dialog);
    dialog->findChild<QPushButton *>(u"addAll"_s)->click();
    QVERIFY(!m_window->close());
    QTRY_VERIFY(m_window->findChild<QDialog *>(u"unsavedWork"_s));
    QVERIFY(m_window->isVisible());
}

void TransferTest::saysWhyAFileCannotBeImported()
{
    open();
    m_window->transfers().importFrom(m_folder.filePath(u"none.csv"_s));
    const auto said = [this](const QString &text) {
        const auto labels = m_window->findChildren<QLabel *>();
        return std::ranges::any_of(labels, [&text](const QLabel *label) {
            return label->isVisible() && label->text().contains(text);
        });
    };
    QTRY_VERIFY(said(u"none.csv cannot be read"_s));
    m_window->transfers().importFrom(fileWith("a,b\n1,2\n"));
    QTRY_VERIFY(said(u"people.csv was not imported."_s));
    QVERIFY(!opened<ImportDialog>());
}

void TransferTest::exportsTheListAsItIsShown()
{
    open(u"hr"_s, 2'500);
    m_window->pane().start({{Field::LastName, false}});
    m_window->pane().view().setColumnHidden(
        m_window->pane().model().columnOf(Field::JobTitle), true);
    QTRY_VERIFY(m_window->pane().model().isLoaded());
    const QString path = m_folder.filePath(u"out.csv"_s);
    exportTo(path);
    const auto records = readCsv(contentOf(path));
    QVERIFY(records);
    QCOMPARE(records->size(), 2'501);
    const QStringList names = records->first().cells;
    QVERIFY(names.contains(u"ssn"_s));
    QVERIFY(!names.contains(u"job_title"_s));
    const auto lastName = names.indexOf(u"last_name"_s);
    for (qsizetype i = 2; i < records->size(); ++i)
        QVERIFY(records->at(i - 1).cells[lastName] < records->at(i).cells[lastName]);
    QCOMPARE(QFile::permissions(path)
            & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
        QFile::Permissions());
    auto *dialog = opened<ExportDialog>();
    QVERIFY(dialog->findChild<QLabel *>(u"state"_s)
                ->text()
                .startsWith(u"out.csv holds 2500 employee(s)."_s));
}

void TransferTest::importsWhatWasExported()
{
    open(u"hr"_s, 3);
    m_world->changeElsewhere(m_ids[0],
        {{u"department"_s, u"=1+1"_s}, {u"job_title"_s, u"Head, of \"R & D\""_s},
            {u"hired_on"_s, u"2020-02-29"_s}, {u"email"_s, u"a@example.com"_s}});
    const QString path = m_folder.filePath(u"out.csv"_s);
    exportTo(path);
    QList<EmployeeRow> before;
    for (const EmployeeId id : std::as_const(m_ids))
        before.append(m_world->read(id));

    open();
    ImportDialog *dialog = import(contentOf(path));
    QVERIFY(dialog);
    dialog->findChild<QPushButton *>(u"addAll"_s)->click();
    QTRY_COMPARE_WITH_TIMEOUT(dialog->left(), 0, 30'000);
    for (const EmployeeRow &row : before)
        QCOMPARE(m_world->read(row.id).texts, row.texts);
}

void TransferTest::leavesOutWhatIsMasked()
{
    open(u"viewer"_s, 2);
    const QString path = m_folder.filePath(u"viewer.csv"_s);
    exportTo(path);
    const QByteArray content = contentOf(path);
    QVERIFY(content.startsWith("id,first_name"));
    QVERIFY(!content.contains("ssn"));
    QVERIFY(!content.contains("***"));
    QVERIFY(opened<ExportDialog>()->findChild<QLabel *>(u"remark"_s)->text().contains(u"SSN"_s));
}

void TransferTest::goesOnWithAnExportAfterALostConnection()
{
    open(u"hr"_s, 3'000);
    const QString path = m_folder.filePath(u"lost.csv"_s);
    m_world->relay().loseReplies();
    m_window->transfers().exportTo(path);
    QTRY_VERIFY(m_world->relay().lost() > 0);
    QVERIFY(m_window->transfers().isExporting());
    m_world->relay().cut();
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->transfers().isExporting(), 60'000);
    const auto records = readCsv(contentOf(path));
    QVERIFY(records);
    QCOMPARE(records->size(), 3'001);
}

void TransferTest::keepsTheOldFileWhenCancelled()
{
    open(u"hr"_s, 1'500);
    const QString path = fileWith("old");
    m_window->transfers().exportTo(path);
    QVERIFY(m_window->transfers().isExporting());
    opened<ExportDialog>()->findChild<QPushButton *>(u"close"_s)->click();
    QVERIFY(!m_window->transfers().isExporting());
    QTRY_VERIFY(!opened<ExportDialog>());
    QCOMPARE(contentOf(path), QByteArray("old"));
    QCOMPARE(QDir(m_folder.path()).entryList({u"people.csv*"_s}).size(), 1);
}

void TransferTest::saysWhyNothingWasExported()
{
    open();
    exportTo(m_folder.filePath(u"none/out.csv"_s));
    QVERIFY(opened<ExportDialog>()
                ->findChild<QLabel *>(u"state"_s)
                ->text()
                .startsWith(u"Nothing was exported. The file cannot be written: "_s));
}

QTEST_MAIN(TransferTest)
#include "tst_transfer.moc"
