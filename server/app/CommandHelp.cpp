#include "server/app/CommandHelp.h"

#include "server/app/AdminCommands.h"
#include "server/app/ConfigurationOptions.h"

#include <QCommandLineOption>

#include <algorithm>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype nameColumns = 26;
constexpr qsizetype lineColumns = 80;

QList<CommandUsage> allUsages()
{
    QList<CommandUsage> usages{
        {u"serve"_s, u"[--data DIR] [--listen ADDRESS:PORT] [--check-config]"_s,
            u"Serves records over TLS until it is told to stop."_s, true},
        {u"init"_s, u"[--data DIR] [--demo N]"_s,
            u"Makes a data folder: databases, keys, certificates, an administrator."_s, true},
        {u"original export"_s, u"--to FOLDER"_s,
            u"Writes the original program's files, as they were before they were taken over."_s}};
    for (const AdminCommand &command : AdminCommands::all()) {
        usages.append({QString(command.name).replace(u'.', u' '), QString(command.arguments),
            QString(command.summary)});
    }
    usages.append({u"doctor"_s, u"[--full] [--json]"_s,
        u"Examines a server's folder and machine and says what to do. Changes nothing."_s});
    return usages;
}

const QList<CommandUsage> &usages()
{
    static const QList<CommandUsage> all = allUsages();
    return all;
}

QString usageLine(const CommandUsage &command)
{
    return (command.words + u' ' + command.arguments).trimmed();
}

QString listed(const CommandUsage &command)
{
    return u"  %1\n      %2\n"_s.arg(usageLine(command), command.summary);
}

/// @p text behind @p head, in lines that fit a terminal.
QString optionLine(const QString &head, const QString &text)
{
    QString lines = (u"  "_s + head).leftJustified(nameColumns);
    if (lines.size() > nameColumns || !lines.endsWith(u' '))
        lines += u'\n' + QString(nameColumns, u' ');
    qsizetype column = nameColumns;
    for (const QString &word : text.split(u' ', Qt::SkipEmptyParts)) {
        if (column > nameColumns && column + 1 + word.size() > lineColumns) {
            lines += u'\n' + QString(nameColumns, u' ');
            column = nameColumns;
        }
        if (column > nameColumns) {
            lines += u' ';
            ++column;
        }
        lines += word;
        column += word.size();
    }
    return lines + u'\n';
}

QString serversOptions(const CommandUsage &command)
{
    QString lines;
    for (const ConfigurationOption &option : configurationOptions()) {
        if (command.isServers || option.name == "data"_L1 || option.name == "key-file"_L1)
            lines += optionLine(u"--%1 %2"_s.arg(option.name, option.valueName), option.help);
    }
    return lines
        + optionLine(u"--config FILE"_s,
            u"File with any of these options (see roster-server.example.ini); the command line "
            "wins."_s)
        + optionLine(u"-h, --help"_s, u"Shows this."_s);
}

} // namespace

const CommandUsage *findUsage(const QString &words)
{
    const auto found = std::ranges::find(usages(), words, &CommandUsage::words);
    return found == usages().end() ? nullptr : &*found;
}

QStringList wordsAfter(const QString &word)
{
    QStringList seconds;
    for (const CommandUsage &command : usages()) {
        if (command.words.startsWith(word + u' '))
            seconds.append(command.words.sliced(word.size() + 1));
    }
    return seconds;
}

QString programHelp()
{
    QString text = u"Usage: roster-server COMMAND [options]\n\nCommands:\n"_s;
    for (const CommandUsage &command : usages())
        text += listed(command);
    return text
        + u"\n\"roster-server COMMAND --help\" tells more of one. Every command takes --data DIR "
          u"and "
          "--config\nFILE; \"roster-server serve --help\" lists all options.\n"
          "Exit codes: 0 done, 1 failure, 2 usage or configuration, 6 invalid data, 7 not found,\n"
          "8 exists already, 9 try later.\n"_s;
}

QString groupHelp(const QString &word)
{
    QString text = u"Usage: roster-server %1 COMMAND [options]\n\nCommands:\n"_s.arg(word);
    for (const CommandUsage &command : usages()) {
        if (command.words.startsWith(word + u' '))
            text += listed(command);
    }
    return text + u"\n\"roster-server %1 COMMAND --help\" tells more of one.\n"_s.arg(word);
}

QString commandHelp(const CommandUsage &command, const QList<QCommandLineOption> &own)
{
    QString text
        = u"Usage: roster-server %1\n\n%2\n\nOptions:\n"_s.arg(usageLine(command), command.summary);
    for (const QCommandLineOption &option : own) {
        const QString head = u"--%1 %2"_s.arg(option.names().constLast(), option.valueName());
        text += optionLine(head.trimmed(), option.description());
    }
    text += serversOptions(command);
    if (!command.isServers)
        text += u"\nIt takes the options of \"roster-server serve --help\" too.\n"_s;
    return text;
}

} // namespace roster::server
