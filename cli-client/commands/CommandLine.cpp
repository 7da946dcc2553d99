#include "cli-client/commands/CommandLine.h"

#include "cli-client/commands/CommandTable.h"
#include "cli-client/commands/ListQuery.h"
#include "cli-client/menu/Questions.h"
#include "cli-client/text/RecordColumns.h"
#include "common/client/RequestKey.h"

#include <QCommandLineParser>

#include <algorithm>
#include <optional>

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;
using Action = CommandLine::Action;

/// The most decimals that any currency has: at this point the server's is not known yet.
constexpr int mostCurrencyDigits = 6;

Error wrong(const QString &message)
{
    return {ErrorCode::InvalidParams, message, {}};
}

/// `--version` takes a value where it is a record's.
void addOptions(QCommandLineParser &parser, bool isRecordVersion)
{
    for (const OptionDescription &option : allOptions()) {
        const bool isValued
            = !option.value.isEmpty() || (isRecordVersion && option.name == "version"_L1);
        QStringList names{option.name};
        if (option.name == "help"_L1)
            names.append(u"h"_s);
        if (option.name == "version"_L1 && !isRecordVersion)
            names.append(u"v"_s);
        parser.addOption(QCommandLineOption(names, QString(), isValued ? option.name : QString()));
    }
}

bool takesVersion(const QStringList &words)
{
    const CommandDescription *command = words.isEmpty() ? nullptr : findCommand(words.first());
    return command && QString(command->options).split(u' ').contains("version"_L1);
}

std::optional<OutputFormat> outputFormat(const QString &name)
{
    if (name.isEmpty() || name == "table"_L1)
        return OutputFormat::Table;
    if (name == "json"_L1)
        return OutputFormat::Json;
    if (name == "jsonl"_L1)
        return OutputFormat::JsonLines;
    if (name == "csv"_L1)
        return OutputFormat::Csv;
    return std::nullopt;
}

Outcome readKnownServers(const QStringList &words, CommandLine &line)
{
    using Todo = CommandLine::KnownServersAction;
    const QString action = words.value(0);
    if (action == "list"_L1 && words.size() == 1)
        return Done{};
    if ((action != "forget"_L1 && action != "add"_L1) || words.size() != 2) {
        return wrong(
            u"It is known-servers list, known-servers forget HOST[:PORT], or known-servers "
            "add HOST[:PORT] --fingerprint FINGERPRINT."_s);
    }
    const Result<ServerAddress> server = parseServerAddress(words.at(1));
    if (!server)
        return server.error();
    line.knownServer = *server;
    line.knownServersAction = action == "add"_L1 ? Todo::Add : Todo::Forget;
    return Done{};
}

Outcome readCommand(const QStringList &words, CommandLine &line)
{
    if (words.isEmpty())
        return Done{};
    const CommandDescription *command = findCommand(words.first());
    if (!command)
        return wrong(u"There is no command \"%1\"; see --help."_s.arg(words.first()));
    line.action = command->action;
    if (line.action == Action::KnownServers)
        return readKnownServers(words.sliced(1), line);
    if (!command->takesId) {
        if (words.size() > 1) {
            return wrong(
                u"%1 takes no argument \"%2\"; see --help."_s.arg(command->name, words.at(1)));
        }
        return Done{};
    }
    const std::optional<qint64> id = words.size() == 2 ? parseId(words.at(1)) : std::nullopt;
    if (!id)
        return wrong(u"%1 takes one ID, a whole number from 1 on."_s.arg(command->name));
    line.id = *id;
    return Done{};
}

/// One of two values would be passed over without a word.
Outcome checkRepetition(const QCommandLineParser &parser)
{
    for (const OptionDescription &option : allOptions()) {
        const bool mayRepeat = option.name == "filter"_L1 || option.name == "sort"_L1;
        if (!mayRepeat && parser.values(option.name).size() > 1)
            return wrong(u"--%1 was given twice."_s.arg(option.name));
    }
    return Done{};
}

/// What is no record and no list of them is told as JSON, but makes no table to read in.
bool hasCsv(const CommandLine &line)
{
    switch (line.action) {
    case Action::Login:
    case Action::Logout:
    case Action::Watch:
    case Action::Passwd:
    case Action::Info:
    case Action::Status:
        return false;
    case Action::Sessions:
        return line.revokedSession.isEmpty();
    case Action::KnownServers:
        return line.knownServersAction == CommandLine::KnownServersAction::List;
    default:
        return true;
    }
}

