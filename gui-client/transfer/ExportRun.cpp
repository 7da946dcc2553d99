#include "gui-client/transfer/ExportRun.h"

#include "common/base/Csv.h"
#include "gui-client/table/EmployeeRow.h"

#include <QJsonArray>
#include <QTimer>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

constexpr int pageSize = 1'000;

} // namespace

ExportRun::ExportRun(ServerSession &session, const ListCriteria &criteria,
    const QList<Field> &fields, const QString &path, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_criteria(criteria)
    , m_fields(fields)
    , m_file(path)
{
    connect(&session, &ServerSession::cameBack, this, [this] {
        if (std::exchange(m_isWaiting, false))
            askForPage();
    });
}

void ExportRun::start()
{
    m_isRunning = true;
    QStringList names;
    for (const Field field : m_fields)
        names.append(describe(field).name);
    const bool isOpen = m_file.open(QIODevice::WriteOnly)
        && m_file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    if (isOpen && write(csvRecord(names)))
        askForPage();
    else
        fail(tr("The file cannot be written: %1").arg(m_file.errorString()));
}

void ExportRun::cancel()
{
    m_isRunning = false;
    m_file.cancelWriting();
}

void ExportRun::askForPage()
{
    if (!m_isRunning)
        return;
    if (!m_session.isOnline()) {
        m_isWaiting = true;
        return;
    }
    QJsonObject params = m_criteria.params();
    params.insert("limit"_L1, pageSize);
    params.insert("total"_L1, m_after.isEmpty());
    if (!m_after.isEmpty())
        params.insert("after"_L1, m_after);
    m_session.call(
        u"employee.list"_s, params, this, [this](const CallOutcome &outcome) { onPage(outcome); });
}

void ExportRun::onPage(const CallOutcome &outcome)
{
    if (!m_isRunning)
        return;
    if (outcome.failure() || outcome.meansNoSession()) {
        m_isWaiting = true;
        return;
    }
    if (outcome.isRefusedWith(ErrorCode::TryLater)) {
        QTimer::singleShot(pauseBefore(*outcome.refusal()), this, &ExportRun::askForPage);
        return;
    }
    if (const Error *refusal = outcome.refusal())
        return fail(refusal->message);

    const QJsonObject &page = *outcome.result();
    if (page.contains("total"_L1))
        m_total = page.value("total"_L1).toInteger();
    QByteArray records;
    const QJsonArray employees = page.value("employees"_L1).toArray();
    for (const QJsonValue employee : employees) {
        const EmployeeRow row = rowFromJson(employee.toObject());
        QStringList cells;
        for (const Field field : m_fields)
            cells.append(field == Field::Id ? QString::number(row.id) : row.text(field));
        records += csvRecord(cells);
    }
    if (!write(records))
        return fail(tr("The file cannot be written: %1").arg(m_file.errorString()));
    m_written += employees.size();
    Q_EMIT progressed(m_written, std::max(m_total, m_written));
    m_after = page.value("next"_L1).toString();
    if (m_after.isEmpty())
        finish();
    else
        askForPage();
}

bool ExportRun::write(const QByteArray &bytes)
{
    return m_file.write(bytes) == bytes.size();
}

void ExportRun::fail(const QString &sentence)
{
    cancel();
    Q_EMIT finished(Error{ErrorCode::InternalError, sentence, {}});
}

void ExportRun::finish()
{
    m_isRunning = false;
    if (m_file.commit())
        Q_EMIT finished(m_written);
    else
        fail(tr("The file cannot be written: %1").arg(m_file.errorString()));
}

} // namespace roster::gui
