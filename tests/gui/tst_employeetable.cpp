#include "gui-client/table/EmployeeHeader.h"
#include "gui-client/table/EmployeeTableView.h"
#include "tests/gui/WorkspaceWorld.h"

#include <QJsonArray>
#include <QRandomGenerator>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace roster;
using namespace roster::gui;
using namespace roster::gui::test;
using namespace Qt::StringLiterals;

/// The table over the real server: whatever is scrolled, sorted, filtered and changed, its rows are
/// those of the database.
class EmployeeTableTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init();
    void cleanup();

    void showsTheFirstRows();
    void holdsAWindowOnly();
    void showsTheRightRowsAfterJumps_data();
    void showsTheRightRowsAfterJumps();
    void showsAnEditOfAnotherInPlace();
    void additionsAboveDoNotMoveTheView();
    void countsAnAdditionThatCameWithItsBlock_data();
    void countsAnAdditionThatCameWithItsBlock();
    void deletionsAboveDoNotMoveTheView();
    void selectionFollowsItsRecord();
    void catchesUpAfterManyChanges();
    void findsWhereARecordStands();
    void editsThroughTheModel();
    void anEditOutOfSightAddsNoRow();
    void refusesWhatMayNotBeEdited();
    void masksAreRecognisable();
    void hidesWhatTheRoleMayNotSee();
    void saysWhyAListIsRefused();

private:
    void open(const ListCriteria &criteria, const QString &username = u"hr"_s);
    [[nodiscard]] bool loads()
    {
        return QTest::qWaitFor([this] { return m_model->isLoaded(); });
    }
    void jumpTo(int row);
    [[nodiscard]] bool isInView(int row) const;
    /// What the server lists now, asked by somebody else: ids from @p offset on.
    [[nodiscard]] QList<EmployeeId> listed(int offset, int count);
    [[nodiscard]] QList<EmployeeId> shown(int offset, int count) const;

    static constexpr int employees = 1500;
    std::unique_ptr<WorkspaceWorld> m_world;
    QList<EmployeeId> m_ids;
    std::unique_ptr<Workspace> m_other; ///< of another user than hr
    std::unique_ptr<EmployeeTableModel> m_model;
    std::unique_ptr<EmployeeTableView> m_view;
};

void EmployeeTableTest::initTestCase()
{
    m_world = std::make_unique<WorkspaceWorld>();
    m_ids = m_world->addEmployees(employees);
}

void EmployeeTableTest::cleanupTestCase()
{
    m_world.reset();
}

void EmployeeTableTest::init()
{
    open({});
}

void EmployeeTableTest::cleanup()
{
    m_view.reset();
    m_model.reset();
    m_other.reset();
}

void EmployeeTableTest::open(const ListCriteria &criteria, const QString &username)
{
    m_view.reset();
    m_model.reset();
    Workspace *workspace = &m_world->workspace();
    if (username != u"hr"_s) {
        m_other = std::make_unique<Workspace>(
            m_world->logIn(username), ServerAddress{u"127.0.0.1"_s, m_world->server().port()});
        workspace = m_other.get();
    }
    m_model = std::make_unique<EmployeeTableModel>(
        workspace->session, workspace->editor, workspace->history, QLocale(u"en_US"_s));
    m_view = std::make_unique<EmployeeTableView>(*m_model);
    m_view->resize(900, 500);
    m_view->show();
    m_model->setCriteria(criteria);
    QVERIFY(loads());
}

void EmployeeTableTest::jumpTo(int row)
{
    m_view->scrollTo(m_model->index(row, 0), QAbstractItemView::PositionAtTop);
}

bool EmployeeTableTest::isInView(int row) const
{
    return m_model->rowAt(row) != nullptr;
}

QList<EmployeeId> EmployeeTableTest::listed(int offset, int count)
{
    QJsonObject params = m_model->criteria().params();
    params.insert("offset"_L1, offset);
    params.insert("limit"_L1, count);
    const QJsonArray rows
        = server::tests::resultOf(m_world->colleague().call(u"employee.list"_s, params))
              .value("employees"_L1)
              .toArray();
    QList<EmployeeId> ids;
    for (const QJsonValue &row : rows)
        ids.append(row.toObject().value("id"_L1).toInteger());
    return ids;
}

