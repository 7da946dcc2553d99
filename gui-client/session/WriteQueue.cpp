#include "gui-client/session/WriteQueue.h"

#include "common/client/RequestKey.h"

#include <QJsonArray>
#include <QTimer>

#include <algorithm>
#include <utility>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

QString methodOf(Write::Kind kind)
{
    switch (kind) {
    case Write::Kind::Add:
        return u"employee.add"_s;
    case Write::Kind::Update:
        return u"employee.update"_s;
    case Write::Kind::Delete:
        return u"employee.delete"_s;
    case Write::Kind::Restore:
        return u"employee.restore"_s;
    }
    return {};
}

QJsonObject toJson(const FieldChanges &changes)
{
    QJsonObject object;
    for (auto it = changes.begin(); it != changes.end(); ++it) {
        const QString &text = it.value();
        QJsonValue value(text);
        if (it.key() == Field::Id)
            value = text.toLongLong();
        else if (text.isEmpty())
            value = QJsonValue::Null;
        object.insert(describe(it.key()).name, value);
    }
    return object;
}

/// Whether the server has not decided, so that the same write is to be sent again.
bool isUndecided(const CallOutcome &outcome)
{
    return outcome.failure() || outcome.meansNoSession()
        || outcome.isRefusedWith(ErrorCode::OutcomeUnknown)
        || outcome.isRefusedWith(ErrorCode::TryLater);
}

WriteResult resultOf(const Write &write, const QJsonObject &result)
{
    if (write.kind == Write::Kind::Delete) {
        EmployeeRow row;
        row.id = write.id;
        row.version = result.value("version"_L1).toInteger();
        return {row, {}};
    }
    return {
        rowFromJson(result.value("employee"_L1).toObject()), result.value("warnings"_L1).toArray()};
}

} // namespace

WriteQueue::WriteQueue(ServerSession &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
    connect(&session, &ServerSession::cameBack, this, &WriteQueue::sendReady);
}

void WriteQueue::submit(Write write, QObject *context, Callback callback)
{
    m_entries.push_back(
        {++m_lastNumber, std::move(write), newRequestKey(), context, std::move(callback), false});
    Q_EMIT countChanged();
    sendReady();
}

bool WriteQueue::hasWritesOf(EmployeeId id) const
{
    return std::ranges::any_of(
        m_entries, [id](const Entry &entry) { return entry.write.id == id; });
}

void WriteQueue::sendReady()
{
    if (!m_session.isOnline())
        return;
    QList<EmployeeId> busy;
    for (Entry &entry : m_entries) {
        const EmployeeId id = entry.write.id;
        if (id != 0 && busy.contains(id))
            continue;
        if (id != 0)
            busy.append(id);
        if (!entry.isSent)
            send(entry);
    }
}

void WriteQueue::send(Entry &entry)
{
    entry.isSent = true;
    m_session.call(methodOf(entry.write.kind), paramsOf(entry), this,
        [this, number = entry.number](const CallOutcome &outcome) { onOutcome(number, outcome); });
}

QJsonObject WriteQueue::paramsOf(const Entry &entry) const
{
    const Write &write = entry.write;
    QJsonObject params{{u"request_key"_s, entry.requestKey}};
    if (write.kind == Write::Kind::Add) {
        params.insert("employee"_L1, toJson(write.changes));
        return params;
    }
    params.insert("id"_L1, write.id);
    params.insert("version"_L1, versionFor(write));
    if (write.kind == Write::Kind::Update)
        params.insert("changes"_L1, toJson(write.changes));
    return params;
}

/// The record as the person saw it; for a field that a write of ours went before, as that left it.
/// A newer version would overwrite what others changed in between.
qint64 WriteQueue::versionFor(const Write &write) const
{
    const QMap<Field, qint64> written = m_written.value(write.id);
    qint64 version = write.seenVersion;
    for (auto it = written.begin(); it != written.end(); ++it) {
        const bool isWhole = write.kind != Write::Kind::Update;
        if (isWhole || write.changes.contains(it.key()))
            version = std::max(version, it.value());
    }
    return version;
}

void WriteQueue::onOutcome(quint64 number, const CallOutcome &outcome)
{
    const auto found = std::ranges::find(m_entries, number, &Entry::number);
    if (found == m_entries.end())
        return;
    const Error *refusal = outcome.refusal();
    if (isUndecided(outcome)) {
        // Without a connection, or a session, cameBack() sends it again.
        if (refusal && m_session.isOnline())
            retryLater(number, pauseBefore(*refusal));
        else
            found->isSent = false;
    } else if (refusal) {
        settle(number, *refusal);
    } else {
        const WriteResult result = resultOf(found->write, *outcome.result());
        remember(found->write, result.row.version);
        settle(number, result);
    }
}

void WriteQueue::retryLater(quint64 number, std::chrono::milliseconds pause)
{
    QTimer::singleShot(pause, this, [this, number] {
        const auto found = std::ranges::find(m_entries, number, &Entry::number);
        if (found == m_entries.end())
            return;
        found->isSent = false;
        sendReady();
    });
}

void WriteQueue::settle(quint64 number, const Result<WriteResult> &result)
{
    const auto found = std::ranges::find(m_entries, number, &Entry::number);
    const Entry entry = std::move(*found);
    m_entries.erase(found);
    if (!hasWritesOf(entry.write.id))
        m_written.remove(entry.write.id);
    Q_EMIT countChanged();
    if (entry.context && entry.callback)
        entry.callback(result);
    sendReady();
}

void WriteQueue::remember(const Write &write, qint64 version)
{
    if (write.id == 0)
        return;
    QMap<Field, qint64> &written = m_written[write.id];
    if (write.kind == Write::Kind::Update) {
        for (auto it = write.changes.begin(); it != write.changes.end(); ++it)
            written[it.key()] = version;
        return;
    }
    for (const FieldDescription &field : editableFields())
        written[field.field] = version;
}

} // namespace roster::gui
