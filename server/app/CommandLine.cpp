#include "server/app/CommandLine.h"

#include "certs/PrivateFile.h"
#include "certs/ServerPair.h"
#include "common/base/SecretBytes.h"
#include "server/app/AdminCommands.h"
#include "server/app/AdminConnection.h"
#include "server/app/AdminOutput.h"
#include "server/app/CommandHelp.h"
#include "server/app/ConfigurationCheck.h"
#include "server/app/ConfigurationOptions.h"
#include "server/app/ConfigurationReader.h"
#include "server/app/Console.h"
#include "server/app/DemoEmployees.h"
#include "server/app/DataFolder.h"
#include "server/app/InitCommand.h"
#include "server/app/ServeCommand.h"
#include "server/crypto/KeyRing.h"
#include "server/original/OriginalExport.h"
#include "server/app/doctor/DoctorCommand.h"

#include <QCommandLineParser>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

QString wordsOf(const AdminCommand &command)
{
    return QString(command.name).replace(u'.', u' ');
}

ExitCode complainOfUsage(const QString &message)
{
    console::complain(message);
    console::complain(u"\"roster-server --help\" shows how it is used."_s);
    return ExitCode::Usage;
}

ExitCode printed(const QString &text)
{
    return console::print(text) ? ExitCode::Ok : ExitCode::Failure;
}

/// What all commands have in common on the command line; a command adds its own.
class CommandParser
{
public:
    explicit CommandParser(const QString &words)
        : m_words(words)
    {
        m_parser.addOption({{u"h"_s, u"help"_s}, u"Shows this."_s});
        ConfigurationReader::addOptions(m_parser);
    }

    void add(const QCommandLineOption &option)
    {
        m_parser.addOption(option);
        m_own.append(option);
    }

    /// Nothing when the command may run; else how the program ends.
    [[nodiscard]] std::optional<ExitCode> parse(const QStringList &arguments)
    {
        const bool isUnderstood
            = m_parser.parse(QStringList(u"roster-server %1"_s.arg(m_words)) + arguments);
        if (m_parser.isSet(u"help"_s))
            return printed(commandHelp(*findUsage(m_words), m_own));
        if (!isUnderstood)
            return complainOfUsage(problem());
        m_read = ConfigurationReader::read(m_parser);
        if (m_read.problems.isEmpty())
            return std::nullopt;
        console::complain(m_read.problems);
        return ExitCode::Usage;
    }

    [[nodiscard]] bool isSet(const QString &option) const { return m_parser.isSet(option); }
    [[nodiscard]] QString value(const QString &option) const { return m_parser.value(option); }
    [[nodiscard]] QStringList values(const QString &option) const
    {
        return m_parser.values(option);
    }
    [[nodiscard]] QStringList words() const { return m_parser.positionalArguments(); }
    [[nodiscard]] const ServerConfiguration &configuration() const { return m_read.configuration; }

private:
    /// Qt's own words lose the hyphens of an unknown option.
    [[nodiscard]] QString problem() const
    {
        const QStringList unknown = m_parser.unknownOptionNames();
        if (unknown.isEmpty())
            return m_parser.errorText();
        const QString &name = unknown.first();
        return u"%1 takes no option %2%3."_s.arg(
            m_words, name.size() == 1 ? u"-"_s : u"--"_s, name);
    }

    QString m_words;
    QCommandLineParser m_parser;
    QList<QCommandLineOption> m_own;
    ReadConfiguration m_read;
};

ExitCode checkConfiguration(const ServerConfiguration &configuration)
{
    const QStringList problems = problemsOf(configuration);
    console::complain(problems);
    return problems.isEmpty() ? printed(u"configuration is sound\n"_s) : ExitCode::Failure;
}

ExitCode serve(const QStringList &arguments)
{
    CommandParser parser(u"serve"_s);
    parser.add({u"check-config"_s, u"Says what is wrong with configuration and keys, and ends."_s});
    if (const std::optional<ExitCode> end = parser.parse(arguments))
        return *end;
    if (!parser.words().isEmpty())
        return complainOfUsage(u"serve takes no \"%1\"."_s.arg(parser.words().first()));
    return parser.isSet(u"check-config"_s) ? checkConfiguration(parser.configuration())
                                           : runServe(parser.configuration());
}

ExitCode doctor(const QStringList &arguments)
{
    CommandParser parser(u"doctor"_s);
    parser.add({u"full"_s, u"Examines all that is stored, not only samples; may take minutes."_s});
    parser.add({u"json"_s, u"Prints the findings as JSON."_s});
    if (const std::optional<ExitCode> end = parser.parse(arguments))
        return *end;
    if (!parser.words().isEmpty())
        return complainOfUsage(u"doctor takes no \"%1\"."_s.arg(parser.words().first()));
    return runDoctor(parser.configuration(), parser.isSet(u"full"_s), parser.isSet(u"json"_s));
}