QList<EmployeeId> EmployeeTableTest::shown(int offset, int count) const
{
    QList<EmployeeId> ids;
    for (int row = offset; row < offset + count; ++row) {
        const EmployeeRow *record = m_model->rowAt(row);
        ids.append(record ? record->id : 0);
    }
    return ids;
}

void EmployeeTableTest::showsTheFirstRows()
{
    QVERIFY(m_model->total() >= employees);
    QCOMPARE(shown(0, 50), listed(0, 50));
    const int salary = m_model->columnOf(Field::Salary);
    QCOMPARE(m_model->index(0, salary).data().toString(), u"1,000.00"_s);
    QCOMPARE(m_model->index(0, m_model->columnOf(Field::Ssn)).data().toString(), u"100-00-0000"_s);
}

void EmployeeTableTest::holdsAWindowOnly()
{
    const QModelIndex far = m_model->index(m_model->total() - 1, 1);
    QCOMPARE(far.data(EmployeeTableModel::StateRole).toInt(),
        static_cast<int>(EmployeeTableModel::CellState::Loading));
    QVERIFY(far.data().toString().isEmpty());
    QVERIFY(!(m_model->flags(far) & Qt::ItemIsEditable));
    jumpTo(far.row());
    QTRY_VERIFY(isInView(far.row()));
    QVERIFY(!far.data().toString().isEmpty());
}

void EmployeeTableTest::showsTheRightRowsAfterJumps_data()
{
    QTest::addColumn<ListCriteria>("criteria");
    QTest::newRow("by id") << ListCriteria{};
    QTest::newRow("by last name") << ListCriteria{{}, {}, false, {{Field::LastName, false}}};
    QTest::newRow("by two") << ListCriteria{
        {}, {}, false, {{Field::FirstName, true}, {Field::Salary, true}}};
    QTest::newRow("filtered") << ListCriteria{
        {}, {{u"salary"_s, QJsonObject{{u"from"_s, u"1500"_s}}}}, false, {{Field::Salary, true}}};
    QTest::newRow("searched") << ListCriteria{u"firsta"_s, {}, false, {}};
}

void EmployeeTableTest::showsTheRightRowsAfterJumps()
{
    QFETCH(const ListCriteria, criteria);
    QSignalSpy loaded(m_model.get(), &EmployeeTableModel::loaded);
    m_model->setCriteria(criteria);
    QVERIFY(loaded.wait());
    QRandomGenerator random(17);
    for (int jump = 0; jump < 12; ++jump) {
        const int row = random.bounded(std::max(1, m_model->total() - 20));
        const int count = std::min(20, m_model->total() - row);
        jumpTo(row);
        QTRY_VERIFY(!shown(row, count).contains(0));
        QCOMPARE(shown(row, count), listed(row, count));
    }
}

void EmployeeTableTest::showsAnEditOfAnotherInPlace()
{
    const EmployeeId id = m_model->rowAt(3)->id;
    const int column = m_model->columnOf(Field::JobTitle);
    const QString title = u"Title %1"_s.arg(QRandomGenerator::global()->bounded(1'000'000));
    m_world->changeElsewhere(id, {{u"job_title"_s, title}});
    QTRY_COMPARE(m_model->index(3, column).data().toString(), title);
    QVERIFY(m_model->index(3, column).data(EmployeeTableModel::FlashRole).toDouble() > 0);
    QCOMPARE(m_model->index(3, 1).data(EmployeeTableModel::FlashRole).toDouble(), 0.0);
    QTRY_COMPARE(m_model->index(3, column).data(EmployeeTableModel::FlashRole).toDouble(), 0.0);
}

void EmployeeTableTest::additionsAboveDoNotMoveTheView()
{
    // The newest come first, so that an addition is above everything.
    open({{}, {}, false, {{Field::Id, true}}});
    jumpTo(700);
    QTRY_VERIFY(isInView(700));
    const EmployeeId top = m_model->rowAt(m_view->rowAt(0))->id;
    const int total = m_model->total();
    m_world->addEmployees(3);
    QTRY_COMPARE(m_model->total(), total + 3);
    QTRY_VERIFY(m_model->rowAt(m_view->rowAt(0)));
    QTRY_COMPARE(m_model->rowAt(m_view->rowAt(0))->id, top);
    const int row = m_view->rowAt(0);
    QTRY_COMPARE(shown(row, 10), listed(row, 10));
}