/// An option that belongs to other commands would be passed over without a word.
Outcome checkOptions(const QCommandLineParser &parser, const CommandLine &line)
{
    const CommandDescription *command = findCommand(line.action);
    QStringList allowed;
    for (const OptionDescription &option :
        command ? commonOptionsOf(*command) + optionsOf(*command) : commonOptions())
        allowed.append(option.name);
    for (const OptionDescription &option : allOptions()) {
        if (!parser.isSet(option.name) || allowed.contains(option.name))
            continue;
        QStringList owners;
        for (const CommandDescription &owner : commands()) {
            const QList<OptionDescription> own = optionsOf(owner);
            if (std::ranges::any_of(
                    own, [&](const auto &each) { return each.name == option.name; }))
                owners.append(owner.name);
        }
        return wrong(owners.isEmpty()
                ? u"%1 takes no --%2."_s.arg(command->name, option.name)
                : u"--%1 belongs to the command %2."_s.arg(option.name, owners.join(", "_L1)));
    }
    if (parser.isSet(u"output"_s) && !command)
        return wrong(u"--output belongs to the commands, such as get and list."_s);
    return Done{};
}

Outcome readNumber(const QCommandLineParser &parser, const QString &name, qint64 &number)
{
    if (!parser.isSet(name))
        return Done{};
    const std::optional<qint64> value = parseId(parser.value(name));
    if (!value)
        return wrong(u"--%1 takes a whole number from 1 on."_s.arg(name));
    number = *value;
    return Done{};
}

Outcome readListOptions(const QCommandLineParser &parser, CommandLine &line)
{
    line.filters = parser.values(u"filter"_s);
    line.sorts = parser.values(u"sort"_s);
    line.text = parser.value(u"text"_s);
    line.isDeleted = parser.isSet(u"deleted"_s);
    line.wantsTotal = parser.isSet(u"total"_s);
    line.columns = parser.value(u"fields"_s).split(u',', Qt::SkipEmptyParts);
    for (QString &column : line.columns) {
        column = column.trimmed();
        if (!knownColumns().contains(column)) {
            return wrong(u"There is no field \"%1\"; the fields are: %2."_s.arg(
                column, knownColumns().join(", "_L1)));
        }
    }
    if (parser.isSet(u"fields"_s) && line.columns.isEmpty())
        return wrong(u"--fields takes the names of fields, with commas between."_s);
    if (parser.isSet(u"all"_s) && parser.isSet(u"limit"_s))
        return wrong(u"Give --all or --limit, not both."_s);
    if (Outcome read = readNumber(parser, u"limit"_s, line.limit); !read)
        return read;
    if (parser.value(u"offset"_s) != "0"_L1) {
        if (Outcome read = readNumber(parser, u"offset"_s, line.offset); !read)
            return read;
    }
    // Read again when the server's currency is known.
    const Result<ListQuery> query = readQuery(line.filters, line.sorts, mostCurrencyDigits);
    return query ? Outcome(Done{}) : query.error();
}

Outcome readWriteOptions(const QCommandLineParser &parser, CommandLine &line)
{
    for (const FieldDescription &field : editableFields()) {
        const QStringList values = parser.values(optionFor(field));
        if (!values.isEmpty())
            line.values.insert(field.field, values.first());
    }
    line.jsonFile = parser.value(u"from-json"_s);
    line.requestKey = parser.value(u"request-key"_s);
    line.isConfirmed = parser.isSet(u"yes"_s);
    if (line.requestKey.size() > longestRequestKey)
        return wrong(u"--request-key takes at most %1 characters."_s.arg(longestRequestKey));
    const bool isWrite = line.action == Action::Add || line.action == Action::Update;
    if (isWrite && line.values.isEmpty() == line.jsonFile.isEmpty()) {
        return wrong(line.values.isEmpty()
                ? u"What is to be written? Give options such as --department, or --from-json."_s
                : u"Give the fields as options or with --from-json, not both."_s);
    }
    if (Outcome read = readNumber(parser, u"id"_s, line.id); !read)
        return read;
    if (line.action == Action::Add && line.id > 0 && !line.jsonFile.isEmpty())
        return wrong(u"With --from-json the ID stands in the JSON."_s);
    return takesVersion(parser.positionalArguments())
        ? readNumber(parser, u"version"_s, line.version)
        : Outcome(Done{});
}

