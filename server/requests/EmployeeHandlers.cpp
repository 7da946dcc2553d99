#include "server/requests/EmployeeHandlers.h"

#include "common/protocol/EmployeeView.h"
#include "common/protocol/JsonText.h"
#include "common/protocol/StrictJson.h"
#include "server/requests/EmployeeReader.h"
#include "server/requests/ListQueryReader.h"
#include "server/requests/PageToken.h"
#include "server/requests/WriteReply.h"

#include <QJsonArray>
#include <QTimeZone>

#include <algorithm>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

constexpr qint64 maxPage = 1000;
constexpr qint64 defaultPage = 100;
constexpr qsizetype maxRequestKey = 64;

/// What the write holds in memory while it waits, about: its texts, and what stands around them.
JobWeight weightOf(const EmployeeWrite &write, const Caller &caller)
{
    constexpr std::size_t frame = 2048;
    constexpr std::size_t addition = 2560;
    qsizetype characters = 0;
    for (const FieldValue &value : write.values) {
        if (const auto *text = std::get_if<QString>(&value))
            characters += text->size();
    }
    // What is made of an addition holds each text about twice more.
    const std::size_t texts = sizeof(QChar) * static_cast<std::size_t>(characters);
    const std::size_t bytes = write.addition ? frame + addition + 3 * texts : frame + texts;
    return {bytes, caller.callsUnderWay};
}

/// The version is what a client read; one that may not read cannot know it.
std::optional<qint64> readVersion(ParamReader &params, const Rights &rights)
{
    if (rights.has(Permission::EmployeeGet))
        return params.integer("version"_L1, 1, maxSafeInteger);
    return params.optionalInteger("version"_L1, 1, maxSafeInteger);
}

} // namespace

EmployeeHandlers::EmployeeHandlers(const Collaborators &collaborators)
    : m_with(collaborators)
    , m_snapshot(collaborators.database)
    , m_employees(collaborators.sealer)
    , m_lists(collaborators.sealer, collaborators.ranks)
    , m_writer(collaborators.sealer)
{
}

std::vector<Route> EmployeeHandlers::routes()
{
    const auto to = [this](Answer (EmployeeHandlers::*handler)(const Caller &, const Request &)) {
        return [this, handler](const Caller &caller, const Request &request) {
            m_with.budget.start();
            m_snapshot.end();
            return (this->*handler)(caller, request);
        };
    };
    using enum Permission;
    Route get{"employee.get"_L1, EmployeeGet, Effect::Read, true,
        [this](
            const Caller &caller, const Request &request) { return this->get(caller, request); }};
    get.plain = PlainForm{
        "id"_L1, 1, maxSafeInteger, [this](const Caller &caller, qint64 id, QByteArray &text) {
            return getById(caller, id, text);
        }};
    return {
        std::move(get),
        {"employee.list"_L1, EmployeeGet, Effect::Read, true, to(&EmployeeHandlers::list)},
        {"employee.locate"_L1, EmployeeGet, Effect::Read, true, to(&EmployeeHandlers::locate)},
        {"employee.values"_L1, EmployeeGet, Effect::Read, true, to(&EmployeeHandlers::values)},
        {"employee.subscribe"_L1, EmployeeGet, Effect::Read, true,
            to(&EmployeeHandlers::subscribe)},
        {"employee.unsubscribe"_L1, EmployeeGet, Effect::Read, true,
            to(&EmployeeHandlers::unsubscribe)},
        {"employee.add"_L1, EmployeeAdd, Effect::Write, true, to(&EmployeeHandlers::add)},
        {"employee.update"_L1, EmployeeUpdate, Effect::Write, true, to(&EmployeeHandlers::update)},
        {"employee.delete"_L1, EmployeeDelete, Effect::Write, true, to(&EmployeeHandlers::remove)},
        {"employee.restore"_L1, EmployeeDelete, Effect::Write, true,
            to(&EmployeeHandlers::restore)},
    };
}

Answer EmployeeHandlers::get(const Caller &caller, const Request &request)
{
    ParamReader params(request);
    const EmployeeId id = params.employeeId();
    if (const auto problem = params.problem())
        return *problem;
    JsonText result;
    if (const Outcome read = getById(caller, id, result.text); !read)
        return read.error();
    return result;
}

Outcome EmployeeHandlers::getById(const Caller &caller, EmployeeId id, QByteArray &text)
{
    m_with.budget.start();
    m_record.resize(0); // which keeps its room
    const Outcome read = textFor(caller.session.rights()).appendLive(id, m_snapshot, m_record);
    if (read)
        JsonObjectWriter(text).member("employee"_L1).append(m_record);
    return read;
}

EmployeeRowText &EmployeeHandlers::textFor(const Rights &rights)
{
    const auto known = std::ranges::find(m_texts, rights, &EmployeeRowText::rights);
    if (known != m_texts.end())
        return *known;
    constexpr std::size_t mostRoles = 16;
    if (m_texts.size() == mostRoles)
        m_texts.pop_front();
    return m_texts.emplace_back(m_with.database, m_employees, rights, m_with.facts.currency.digits);
}