void EmployeeTableTest::countsAnAdditionThatCameWithItsBlock_data()
{
    QTest::addColumn<QList<SortKey>>("sort");
    QTest::newRow("at the end") << QList<SortKey>{};
    QTest::newRow("in the middle") << QList<SortKey>{{Field::LastName, false}};
}

void EmployeeTableTest::countsAnAdditionThatCameWithItsBlock()
{
    QFETCH(const QList<SortKey>, sort);
    constexpr int rounds = 6;
    for (int round = 0; round < rounds; ++round) {
        open({{}, {}, false, sort});
        const int total = m_model->total();
        // The block is asked for while the addition is made, so that either may come first.
        QJsonObject employee = server::tests::person(u"Ada"_s, u"212121212"_s);
        employee.insert("last_name"_L1, u"Laba"_s);
        m_world->colleague().sendLine(
            m_world->colleague().request(u"employee.add"_s, {{u"employee"_s, employee}}));
        const int place = sort.isEmpty() ? total - 1 : total / 2;
        jumpTo(place);
        QVERIFY(m_world->colleague().line());
        QTRY_COMPARE(m_model->total(), total + 1);
        const int first = std::max(0, place - 20);
        const int count = std::min(40, total + 1 - first);
        QTRY_COMPARE(shown(first, count), listed(first, count));
    }
}

void EmployeeTableTest::deletionsAboveDoNotMoveTheView()
{
    const QList<EmployeeId> victims = m_world->addEmployees(2);
    open({{}, {}, false, {{Field::Id, true}}});
    jumpTo(700);
    QTRY_VERIFY(isInView(700));
    const EmployeeId top = m_model->rowAt(m_view->rowAt(0))->id;
    const int total = m_model->total();
    for (const EmployeeId id : victims)
        (void)m_world->colleague().call(u"employee.delete"_s, {{u"id"_s, id}});
    QTRY_COMPARE(m_model->total(), total - 2);
    QTRY_VERIFY(m_model->rowAt(m_view->rowAt(0)));
    QTRY_COMPARE(m_model->rowAt(m_view->rowAt(0))->id, top);
}

void EmployeeTableTest::selectionFollowsItsRecord()
{
    open({{}, {}, false, {{Field::Id, true}}});
    m_view->setCurrentIndex(m_model->index(5, 2));
    const EmployeeId id = m_model->rowAt(5)->id;
    m_world->addEmployees(2);
    QTRY_COMPARE(m_view->currentIndex().row(), 7);
    QTRY_VERIFY(m_model->rowAt(7));
    QCOMPARE(m_model->rowAt(7)->id, id);
}

void EmployeeTableTest::catchesUpAfterManyChanges()
{
    const QList<EmployeeId> more = m_world->addEmployees(300);
    for (qsizetype i = 0; i < more.size(); i += 2)
        (void)m_world->colleague().call(u"employee.delete"_s, {{u"id"_s, more[i]}});
    jumpTo(m_model->total() - 1);
    const auto isRight = [this] {
        const int first = std::max(0, m_view->rowAt(0));
        return m_model->total() >= 20 && shown(first, 10) == listed(first, 10);
    };
    QTRY_VERIFY(isRight());
    const int total = static_cast<int>(server::tests::resultOf(
        m_world->colleague().call(u"employee.list"_s, {{u"total"_s, true}, {u"limit"_s, 1}}))
                                           .value("total"_L1)
                                           .toInteger());
    QTRY_COMPARE(m_model->total(), total);
}

void EmployeeTableTest::findsWhereARecordStands()
{
    open({{}, {}, false, {{Field::LastName, false}}});
    int found = -2;
    m_model->locate(m_ids[0], [&found](int row) { found = row; });
    QTRY_VERIFY(found >= 0);
    QCOMPARE(listed(found, 1), QList<EmployeeId>{m_ids[0]});
    m_model->locate(9'000'000, [&found](int row) { found = row; });
    QTRY_COMPARE(found, -1);
}