Outcome readAccountOptions(const QCommandLineParser &parser, CommandLine &line)
{
    line.newPasswordFile = parser.value(u"new-password-file"_s);
    line.account = parser.value(u"account"_s);
    line.revokedSession = parser.value(u"revoke"_s);
    if (parser.isSet(u"revoke"_s) && line.revokedSession.isEmpty())
        return wrong(u"--revoke takes the ID of a session."_s);
    line.fingerprint = parser.value(u"fingerprint"_s);
    const bool isAddition = line.knownServersAction == CommandLine::KnownServersAction::Add;
    if (isAddition == line.fingerprint.isEmpty()) {
        return wrong(u"known-servers add, and nothing else, needs --fingerprint: what "
                     "\"roster-server certificate show\" prints on the server's host, or the six "
                     "words."_s);
    }
    return Done{};
}

Outcome readConnection(
    const QCommandLineParser &parser, const QProcessEnvironment &environment, CommandLine &line)
{
    const auto setting = [&](const QString &option, const QString &variable) {
        return parser.isSet(option) ? parser.value(option) : environment.value(variable);
    };
    if (const QString server = setting(u"server"_s, u"ROSTER_SERVER"_s); !server.isEmpty()) {
        const Result<ServerAddress> address = parseServerAddress(server);
        if (!address)
            return address.error();
        line.server = *address;
    }
    line.username = setting(u"user"_s, u"ROSTER_USER"_s);
    line.caFile = setting(u"ca"_s, u"ROSTER_CA"_s);
    line.passwordFile = parser.value(u"password-file"_s);
    line.hasPager = !parser.isSet(u"no-pager"_s);
    return Done{};
}

Result<CommandLine> helpLine(const QStringList &words)
{
    const QString topic = words.value(words.value(0) == "help"_L1 ? 1 : 0);
    if (!topic.isEmpty() && !findCommand(topic))
        return wrong(u"There is no command \"%1\"; see --help."_s.arg(topic));
    CommandLine line;
    line.action = Action::Help;
    line.helpTopic = topic;
    return line;
}

Outcome readAll(
    const QCommandLineParser &parser, const QProcessEnvironment &environment, CommandLine &line)
{
    if (Outcome read = checkRepetition(parser); !read)
        return read;
    const std::optional<OutputFormat> format = outputFormat(parser.value(u"output"_s));
    if (!format)
        return wrong(u"--output is table, json, jsonl or csv."_s);
    line.output = *format;
    if (Outcome read = readCommand(parser.positionalArguments(), line); !read)
        return read;
    if (Outcome read = checkOptions(parser, line); !read)
        return read;
    if (Outcome read = readListOptions(parser, line); !read)
        return read;
    if (Outcome read = readWriteOptions(parser, line); !read)
        return read;
    if (Outcome read = readAccountOptions(parser, line); !read)
        return read;
    if (line.output == OutputFormat::Csv && !hasCsv(line)) {
        return wrong(u"This has no CSV; use --output json."_s);
    }
    return readConnection(parser, environment, line);
}

/// Qt names an unknown option without its hyphens.
QString parsingProblem(const QCommandLineParser &parser)
{
    const QString unknown = parser.unknownOptionNames().value(0);
    if (unknown.isEmpty())
        return parser.errorText() + u" See --help."_s;
    const QString hyphens = unknown.size() == 1 ? u"-"_s : u"--"_s;
    return u"There is no option %1%2; see --help."_s.arg(hyphens, unknown);
}

} // namespace

Result<CommandLine> parseCommandLine(
    const QStringList &arguments, const QProcessEnvironment &environment)
{
    // What the system could not read as text would be written as U+FFFD for good.
    if (arguments.join(u' ').contains(QChar::ReplacementCharacter))
        return wrong(u"An argument is not UTF-8."_s);
    QCommandLineParser first;
    addOptions(first, false);
    const bool isFirstParsed = first.parse(arguments);
    const QStringList words = first.positionalArguments();
    if (first.isSet(u"help"_s) || words.value(0) == "help"_L1)
        return helpLine(words);
    const bool isRecordVersion = takesVersion(words);
    if (first.isSet(u"version"_s) && !isRecordVersion) {
        CommandLine line;
        line.action = Action::Version;
        return line;
    }
    QCommandLineParser second;
    addOptions(second, isRecordVersion);
    const bool isParsed = isRecordVersion ? second.parse(arguments) : isFirstParsed;
    const QCommandLineParser &parser = isRecordVersion ? second : first;
    if (!isParsed)
        return wrong(parsingProblem(parser));
    CommandLine line;
    if (Outcome read = readAll(parser, environment, line); !read)
        return read.error();
    return line;
}

bool wantsJson(const QStringList &arguments)
{
    QCommandLineParser parser;
    addOptions(parser, false);
    (void)parser.parse(arguments);
    return parser.value(u"output"_s).startsWith("json"_L1);
}

} // namespace roster::cli