Answer EmployeeHandlers::list(const Caller &caller, const Request &request)
{
    ParamReader params(request);
    const ListQueryReader reader(params);
    PageRequest page;
    const auto offset = params.optionalInteger("offset"_L1, 0, maxSafeInteger);
    const auto after = params.optionalText("after"_L1);
    page.offset = offset.value_or(0);
    page.limit
        = static_cast<int>(params.optionalInteger("limit"_L1, 1, maxPage).value_or(defaultPage));
    page.wantsTotal = params.flag("total"_L1);
    if (offset && after)
        params.addProblem(u"after"_s, u"exclusive"_s, u"Give offset or after, not both."_s);
    if (const auto problem = params.problem())
        return *problem;

    const Rights &rights = caller.session.rights();
    const Result<EmployeeQuery> query = reader.read(rights, m_with.facts.currency.digits);
    if (!query)
        return query.error();
    Result<std::optional<PageAnchor>> anchor = readAnchor(after, reader.canonical());
    if (!anchor)
        return anchor.error();
    const auto awaited = m_lists.orderToAwait(m_with.database, *query);
    if (awaited && !caller.hasWaited) {
        return Postponed{[ranks = m_with.ranks, sort = awaited->sort](std::function<void()> again) {
            ranks->whenRead(sort, std::move(again));
        }};
    }
    if (awaited && awaited->isNeeded)
        return tryLater(u"The order of this list is still being read. Try again later."_s);
    page.after = *std::move(anchor);
    return pageText(*query, page, rights, reader.canonical());
}

Result<std::optional<PageAnchor>> EmployeeHandlers::readAnchor(
    const std::optional<QString> &token, const QByteArray &listName) const
{
    if (!token)
        return std::optional<PageAnchor>();
    std::optional<PageAnchor> anchor = openPageToken(m_with.sealer, *token, listName);
    if (!anchor) {
        return invalidParam(u"after"_s, u"other_list"_s,
            u"after is not the next of a page with this filter and sort."_s);
    }
    return anchor;
}

Answer EmployeeHandlers::pageText(const EmployeeQuery &query, const PageRequest &request,
    const Rights &rights, const QByteArray &listName)
{
    constexpr qsizetype usualRow = 400;
    JsonText result;
    result.text.reserve((request.limit + 1) * usualRow);
    {
        JsonObjectWriter object(result.text);
        QByteArray &employees = object.member("employees"_L1).append('[');
        const Result<EmployeePage> page
            = m_lists.write(m_with.database, query, request, textFor(rights), employees);
        if (!page)
            return page.error();
        employees.append(']');
        appendJsonInteger(object.member("revision"_L1), page->revision);
        if (page->total)
            appendJsonInteger(object.member("total"_L1), *page->total);
        if (page->isTotalLeast)
            object.member("total_is_least"_L1).append("true");
        if (page->next) {
            appendJsonString(
                object.member("next"_L1), sealPageToken(m_with.sealer, *page->next, listName));
        }
    }
    return result;
}

Answer EmployeeHandlers::locate(const Caller &caller, const Request &request)
{
    ParamReader params(request);
    const EmployeeId id = params.employeeId();
    const ListQueryReader reader(params);
    if (const auto problem = params.problem())
        return *problem;
    const Result<EmployeeQuery> query
        = reader.read(caller.session.rights(), m_with.facts.currency.digits);
    if (!query)
        return query.error();
    const Result<std::optional<qint64>> rank = m_lists.locate(m_with.database, id, *query);
    if (!rank)
        return rank.error();
    return QJsonObject{{u"offset"_s, *rank ? QJsonValue(**rank) : QJsonValue(QJsonValue::Null)}};
}

Answer EmployeeHandlers::values(const Caller &, const Request &request)
{
    ParamReader params(request);
    const QString name = params.text("field"_L1);
    const QString prefix = params.optionalText("prefix"_L1).value_or(QString());
    const auto limit = params.optionalInteger("limit"_L1, 1, maxPage).value_or(defaultPage);
    const FieldDescription *field = findField(name);
    if (!name.isNull() && (!field || !field->isCompleted))
        params.addProblem(u"field"_s, u"unknown"_s, u"field is department or job_title."_s);
    else if (field && isOverlong(*field, prefix))
        params.addProblem(u"prefix"_s, u"too_long"_s, u"No value begins with so long a text."_s);
    if (const auto problem = params.problem())
        return *problem;
    const Result<QStringList> values = m_employees.distinctValues(
        m_with.database, field->field, prefix, static_cast<int>(limit));
    if (!values)
        return values.error();
    return QJsonObject{{u"values"_s, QJsonArray::fromStringList(*values)}};
}