ExitCode init(const QStringList &arguments)
{
    CommandParser parser(u"init"_s);
    parser.add({u"demo"_s,
        u"Adds N believable employees, at most %1, and a user of each built-in role."_s.arg(
            maxDemoEmployees),
        u"N"_s});
    if (const std::optional<ExitCode> end = parser.parse(arguments))
        return *end;
    if (!parser.words().isEmpty())
        return complainOfUsage(u"init takes no \"%1\"."_s.arg(parser.words().first()));
    EmployeeId employees = 0;
    if (parser.isSet(u"demo"_s)) {
        employees = parser.value(u"demo"_s).toLongLong();
        if (employees < 1 || employees > maxDemoEmployees)
            return complainOfUsage(u"--demo takes a number from 1 to %1."_s.arg(maxDemoEmployees));
    }
    return runInit(parser.configuration(), employees);
}

/// `original export`: needs no server and stops none.
ExitCode exportOriginal(const QStringList &arguments)
{
    CommandParser parser(u"original export"_s);
    parser.add({u"to"_s, u"The folder that the original files are written to."_s, u"FOLDER"_s});
    if (const std::optional<ExitCode> end = parser.parse(arguments))
        return *end;
    if (!parser.words().isEmpty() || parser.value(u"to"_s).isEmpty())
        return complainOfUsage(u"original export takes --to FOLDER and nothing else."_s);
    const DataFolder folder(parser.configuration().dataPath, parser.configuration().keyFile);
    const Result<KeyRing> keys = KeyRing::load(folder.keyFile());
    const Result<QStringList> written = keys
        ? OriginalExport(OriginalFolder(folder.path()), *keys).run(parser.value(u"to"_s))
        : keys.error();
    if (written)
        return printed(written->join(u'\n') + u'\n');
    console::complain(written.error().message);
    return written.error().code == ErrorCode::AlreadyExists
            || written.error().code == ErrorCode::NotFound
        ? exitCodeOf(written.error().code)
        : ExitCode::Failure;
}

/// The command's parameters, or what is wrong with its words.
std::variant<QJsonObject, QString> paramsOf(
    const AdminCommand &command, const CommandParser &parser)
{
    QStringList words = parser.words();
    QJsonObject params;
    if (command.words != AdminWords::None && !words.isEmpty())
        params.insert(u"name"_s, words.takeFirst());
    else if (command.words == AdminWords::Name || command.words == AdminWords::NameAndRole)
        return u"The name is missing: %1 %2"_s.arg(wordsOf(command), command.arguments);
    if (command.words == AdminWords::NameAndRole) {
        const bool isWord = !parser.isSet(u"role"_s) && !words.isEmpty();
        const QString role = isWord ? words.takeFirst() : parser.value(u"role"_s);
        if (role.isEmpty())
            return u"The role is missing: %1 %2"_s.arg(wordsOf(command), command.arguments);
        params.insert(u"role"_s, role);
    }
    if (!words.isEmpty())
        return u"%1 takes no \"%2\"."_s.arg(wordsOf(command), words.first());
    for (const AdminOption &option : command.options) {
        if (!parser.isSet(option.name))
            continue;
        const QStringList values = parser.values(option.name);
        params.insert(option.name,
            option.kind == AdminOption::Kind::Flag       ? QJsonValue(true)
                : option.kind == AdminOption::Kind::List ? QJsonArray::fromStringList(values)
                                                         : QJsonValue(values.last()));
    }
    if (command.check) {
        if (const std::optional<QString> lack = command.check(params))
            return *lack;
    }
    return params;
}

ExitCode report(const AdminCommand &command, bool isJson,
    const std::variant<QJsonObject, AdminFailure> &outcome)
{
    if (const auto *failure = std::get_if<AdminFailure>(&outcome)) {
        console::complain(failure->error.message);
        return failure->isRefusal ? exitCodeOf(failure->error.code) : ExitCode::Failure;
    }
    const QJsonObject &result = std::get<QJsonObject>(outcome);
    return printed(isJson ? QString::fromUtf8(QJsonDocument(result).toJson(QJsonDocument::Indented))
                          : adminText(command.name, result));
}

/// Puts into @p params what is in the files that they name. Errors: those of the files.
Outcome readFiles(const AdminCommand &command, QJsonObject &params)
{
    for (const AdminOption &option : command.options) {
        if (!params.contains(option.name))
            continue;
        const QString path = params.value(option.name).toString();
        if (option.kind == AdminOption::Kind::File) {
            const Result<QByteArray> content = certs::readCertificateFile(path);
            if (!content)
                return content.error();
            params.insert(option.name, QString::fromUtf8(*content));
        } else if (option.kind == AdminOption::Kind::PrivateFile) {
            const Result<SecretBytes> content = certs::readPrivateFile(path);
            if (!content)
                return content.error();
            params.insert(option.name, QString::fromUtf8(content->view()));
        }
    }
    return Done{};
}

