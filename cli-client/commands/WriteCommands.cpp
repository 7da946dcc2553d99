#include "cli-client/commands/BulkAdd.h"
#include "cli-client/commands/Commands.h"
#include "cli-client/commands/JsonRecords.h"
#include "cli-client/commands/RecordWriter.h"
#include "cli-client/text/RecordView.h"
#include "cli-client/text/WriteWarnings.h"
#include "common/base/EscapedText.h"
#include "common/client/RequestKey.h"
#include "common/protocol/StrictJson.h"

#include <QJsonArray>

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

Problem unusable(const QString &message)
{
    return {ExitCode::InvalidData, u"invalid_input"_s, message, {}};
}

/// To the standard error: the record was written all the same.
void warn(CommandSession &session, const QJsonObject &result)
{
    const QJsonArray warnings = result.value("warnings"_L1).toArray();
    if (warnings.isEmpty())
        return;
    if (isJson(session.line().output)) {
        const QJsonObject told{{u"warnings"_s, warnings}};
        session.terminal().printError(QString::fromUtf8(escapedJson(writeJson(told))) + u'\n');
        return;
    }
    for (const QString &warning : warningsIn(result))
        session.terminal().printError(u"Warning: %1\n"_s.arg(warning));
}

void writeRecord(CommandSession &session, const QJsonObject &result)
{
    RecordWriter writer(session.terminal(), session.line().output, session.info());
    writer.writeOne(result.value("employee"_L1).toObject());
    warn(session, result);
}

/// Both values of what two people changed.
void explainConflict(Problem &problem, const QJsonObject &changes)
{
    if (problem.reason != "conflict"_L1)
        return;
    problem.data.insert("changes"_L1, changes);
    const RecordView theirs(problem.data.value("employee"_L1).toObject());
    if (!theirs.hasFields())
        return;
    QJsonArray explained;
    for (const QJsonValue value : problem.data.value("fields"_L1).toArray()) {
        const QString name = value.isString() ? value.toString() : value["field"_L1].toString();
        const FieldDescription *field = findField(name);
        const QString message = field ? u"yours \"%1\", now \"%2\""_s.arg(
                                    changes.value(name).toString(), theirs.shown(field->field))
                                      : QString();
        explained.append(QJsonObject{{u"field"_s, name}, {u"message"_s, message}});
    }
    problem.data.insert("fields"_L1, explained);
}

Result<JsonRecords> inputOf(CommandSession &session)
{
    if (!session.line().jsonFile.isEmpty())
        return readJsonRecords(session.input().json);
    JsonRecords records{{recordOf(session.line().values)}, {QString()}, false};
    if (session.line().id > 0)
        records.records.first().insert("id"_L1, session.line().id);
    return records;
}

Task<MaybeProblem> addMany(CommandSession &session, JsonRecords input)
{
    const QString given = session.line().requestKey;
    const qsizetype longest = longestBulkKey(input.records.size());
    if (given.size() > longest) {
        co_return Problem{ExitCode::Usage, u"usage"_s,
            u"For so many records --request-key takes at most %1 characters, as their numbers are "
            "added to it."_s.arg(longest),
            {}};
    }
    BulkAdd bulk(session, input, given.isEmpty() ? newRequestKey() : given);
    MaybeProblem problem = co_await bulk.run();
    co_return problem;
}

/// Of the record as it is, for a role that may read it; 0 for one that need not tell.
Task<CommandAnswer> presentRecord(CommandSession &session)
{
    const QJsonObject params{{u"id"_s, session.line().id}};
    CommandAnswer answer = co_await session.call(u"employee.get"_s, params);
    answer.result = answer.result.value("employee"_L1).toObject();
    co_return answer;
}

Task<CommandAnswer> deletedRecord(CommandSession &session)
{
    const QJsonObject filter{{u"id"_s, session.line().id}, {u"deleted"_s, true}};
    const QJsonObject params{{u"filter"_s, filter}};
    CommandAnswer answer = co_await session.call(u"employee.list"_s, params);
    const QJsonArray found = answer.result.value("employees"_L1).toArray();
    if (!answer.problem && found.isEmpty()) {
        answer.problem = Problem{ExitCode::NotFound, u"not_found"_s,
            u"There is no deleted record %1."_s.arg(session.line().id), {}};
    }
    answer.result = found.first().toObject();
    co_return answer;
}