Answer EmployeeHandlers::subscribe(const Caller &caller, const Request &request)
{
    ParamReader params(request);
    if (const auto problem = params.problem())
        return *problem;
    const Result<qint64> revision = ChangeStore::revision(m_with.database);
    if (!revision)
        return revision.error();
    // Notices are handed out by this thread, so none after the revision read above is missed.
    caller.subscriber.setSubscribed(true);
    return QJsonObject{{u"revision"_s, *revision}};
}

Answer EmployeeHandlers::unsubscribe(const Caller &caller, const Request &request)
{
    ParamReader params(request);
    if (const auto problem = params.problem())
        return *problem;
    caller.subscriber.setSubscribed(false);
    return QJsonObject();
}

RuleContext EmployeeHandlers::ruleContext() const
{
    return {m_with.facts.currency.digits, m_with.clock.utcDateTime().date()};
}

EmployeeWrite EmployeeHandlers::prepare(const Caller &caller, ChangeAction action) const
{
    EmployeeWrite write;
    write.action = action;
    write.actor = caller.session.username();
    write.origin = caller.session.clientKind();
    write.rights = caller.session.sharedRights();
    write.currencyDigits = m_with.facts.currency.digits;
    write.now = m_with.clock.utcNow();
    return write;
}

std::optional<RequestKey> EmployeeHandlers::readRequestKey(
    ParamReader &params, const Request &request) const
{
    const auto key = params.optionalText("request_key"_L1, maxRequestKey);
    if (!key)
        return std::nullopt;
    if (key->isEmpty())
        params.addProblem(u"request_key"_s, u"empty"_s, u"request_key must not be empty."_s);
    QJsonObject content = request.params;
    content.remove("request_key"_L1);
    content.insert("method"_L1, request.method);
    return RequestKey{*key, m_with.sealer.digest(writeJson(content))};
}

Answer EmployeeHandlers::add(const Caller &caller, const Request &request)
{
    ParamReader params(request);
    const QJsonObject object = params.object("employee"_L1);
    EmployeeWrite write = prepare(caller, ChangeAction::Added);
    write.requestKey = readRequestKey(params, request);
    if (const auto problem = params.problem())
        return *problem;
    Result<EmployeeInput> input = readNewEmployee(object, caller.session.rights(), ruleContext());
    if (!input)
        return input.error();
    write.id = input->id;
    write.values = std::move(input->values);
    m_writer.prepare(write);
    return submit(caller, std::move(write));
}

Answer EmployeeHandlers::update(const Caller &caller, const Request &request)
{
    ParamReader params(request);
    EmployeeWrite write = prepare(caller, ChangeAction::Updated);
    write.id = params.employeeId();
    write.version = readVersion(params, caller.session.rights());
    write.requestKey = readRequestKey(params, request);
    const QJsonObject changes = params.object("changes"_L1);
    if (const auto problem = params.problem())
        return *problem;
    Result<EmployeeInput> input = readChanges(changes, caller.session.rights(), ruleContext());
    if (!input)
        return input.error();
    write.values = std::move(input->values);
    return submit(caller, std::move(write));
}

Answer EmployeeHandlers::remove(const Caller &caller, const Request &request)
{
    ParamReader params(request);
    EmployeeWrite write = prepare(caller, ChangeAction::Deleted);
    write.id = params.employeeId();
    write.version = params.optionalInteger("version"_L1, 1, maxSafeInteger);
    write.requestKey = readRequestKey(params, request);
    if (const auto problem = params.problem())
        return *problem;
    return submit(caller, std::move(write));
}

Answer EmployeeHandlers::restore(const Caller &caller, const Request &request)
{
    ParamReader params(request);
    EmployeeWrite write = prepare(caller, ChangeAction::Restored);
    write.id = params.employeeId();
    write.version = readVersion(params, caller.session.rights());
    write.requestKey = readRequestKey(params, request);
    if (const auto problem = params.problem())
        return *problem;
    return submit(caller, std::move(write));
}

Answer EmployeeHandlers::submit(const Caller &caller, EmployeeWrite write)
{
    const JobWeight weight = weightOf(write, caller);
    return Deferred{[this, write = std::make_shared<const EmployeeWrite>(std::move(write)), weight](
                        ReplyPort port) {
        // The writer may outlive this worker's handlers only while it runs nothing of theirs:
        // ServerApp stops it first.
        m_with.writes.submit<WriteResult>(
            [this, write](Database &database) { return m_writer.apply(database, *write); },
            [port = std::move(port), rights = write->rights, digits = write->currencyDigits,
                &feed = m_with.feed](Result<WriteResult> result) {
                if (!result)
                    return port(
                        [error = result.error()]() -> Result<QJsonObject> { return error; });
                const auto written = std::make_shared<const WriteResult>(*std::move(result));
                if (written->revision)
                    feed.add(written);
                port([written, rights, digits] { return writeReply(*written, *rights, digits); });
            },
            weight);
    }};
}

} // namespace roster::server
