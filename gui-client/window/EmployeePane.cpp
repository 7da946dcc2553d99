#include "gui-client/window/EmployeePane.h"

#include "gui-client/table/EmployeeDelegate.h"
#include "gui-client/table/EmployeeHeader.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

constexpr auto typingPause = 250ms;

} // namespace

EmployeePane::EmployeePane(Workspace &workspace, const QLocale &locale, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_model(workspace.session, workspace.editor, workspace.history, locale)
    , m_values(workspace.session)
    , m_view(new EmployeeTableView(m_model, this))
    , m_sentence(new QLabel)
    , m_addButton(new QPushButton(tr("Add an employee")))
    , m_importButton(new QPushButton(tr("Import from a file")))
    , m_clearButton(new QPushButton(tr("Clear filters")))
{
    m_view->setItemDelegate(new EmployeeDelegate(m_model.format(), &m_values, m_view));
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_view);

    // Under the head of the table, so that a filter that matches nothing can be changed.
    auto *empty = new QWidget(m_view->viewport());
    empty->setObjectName(u"emptyState"_s);
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setWordWrap(true);
    m_sentence->setAlignment(Qt::AlignCenter);
    m_sentence->setObjectName(u"emptySentence"_s);
    m_addButton->setObjectName(u"emptyAdd"_s);
    m_importButton->setObjectName(u"emptyImport"_s);
    m_clearButton->setObjectName(u"emptyClear"_s);
    auto *column = new QVBoxLayout(empty);
    column->addStretch();
    column->addWidget(m_sentence);
    column->addWidget(m_addButton, 0, Qt::AlignHCenter);
    column->addWidget(m_importButton, 0, Qt::AlignHCenter);
    column->addWidget(m_clearButton, 0, Qt::AlignHCenter);
    column->addStretch();
    auto *cover = new QVBoxLayout(m_view->viewport());
    cover->setContentsMargins(0, 0, 0, 0);
    cover->addWidget(empty);
    empty->hide();

    m_searchTimer.setSingleShot(true);
    m_searchTimer.setInterval(typingPause);
    connect(&m_searchTimer, &QTimer::timeout, this, &EmployeePane::apply);
    connect(m_addButton, &QPushButton::clicked, this, &EmployeePane::addRequested);
    connect(m_importButton, &QPushButton::clicked, this, &EmployeePane::importRequested);
    connect(m_clearButton, &QPushButton::clicked, this, &EmployeePane::clearFilters);
    EmployeeHeader &header = m_view->header();
    connect(&header, &EmployeeHeader::sortChanged, this, &EmployeePane::apply);
    connect(&header, &EmployeeHeader::filtersChanged, this, &EmployeePane::apply);
    connect(&m_model, &EmployeeTableModel::loaded, this, [this] {
        if (std::exchange(m_isFirst, false))
            Q_EMIT firstRowsShown();
    });
    connect(&m_model, &EmployeeTableModel::totalChanged, this, &EmployeePane::showContents);
    connect(&m_model, &EmployeeTableModel::troubleChanged, this, [this](const QString &trouble) {
        m_trouble = trouble;
        showContents();
    });
    connect(
        m_view, &EmployeeTableView::giveUpRequested, &workspace.editor, &EmployeeEditor::giveUp);
}

void EmployeePane::start(const QList<SortKey> &sort)
{
    m_view->header().setSort(sort);
    apply();
}

void EmployeePane::setQuickSearch(const QString &text)
{
    m_search = text.trimmed();
    m_searchTimer.start();
}

void EmployeePane::setShowingDeleted(bool isShowing)
{
    m_isShowingDeleted = isShowing;
    apply();
}

void EmployeePane::clearFilters()
{
    m_search.clear();
    Q_EMIT filtersCleared();
    m_view->header().clearFilters();
    apply();
}

void EmployeePane::select(EmployeeId id)
{
    m_model.locate(id, [this](int row) { m_view->goToRow(row); });
}

void EmployeePane::apply()
{
    m_searchTimer.stop();
    const ListCriteria criteria{
        m_search, m_view->header().filters(), m_isShowingDeleted, m_view->header().sort()};
    if (!m_isFirst && criteria == m_model.criteria())
        return;
    m_model.setCriteria(criteria);
    Q_EMIT criteriaChanged();
}

void EmployeePane::showContents()
{
    if (!m_model.criteria().isFiltered() && !m_isShowingDeleted && m_trouble.isEmpty())
        m_unfilteredTotal = m_model.total();
    const bool isEmpty = !m_trouble.isEmpty() || (m_model.isLoaded() && m_model.total() == 0);
    QWidget *cover = m_sentence->parentWidget();
    cover->setVisible(isEmpty);
    if (!isEmpty)
        return;
    const bool isFiltered = m_model.criteria().isFiltered();
    m_sentence->setText(m_trouble.isEmpty() ? emptySentence() : m_trouble);
    m_clearButton->setVisible(isFiltered);
    const bool isToBeFilled
        = !isFiltered && !m_isShowingDeleted && m_trouble.isEmpty() && m_workspace.editor.mayAdd();
    m_addButton->setVisible(isToBeFilled);
    m_importButton->setVisible(isToBeFilled);
}

QString EmployeePane::emptySentence() const
{
    if (m_model.criteria().isFiltered())
        return tr("No employee matches the filters on %1.").arg(filterNames());
    if (m_isShowingDeleted)
        return tr("No employee has been deleted.");
    return tr("There are no employees yet.");
}

QString EmployeePane::filterNames() const
{
    QStringList names;
    const ListCriteria &criteria = m_model.criteria();
    if (!criteria.text.isEmpty())
        names.append(tr("the search \u201c%1\u201d").arg(criteria.text));
    for (auto it = criteria.fields.begin(); it != criteria.fields.end(); ++it)
        names.append(labelOf(findField(it.key())->field));
    return QLocale().createSeparatedList(names);
}

} // namespace roster::gui
