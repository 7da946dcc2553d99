#include "cli-client/commands/CommandTable.h"

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype lineWidth = 79;
constexpr qsizetype textColumn = 26;

/// @p text in lines that begin at @p column; @p head stands before the first.
QString wrapped(const QString &head, const QString &text, qsizetype column)
{
    QString result;
    QString line = head.leftJustified(column);
    if (head.size() >= column) {
        result = head + u'\n';
        line = QString(column, u' ');
    }
    bool isBegun = false;
    for (const QString &word : text.split(u' ', Qt::SkipEmptyParts)) {
        if (isBegun && line.size() + 1 + word.size() > lineWidth) {
            result += line + u'\n';
            line = QString(column, u' ');
            isBegun = false;
        }
        line += (isBegun ? u" "_s : QString()) + word;
        isBegun = true;
    }
    return result + line + u'\n';
}

QString optionLines(const QList<OptionDescription> &options)
{
    QString text;
    for (const OptionDescription &option : options) {
        const QString value = option.value.isEmpty() ? QString() : u' ' + option.value;
        const QString shortName = option.name == "help"_L1 ? u"-h, "_s : QString();
        text += wrapped(
            u"  "_s + shortName + u"--"_s + option.name + value, option.help, textColumn);
    }
    return text;
}

/// What stands behind @p command in its usage.
QString argumentsOf(const CommandDescription &command)
{
    const QString words = command.takesId ? u"ID"_s : QString(command.words);
    return words.isEmpty() ? words : u' ' + words;
}

const QString &closing()
{
    static const QString text = uR"(
ROSTER_SERVER, ROSTER_USER and ROSTER_CA stand for the first three options.

Fields: id, first_name, last_name, ssn, date_of_birth, salary, department,
job_title, email, hired_on, left_on. Dates are mm-dd-yyyy or yyyy-mm-dd;
amounts may have $ and grouping commas, as 1,000. JSON takes the plain forms:
yyyy-mm-dd, 1000, nine digits; in quotes.

Output: on standard output nothing but what was asked for.
  json  one JSON value; of several records an array. Errors go to standard
        error as one object on one line:
        {"error": {"reason", "message", "exit_code", "data", "hint"}}
        with what the server says of it in data, such as "fields", and in
        hint how to go on; both may lack. What is no error goes there too:
        {"warnings": [{"field", "reason"}]} of a record that was written,
        {"notice": {"reason", "message"}}, such as a connection_lost of watch
  jsonl one JSON value a line
  csv   RFC 4180, UTF-8. A cell that begins with = + - @, tab or CR, which
        a spreadsheet might take for a formula, gets an apostrophe before it;
        so does one with apostrophes before such a character. To read it back,
        drop one apostrophe there.
On a terminal, what does not fit goes through $PAGER (less -RSX). NO_COLOR,
set to anything, switches colours off.

Exit codes:
  0  ok                              5  permission denied
  1  internal error, output failed   6  invalid data
  2  usage                           7  not found
  3  no connection, or not trusted   8  conflict, or exists already
  4  credentials: wrong password,    9  try later: throttled, storage
     session ended, password must       unavailable, outcome unknown
     be changed first              130  interrupted by Ctrl-C
)"_s;
    return text;
}

} // namespace

QString helpText()
{
    QString text = uR"(Usage: roster-cli [OPTION]... [COMMAND [ARGUMENT]...]

Works on the employee records of a Roster server. Without COMMAND it is a menu.
Both take up the session of the command login if there is one.

)"_s;
    text += optionLines(commonOptions()) + u"\nCommands (help COMMAND tells more):\n"_s;
    for (const CommandDescription &command : commands()) {
        const QString head = command.name + (command.takesId ? u" ID"_s : QString());
        text += wrapped(u"  "_s + head, command.summary, textColumn);
    }
    return text + closing();
}

QString helpText(const QString &name)
{
    const CommandDescription &command = *findCommand(name);
    QString text = u"Usage: roster-cli %1%2 [OPTION]...\n\n"_s.arg(name, argumentsOf(command));
    QString summary = command.summary;
    summary[0] = summary[0].toUpper();
    text += wrapped({}, summary + u'.', 0);
    if (!command.details.isEmpty()) {
        text += u'\n';
        for (const QString &line : QString(command.details).split(u'\n'))
            text += line.startsWith(u' ') ? line + u'\n' : wrapped({}, line, 0);
    }
    const QList<OptionDescription> own = optionsOf(command);
    if (!own.isEmpty())
        text += u"\nOptions:\n"_s + optionLines(own);
    return text + u"\nSee roster-cli --help for the options of every command, and exit codes.\n"_s;
}

} // namespace roster::cli