ExitCode administer(const AdminCommand &command, const QStringList &arguments)
{
    CommandParser parser(wordsOf(command));
    parser.add({u"json"_s, u"Prints the result as JSON."_s});
    if (command.words == AdminWords::NameAndRole)
        parser.add({u"role"_s, u"The user's role (see role list)."_s, u"ROLE"_s});
    if (command.takesPassword)
        parser.add({u"password-stdin"_s, u"Reads the password from standard input."_s});
    if (!command.question.isEmpty())
        parser.add({u"yes"_s, u"Asks nothing, at a terminal either."_s});
    for (const AdminOption &option : command.options)
        parser.add({option.name, option.summary, option.value});
    if (const std::optional<ExitCode> end = parser.parse(arguments))
        return *end;
    std::variant<QJsonObject, QString> params = paramsOf(command, parser);
    if (const QString *problem = std::get_if<QString>(&params))
        return complainOfUsage(*problem);
    auto &given = std::get<QJsonObject>(params);
    if (command.takesPassword && parser.isSet(u"password-stdin"_s)) {
        const Result<SecretBytes> password = console::readPassword();
        if (!password) {
            console::complain(password.error().message);
            return ExitCode::InvalidData;
        }
        given.insert(u"password"_s, QString::fromUtf8(password->view()));
    }
    if (const Outcome read = readFiles(command, given); !read) {
        console::complain(read.error().message);
        return exitCodeOf(read.error().code);
    }
    if (!command.question.isEmpty() && !parser.isSet(u"yes"_s)
        && !console::confirm(QString(command.question).arg(given.value("name"_L1).toString()))) {
        console::complain(u"Nothing was changed."_s);
        return ExitCode::Failure;
    }
    return report(command, parser.isSet(u"json"_s),
        runAdminCommand(parser.configuration(), command.name, given));
}

bool isHelp(const QString &argument)
{
    return argument == "--help"_L1 || argument == "-h"_L1;
}

/// Whether the next argument is the value of @p option, one that every command takes.
bool takesNext(const QString &option)
{
    if (!option.startsWith("--"_L1) || option.contains(u'='))
        return false;
    const QString name = option.sliced(2);
    return name == "config"_L1 || findConfigurationOption(name);
}

/// Options may stand before the command too: here they go behind it. `help WORDS` is `WORDS
/// --help`.
QStringList commandFirst(const QStringList &arguments)
{
    if (!arguments.isEmpty() && arguments.first() == "help"_L1)
        return arguments.sliced(1) + QStringList(u"--help"_s);
    qsizetype count = 0;
    while (count < arguments.size() && arguments[count].startsWith(u'-'))
        count += takesNext(arguments[count]) ? 2 : 1;
    count = std::min(count, arguments.size());
    return arguments.sliced(count) + arguments.first(count);
}

} // namespace

ExitCode runCommandLine(const QStringList &given)
{
    if (!given.isEmpty() && given.first() == "--version"_L1)
        return printed(u"roster-server %1\n"_s.arg(QStringLiteral(ROSTER_VERSION)));
    const QStringList arguments = commandFirst(given);
    const bool hasHelp = std::ranges::any_of(arguments, isHelp);
    if (arguments.isEmpty() || arguments.first().startsWith(u'-'))
        return hasHelp ? printed(programHelp()) : complainOfUsage(u"A command is missing."_s);
    const QString &first = arguments.first();
    if (first == "serve"_L1)
        return serve(arguments.sliced(1));
    if (first == "init"_L1)
        return init(arguments.sliced(1));
    if (first == "doctor"_L1)
        return doctor(arguments.sliced(1));
    const QString two = arguments.first(std::min(qsizetype{2}, arguments.size())).join(u' ');
    if (two == "original export"_L1)
        return exportOriginal(arguments.sliced(2));
    for (const qsizetype count : {1, 2}) {
        const AdminCommand *command
            = AdminCommands::find(arguments.first(std::min(count, arguments.size())).join(u'.'));
        if (command)
            return administer(*command, arguments.sliced(count));
    }
    const QStringList seconds = wordsAfter(first);
    if (seconds.isEmpty())
        return complainOfUsage(u"There is no command \"%1\"."_s.arg(first));
    if (hasHelp)
        return printed(groupHelp(first));
    return complainOfUsage(u"After \"%1\" comes one of: %2."_s.arg(first, seconds.join(u", "_s)));
}

} // namespace roster::server
