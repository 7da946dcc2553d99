#pragma once

#include "common/base/Clock.h"
#include "server/requests/ChangeFeed.h"
#include "server/requests/ParamReader.h"
#include "server/requests/RequestDispatcher.h"
#include "server/requests/ServerFacts.h"
#include "server/storage/EmployeeListStore.h"
#include "server/storage/EmployeeRowText.h"
#include "server/storage/EmployeeWriter.h"
#include "server/storage/ReadBudget.h"
#include "server/storage/ReadSnapshot.h"
#include "server/storage/WriteQueue.h"

#include <deque>

namespace roster::server {

/// Answers `employee.*`: reads from the worker's own connection, writes through the one writer. One
/// for each worker, on its thread; the collaborators outlive it.
class EmployeeHandlers
{
public:
    struct Collaborators
    {
        Database &database; ///< the worker's read connection
        ReadBudget &budget; ///< what it is kept within
        WriteQueue &writes;
        ChangeFeed &feed;
        const FieldSealer &sealer;
        Clock &clock;
        const ServerFacts &facts;
        RankIndex *ranks = nullptr; ///< none: long lists are walked
    };
    explicit EmployeeHandlers(const Collaborators &collaborators);

    /// This subject's part of the route table. The routes refer to this object.
    [[nodiscard]] std::vector<Route> routes();
    /// The worker has answered what there was.
    void endReading() { m_snapshot.end(); }

private:
    [[nodiscard]] Answer get(const Caller &caller, const Request &request);
    [[nodiscard]] Outcome getById(const Caller &caller, EmployeeId id, QByteArray &text);
    [[nodiscard]] Answer list(const Caller &caller, const Request &request);
    [[nodiscard]] Answer locate(const Caller &caller, const Request &request);
    [[nodiscard]] Answer values(const Caller &caller, const Request &request);
    [[nodiscard]] Answer subscribe(const Caller &caller, const Request &request);
    [[nodiscard]] Answer unsubscribe(const Caller &caller, const Request &request);
    [[nodiscard]] Answer add(const Caller &caller, const Request &request);
    [[nodiscard]] Answer update(const Caller &caller, const Request &request);
    [[nodiscard]] Answer remove(const Caller &caller, const Request &request);
    [[nodiscard]] Answer restore(const Caller &caller, const Request &request);

    [[nodiscard]] EmployeeRowText &textFor(const Rights &rights);
    [[nodiscard]] RuleContext ruleContext() const;
    [[nodiscard]] EmployeeWrite prepare(const Caller &caller, ChangeAction action) const;
    [[nodiscard]] Result<std::optional<PageAnchor>> readAnchor(
        const std::optional<QString> &token, const QByteArray &listName) const;
    [[nodiscard]] Answer pageText(const EmployeeQuery &query, const PageRequest &request,
        const Rights &rights, const QByteArray &listName);
    /// Adds the key, if the request has one, and the digest of what the key stands for.
    [[nodiscard]] std::optional<RequestKey> readRequestKey(
        ParamReader &params, const Request &request) const;
    [[nodiscard]] Answer submit(const Caller &caller, EmployeeWrite write);

    Collaborators m_with;
    ReadSnapshot m_snapshot; ///< of the gets
    EmployeeStore m_employees;
    std::deque<EmployeeRowText> m_texts; ///< for the roles that asked last
    QByteArray m_record; ///< has the room that a record may need, which is much more than it does
    EmployeeListStore m_lists;
    EmployeeWriter m_writer; ///< its methods run on the writer's thread
};

} // namespace roster::server