Task<MaybeProblem> confirmDelete(CommandSession &session, QJsonObject record)
{
    if (session.line().isConfirmed)
        co_return std::nullopt;
    Terminal &terminal = session.terminal();
    if (!terminal.isInteractive()) {
        co_return Problem{
            ExitCode::Usage, u"usage"_s, u"There is no terminal to ask; give --yes."_s, {}};
    }
    const QString title
        = record.isEmpty() ? u"ID %1"_s.arg(session.line().id) : RecordView(record).title();
    const Input answer = co_await terminal.ask(u"Delete %1? [y]es, [n]o: "_s.arg(title));
    const QString word = answer.text.trimmed().toLower();
    if (answer.isLine() && (word == "y"_L1 || word == "yes"_L1))
        co_return std::nullopt;
    co_return Problem{ExitCode::Interrupted, u"interrupted"_s, u"Nothing was deleted."_s, {}};
}

} // namespace

void writeOutcome(CommandSession &session, const QJsonObject &json, const QString &text)
{
    if (isJson(session.line().output))
        session.terminal().write(escapedJson(writeJson(json)) + '\n');
    else
        session.terminal().print(text);
}

Task<MaybeProblem> runAdd(CommandSession &session)
{
    const Result<JsonRecords> input = inputOf(session);
    if (!input)
        co_return unusable(input.error().message);
    if (input->isList) {
        MaybeProblem problem = co_await addMany(session, *input);
        co_return problem;
    }
    const QJsonObject params{{u"employee"_s, writableOf(input->records.first())}};
    const CommandAnswer answer
        = co_await session.write(u"employee.add"_s, params, input->requestKeys.first());
    if (!answer.problem)
        writeRecord(session, answer.result);
    co_return answer.problem;
}

Task<MaybeProblem> runUpdate(CommandSession &session)
{
    const CommandLine &line = session.line();
    QJsonObject given = recordOf(line.values);
    QString requestKey;
    if (!line.jsonFile.isEmpty()) {
        const Result<JsonRecords> input = readJsonRecords(session.input().json);
        if (!input || input->isList)
            co_return unusable(input ? u"update takes one JSON object."_s : input.error().message);
        given = input->records.first();
        requestKey = input->requestKeys.first();
    }
    if (given.contains("id"_L1) && given.value("id"_L1).toInteger() != line.id)
        co_return unusable(u"The JSON is of another record than %1."_s.arg(line.id));
    qint64 version = line.version > 0 ? line.version : given.value("version"_L1).toInteger();
    if (version == 0 && session.info().rights.has(Permission::EmployeeGet)) {
        const CommandAnswer present = co_await presentRecord(session);
        if (present.problem)
            co_return present.problem;
        version = RecordView(present.result).version();
    }
    QJsonObject changes = writableOf(given);
    changes.remove("id"_L1);
    QJsonObject params{{u"id"_s, line.id}, {u"changes"_s, changes}};
    if (version > 0)
        params.insert("version"_L1, version);
    CommandAnswer answer = co_await session.write(u"employee.update"_s, params, requestKey);
    if (!answer.problem)
        writeRecord(session, answer.result);
    else
        explainConflict(*answer.problem, changes);
    co_return answer.problem;
}

Task<MaybeProblem> runDelete(CommandSession &session)
{
    const CommandLine &line = session.line();
    qint64 version = line.version;
    QJsonObject record;
    if (!line.isConfirmed && session.info().rights.has(Permission::EmployeeGet)) {
        const CommandAnswer present = co_await presentRecord(session);
        if (present.problem)
            co_return present.problem;
        record = present.result;
        // What the person agrees to is the record as it is shown.
        version = version > 0 ? version : RecordView(record).version();
    }
    const MaybeProblem refusal = co_await confirmDelete(session, record);
    if (refusal)
        co_return refusal;
    QJsonObject params{{u"id"_s, line.id}};
    if (version > 0)
        params.insert("version"_L1, version);
    const CommandAnswer answer = co_await session.write(u"employee.delete"_s, params);
    if (answer.problem)
        co_return answer.problem;
    if (line.output == OutputFormat::Csv) {
        session.terminal().write(u"id,version\r\n%1,%2\r\n"_s.arg(line.id)
                                     .arg(answer.result.value("version"_L1).toInteger())
                                     .toUtf8());
    } else {
        writeOutcome(session, answer.result, u"Deleted ID %1.\n"_s.arg(line.id));
    }
    co_return std::nullopt;
}

Task<MaybeProblem> runRestore(CommandSession &session)
{
    const CommandLine &line = session.line();
    qint64 version = line.version;
    if (version == 0 && session.info().rights.has(Permission::EmployeeGet)) {
        const CommandAnswer deleted = co_await deletedRecord(session);
        if (deleted.problem)
            co_return deleted.problem;
        version = RecordView(deleted.result).version();
    }
    QJsonObject params{{u"id"_s, line.id}};
    if (version > 0)
        params.insert("version"_L1, version);
    const CommandAnswer answer = co_await session.write(u"employee.restore"_s, params);
    if (!answer.problem)
        writeRecord(session, answer.result);
    co_return answer.problem;
}

} // namespace roster::cli