void EmployeeTableTest::editsThroughTheModel()
{
    const QModelIndex cell = m_model->index(2, m_model->columnOf(Field::Department));
    QVERIFY(m_model->flags(cell) & Qt::ItemIsEditable);
    QVERIFY(m_model->setData(cell, u"Quality"_s, Qt::EditRole));
    QCOMPARE(cell.data().toString(), u"Quality"_s);
    QCOMPARE(cell.data(EmployeeTableModel::StateRole).toInt(),
        static_cast<int>(EmployeeTableModel::CellState::Pending));
    QTRY_COMPARE(cell.data(EmployeeTableModel::StateRole).toInt(),
        static_cast<int>(EmployeeTableModel::CellState::Plain));
    QCOMPARE(m_world->read(m_model->rowAt(2)->id).text(Field::Department), u"Quality"_s);
    // The value that stands there already is no edit.
    const qint64 version = m_model->rowAt(2)->version;
    QVERIFY(m_model->setData(cell, u"Quality"_s, Qt::EditRole));
    QCOMPARE(m_world->workspace().writes.count(), 0);
    QCOMPARE(m_model->rowAt(2)->version, version);
}

void EmployeeTableTest::anEditOutOfSightAddsNoRow()
{
    const int total = m_model->total();
    const EmployeeRow row = m_world->read(m_ids[700]);
    QCOMPARE(m_model->rowOf(row.id), -1);
    QSignalSpy written(&m_world->workspace().editor, &EmployeeEditor::written);
    m_world->workspace().history.change({{row, {{Field::JobTitle, u"Far away"_s}}}}, u"change"_s);
    QTRY_COMPARE(written.count(), 1);
    // Whatever was asked because of it is answered before this.
    int place = -2;
    m_model->locate(row.id, [&place](int found) { place = found; });
    QTRY_VERIFY(place >= 0);
    QCOMPARE(m_model->total(), total);
    QCOMPARE(m_model->rowOf(row.id), -1);
}

void EmployeeTableTest::refusesWhatMayNotBeEdited()
{
    const QModelIndex id = m_model->index(0, m_model->columnOf(Field::Id));
    QVERIFY(!(m_model->flags(id) & Qt::ItemIsEditable));
    QVERIFY(!m_model->setData(id, u"5"_s, Qt::EditRole));
    open({}, u"viewer"_s);
    const QModelIndex name = m_model->index(0, m_model->columnOf(Field::FirstName));
    QVERIFY(!(m_model->flags(name) & Qt::ItemIsEditable));
    QVERIFY(!m_model->setData(name, u"Eve"_s, Qt::EditRole));
    QVERIFY(name.data(Qt::ToolTipRole).toString().contains(u"employee.update"_s));
}

void EmployeeTableTest::masksAreRecognisable()
{
    open({}, u"viewer"_s);
    const QModelIndex ssn = m_model->index(0, m_model->columnOf(Field::Ssn));
    QVERIFY(ssn.data(EmployeeTableModel::MaskedRole).toBool());
    QCOMPARE(ssn.data().toString(), u"\u2022\u2022\u2022-\u2022\u2022-0000"_s);
    QVERIFY(ssn.data(Qt::ToolTipRole).toString().contains(u"ssn:read"_s));
}

void EmployeeTableTest::hidesWhatTheRoleMayNotSee()
{
    QVERIFY(m_model->columnOf(Field::Salary) >= 0);
    open({}, u"viewer"_s);
    QCOMPARE(m_model->columnOf(Field::Salary), -1);
    QCOMPARE(m_model->columnCount(), static_cast<int>(fieldCount) - 1);
}

void EmployeeTableTest::saysWhyAListIsRefused()
{
    open({}, u"viewer"_s);
    QSignalSpy trouble(m_model.get(), &EmployeeTableModel::troubleChanged);
    m_model->setCriteria({{}, {{u"ssn"_s, u"123456789"_s}}, false, {}});
    QTRY_COMPARE(trouble.count(), 1);
    QVERIFY(!trouble.first().first().toString().isEmpty());
    m_model->setCriteria({});
    QTRY_COMPARE(trouble.count(), 2);
    QVERIFY(trouble.last().first().toString().isEmpty());
}

QTEST_MAIN(EmployeeTableTest)
#include "tst_employeetable.moc"
