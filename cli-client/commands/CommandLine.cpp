#include "cli-client/commands/CommandLine.h"

#include "cli-client/commands/ListQuery.h"
#include "cli-client/menu/Questions.h"

#include <QCommandLineParser>

#include <optional>

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

/// The most decimals that any currency has: at this point the server's is not known yet.
constexpr int mostCurrencyDigits = 6;

const QStringList &listOptions()
{
    static const QStringList names{u"filter"_s, u"text"_s, u"sort"_s, u"limit"_s, u"deleted"_s};
    return names;
}

Error wrong(const QString &message)
{
    return {ErrorCode::InvalidParams, message, {}};
}

void addOptions(QCommandLineParser &parser)
{
    for (const QString &name : {u"server"_s, u"user"_s, u"ca"_s, u"password-file"_s, u"output"_s,
             u"filter"_s, u"text"_s, u"sort"_s, u"limit"_s}) {
        parser.addOption(QCommandLineOption(name, QString(), name));
    }
    parser.addOption(QCommandLineOption(u"deleted"_s));
    parser.addOption(QCommandLineOption(QStringList{u"h"_s, u"help"_s}));
    parser.addOption(QCommandLineOption(QStringList{u"v"_s, u"version"_s}));
}

std::optional<OutputFormat> outputFormat(const QString &name)
{
    if (name.isEmpty() || name == "table"_L1)
        return OutputFormat::Table;
    if (name == "json"_L1)
        return OutputFormat::Json;
    if (name == "csv"_L1)
        return OutputFormat::Csv;
    return std::nullopt;
}

Outcome readCommand(const QStringList &words, CommandLine &line)
{
    if (words.isEmpty())
        return Done{};
    if (words.first() == "list"_L1) {
        line.action = CommandLine::Action::List;
        if (words.size() > 1)
            return wrong(u"list takes no argument \"%1\"; see --help."_s.arg(words.at(1)));
        return Done{};
    }
    if (words.first() != "get"_L1)
        return wrong(u"There is no command \"%1\"; see --help."_s.arg(words.first()));
    const std::optional<qint64> id = words.size() == 2 ? parseId(words.at(1)) : std::nullopt;
    if (!id)
        return wrong(u"get takes one ID, a whole number from 1 on."_s);
    line.action = CommandLine::Action::Get;
    line.id = *id;
    return Done{};
}

Outcome readListOptions(const QCommandLineParser &parser, CommandLine &line)
{
    for (const QString &name : listOptions()) {
        if (parser.isSet(name) && line.action != CommandLine::Action::List)
            return wrong(u"--%1 belongs to the command list."_s.arg(name));
    }
    line.filters = parser.values(u"filter"_s);
    line.sorts = parser.values(u"sort"_s);
    line.text = parser.value(u"text"_s);
    line.isDeleted = parser.isSet(u"deleted"_s);
    if (parser.isSet(u"limit"_s)) {
        const std::optional<qint64> limit = parseId(parser.value(u"limit"_s));
        if (!limit)
            return wrong(u"--limit takes a whole number from 1 on."_s);
        line.limit = *limit;
    }
    ListQuery query;
    for (const QString &filter : line.filters) {
        if (Outcome added = addFilter(query, filter, mostCurrencyDigits); !added)
            return added;
    }
    for (const QString &sort : line.sorts) {
        if (Outcome added = addSort(query, sort); !added)
            return added;
    }
    return Done{};
}

Outcome readConnection(
    const QCommandLineParser &parser, const QProcessEnvironment &environment, CommandLine &line)
{
    const auto setting = [&](const QString &option, const QString &variable) {
        return parser.isSet(option) ? parser.value(option) : environment.value(variable);
    };
    const QString server = setting(u"server"_s, u"ROSTER_SERVER"_s);
    if (server.isEmpty())
        return wrong(u"Which server? Give --server HOST:PORT, or set ROSTER_SERVER."_s);
    const Result<ServerAddress> address = parseServerAddress(server);
    if (!address)
        return address.error();
    line.server = *address;
    line.username = setting(u"user"_s, u"ROSTER_USER"_s);
    if (line.username.isEmpty())
        return wrong(u"Which user? Give --user NAME, or set ROSTER_USER."_s);
    line.caFile = setting(u"ca"_s, u"ROSTER_CA"_s);
    line.passwordFile = parser.value(u"password-file"_s);
    return Done{};
}

} // namespace

Result<CommandLine> parseCommandLine(
    const QStringList &arguments, const QProcessEnvironment &environment)
{
    QCommandLineParser parser;
    addOptions(parser);
    const bool isParsed = parser.parse(arguments);
    CommandLine line;
    if (parser.isSet(u"help"_s)) {
        line.action = CommandLine::Action::Help;
        return line;
    }
    if (parser.isSet(u"version"_s)) {
        line.action = CommandLine::Action::Version;
        return line;
    }
    if (!isParsed)
        return wrong(parser.errorText() + u" See --help."_s);
    const std::optional<OutputFormat> format = outputFormat(parser.value(u"output"_s));
    if (!format)
        return wrong(u"--output is table, json or csv."_s);
    line.output = *format;
    for (const Outcome &read : {readCommand(parser.positionalArguments(), line),
             readListOptions(parser, line), readConnection(parser, environment, line)}) {
        if (!read)
            return read.error();
    }
    if (parser.isSet(u"output"_s) && line.action == CommandLine::Action::Menu)
        return wrong(u"--output belongs to the commands get and list."_s);
    return line;
}

bool wantsJson(const QStringList &arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    (void)parser.parse(arguments);
    return parser.value(u"output"_s) == "json"_L1;
}

} // namespace roster::cli
