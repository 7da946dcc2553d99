#pragma once

#include "common/base/Result.h"
#include "common/model/EmployeeFields.h"
#include "gui-client/session/ServerSession.h"
#include "gui-client/table/EmployeeRow.h"

#include <QHash>
#include <QJsonArray>
#include <QMap>
#include <QObject>
#include <QPointer>

#include <functional>
#include <list>

namespace roster::gui {

/// New values by field, canonical; empty text empties the field. An id only in what is added.
using FieldChanges = QMap<Field, QString>;

/// One write as a person meant it.
struct Write
{
    enum class Kind { Add, Update, Delete, Restore };
    Kind kind = Kind::Update;
    EmployeeId id = 0; ///< 0: Add
    qint64 seenVersion = 0; ///< of the record on which the person decided; 0: Add
    FieldChanges changes; ///< Add and Update
};

/// What the server made of a write: the record as it stands then, or its refusal. After Delete the
/// row holds id and version only.
struct WriteResult
{
    EmployeeRow row;
    QJsonArray warnings; ///< as the protocol's `warnings`
};

/// Sends writes in their order, each until the server has decided: a lost connection, an ended
/// session or a busy server delays them, with the same `request_key`, so that none is lost and none
/// applied twice. Writes of one record wait for each other, because each needs the version that the
/// one before it made. Owned by GuiApp, on the GUI thread.
class WriteQueue : public QObject
{
    Q_OBJECT

public:
    using Callback = std::function<void(const Result<WriteResult> &)>;

    explicit WriteQueue(ServerSession &session, QObject *parent = nullptr);

    /// @p callback comes once, later, unless @p context is gone by then; the write is sent in any
    /// case.
    void submit(Write write, QObject *context, Callback callback);
    /// Not decided yet, sent or not.
    [[nodiscard]] qsizetype count() const { return static_cast<qsizetype>(m_entries.size()); }
    [[nodiscard]] bool hasWritesOf(EmployeeId id) const;

Q_SIGNALS:
    void countChanged();

private:
    struct Entry
    {
        quint64 number;
        Write write;
        QString requestKey;
        QPointer<QObject> context;
        Callback callback;
        bool isSent = false;
    };

    void sendReady();
    void send(Entry &entry);
    [[nodiscard]] QJsonObject paramsOf(const Entry &entry) const;
    [[nodiscard]] qint64 versionFor(const Write &write) const;
    void onOutcome(quint64 number, const CallOutcome &outcome);
    void retryLater(quint64 number, std::chrono::milliseconds pause);
    void settle(quint64 number, const Result<WriteResult> &result);
    void remember(const Write &write, qint64 version);

    ServerSession &m_session;
    std::list<Entry> m_entries; ///< in the order of submission
    quint64 m_lastNumber = 0;
    /// The version in which we wrote a field last, while more writes of that record wait.
    QHash<EmployeeId, QMap<Field, qint64>> m_written;
};

} // namespace roster::gui
