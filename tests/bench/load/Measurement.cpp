#include "tests/bench/load/Measurement.h"

#include "tests/bench/load/Failure.h"
#include "tests/bench/load/ReadWorkloads.h"
#include "tests/bench/load/SteadyLoad.h"
#include "tests/bench/load/VisitLoad.h"
#include "tests/bench/load/WatchLoad.h"
#include "tests/bench/load/WriteWorkloads.h"

#include <algorithm>

namespace roster::bench {

Measurement::Measurement(Options options)
    : m_options(std::move(options))
{
    m_usage.pid = m_options.serverPid;
}

Outcome Measurement::run()
{
    if (Outcome aimed = aim(); !aimed)
        return aimed;
    if (Outcome held = holdIdle(); !held)
        return held;
    if (asksOnly("login") || asksOnly("handshake"))
        return visit();
    if (Outcome found = findRows(); !found)
        return found;
    if (Outcome shared = shareRecords(); !shared)
        return shared;
    return m_options.subscribers > 0 ? watch() : load();
}

Outcome Measurement::aim()
{
    Result<Endpoint> endpoint = Endpoint::parse(m_options.server);
    if (!endpoint)
        return endpoint.error();
    m_target.endpoint = *std::move(endpoint);
    Result<SslContextPtr> context = makeClientContext(m_options.caFile);
    if (!context)
        return context.error();
    m_target.context = *std::move(context);
    if (m_options.passwordFile.empty())
        return Done{};
    Result<Accounts> accounts
        = Accounts::read(m_options.passwordFile, m_options.user, m_options.connectionsPerUser);
    if (!accounts)
        return accounts.error();
    m_target.accounts = *std::move(accounts);
    return Done{};
}

Outcome Measurement::holdIdle()
{
    if (m_options.idle == 0)
        return Done{};
    // What the first connection of a process costs once is not each one's.
    Result<Crew> first = openCrew(m_target, 1);
    if (!first)
        return first.error();
    m_usage.begin();
    Result<Crew> idle = openCrew(m_target, m_options.idle);
    if (!idle)
        return idle.error();
    m_idle = *std::move(idle);
    m_usage.end();
    if (m_usage.before && m_usage.after) {
        m_idleKibEach
            = static_cast<double>(m_usage.after->residentKib - m_usage.before->residentKib)
            / static_cast<double>(m_options.idle);
    }
    return Done{};
}

Outcome Measurement::findRows()
{
    if (m_options.rows > 0 || asksOnly("batch") || asksOnly("add") || !m_target.accounts) {
        m_options.rows = std::max(m_options.rows, std::int64_t{1});
        return Done{};
    }
    const Result<Crew> crew = openCrew(m_target, 1);
    if (!crew)
        return crew.error();
    const Result<std::int64_t> rows = highestId(*crew->front());
    if (!rows)
        return rows.error();
    m_options.rows = *rows;
    return Done{};
}

/// No record may belong to two connections that update.
Outcome Measurement::shareRecords()
{
    const std::size_t writers = m_options.subscribers > 0 ? 1 : m_options.connections;
    const std::size_t share = static_cast<std::size_t>(m_options.rows) / writers;
    m_options.recordsPerConnection = std::min(m_options.recordsPerConnection, share);
    const bool isUpdating = m_options.subscribers > 0
        || std::ranges::any_of(
            m_options.mix, [](const auto &part) { return part.first == "update"; });
    if (isUpdating && m_options.pace.depth > share)
        return failure("There are too few records to be updated.");
    return Done{};
}

Outcome Measurement::visit()
{
    const auto kind = asksOnly("login") ? VisitLoad::Kind::Login : VisitLoad::Kind::Handshake;
    m_tally = VisitLoad(m_target, kind, m_options.connections, m_options.pace, m_usage).run();
    return Done{};
}

Outcome Measurement::load()
{
    Result<Crew> crew = openCrew(m_target, m_options.connections);
    if (!crew)
        return crew.error();
    const std::unique_ptr<Workload> workload = makeWorkload();
    for (std::size_t lane = 0; lane < crew->size(); ++lane) {
        if (Outcome prepared = workload->prepare(lane, *(*crew)[lane]); !prepared)
            return prepared;
    }
    m_tally = SteadyLoad(*crew, *workload, m_options.pace, m_usage).run();
    m_kindNames = workload->kindNames();
    return Done{};
}

Outcome Measurement::watch()
{
    Result<Crew> writer = openCrew(m_target, 1);
    if (!writer)
        return writer.error();
    Result<Crew> subscribers = openCrew(m_target, m_options.subscribers);
    if (!subscribers)
        return subscribers.error();
    UpdateWorkload updates(1, m_options.rows, m_options.recordsPerConnection);
    if (Outcome prepared = updates.prepare(0, *writer->front()); !prepared)
        return prepared;
    WatchLoad load(*subscribers, *writer->front(), updates, m_options.pace, m_usage);
    if (Outcome subscribed = load.subscribe(); !subscribed)
        return subscribed;
    m_tally = load.run();
    return Done{};
}

std::unique_ptr<Workload> Measurement::makeWorkload() const
{
    if (m_options.mix.size() == 1)
        return makeWorkload(m_options.mix.front().first);
    std::vector<MixedWorkload::Part> parts;
    for (const auto &[kind, share] : m_options.mix)
        parts.push_back({kind, makeWorkload(kind), share});
    return std::make_unique<MixedWorkload>(m_options.connections, std::move(parts));
}

std::unique_ptr<Workload> Measurement::makeWorkload(const std::string &kind) const
{
    using Place = ListWorkload::Place;
    using Hits = SearchWorkload::Hits;
    const std::size_t lanes = m_options.connections;
    const std::int64_t rows = m_options.rows;
    if (kind.starts_with("list")) {
        const Place place = kind == "list-first" ? Place::First
            : kind == "list-next"                ? Place::Next
                                                 : Place::Offset;
        return std::make_unique<ListWorkload>(lanes, rows, place, m_options.sort);
    }
    if (kind.starts_with("search"))
        return std::make_unique<SearchWorkload>(
            lanes, rows, kind == "search" ? Hits::Few : Hits::Many);
    if (kind == "update")
        return std::make_unique<UpdateWorkload>(lanes, rows, m_options.recordsPerConnection);
    if (kind == "add" || kind == "batch")
        return std::make_unique<AddWorkload>(
            lanes, m_options.firstPerson, kind == "add" ? 1 : m_options.batchSize);
    if (kind == "echo")
        return std::make_unique<EchoWorkload>(lanes, rows, m_options.replySize);
    return std::make_unique<GetWorkload>(lanes, rows);
}

bool Measurement::asksOnly(std::string_view kind) const
{
    return m_options.mix.size() == 1 && m_options.mix.front().first == kind;
}

} // namespace roster::bench
