#include "cli-client/commands/CommandTable.h"

#include <algorithm>
#include <array>

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;
using L = QLatin1StringView;
using Action = CommandLine::Action;

struct OptionRow
{
    L name;
    L value;
    L help;
};

/// Of the server and the login; the other common ones follow.
constexpr std::array serverRows{
    OptionRow{
        L("server"), L("HOST[:PORT]"), L("the server; port 7433 by default; [::1]:7433 for IPv6")},
    OptionRow{L("user"), L("NAME"), L("who logs in")},
    OptionRow{L("ca"), L("FILE"),
        L("trust the authorities in this PEM file, and no others; without it, the servers that "
          "are known, the authorities of this system, and whom you accept")},
    OptionRow{L("password-file"), L("FILE"),
        L("the password is the first line of FILE; - is standard input. Without it, and without "
          "a session of the command login, you are asked. It is never an argument")},
    OptionRow{L("no-pager"), L(""), L("do not use a pager on a terminal")},
};

constexpr std::array generalRows{
    OptionRow{L("output"), L("FORMAT"), L("table (default), json, jsonl or csv")},
    OptionRow{L("help"), L(""), L("this text, or that of a command")},
    OptionRow{L("version"), L(""), L("the version")},
};

constexpr std::array ownRows{
    OptionRow{L("filter"), L("CONDITION"), L("only records for which it holds; may be repeated")},
    OptionRow{L("text"), L("WORDS"),
        L("each word begins a word of the name, the department, the job title or the e-mail "
          "address")},
    OptionRow{L("sort"), L("FIELD[:desc]"), L("may be repeated, the weightiest first")},
    OptionRow{L("limit"), L("N"), L("at most N records")},
    OptionRow{L("offset"), L("N"), L("pass over the first N records")},
    OptionRow{L("all"), L(""), L("all records that match; this is the default")},
    OptionRow{L("total"), L(""), L("only say how many records match")},
    OptionRow{L("deleted"), L(""), L("the deleted records instead")},
    OptionRow{L("fields"), L("NAMES"), L("only these, in this order, with commas between")},
    OptionRow{L("id"), L("N"), L("the new record's ID; without it the server chooses")},
    OptionRow{L("from-json"), L("FILE"), L("read what to write from FILE; - is standard input")},
    OptionRow{L("request-key"), L("KEY"),
        L("up to 64 characters: within a day a second run with the same key and content changes "
          "nothing and tells the outcome of the first")},
    OptionRow{L("yes"), L(""), L("do not ask")},
    OptionRow{L("new-password-file"), L("FILE"),
        L("the new password is the first line of FILE; - is standard input, after the present "
          "one if both come from there")},
    OptionRow{L("account"), L("NAME"), L("of this user; needs the right to manage users")},
    OptionRow{L("revoke"), L("ID"), L("end this session instead")},
    OptionRow{L("fingerprint"), L("FINGERPRINT"),
        L("of the server's key, or its six words, as roster-server certificate show prints them on "
          "the server's host")},
};

/// In the place of the flag of that name, which tells the program's version.
constexpr OptionRow recordVersion{
    L("version"), L("N"), L("the record's version that you have seen; without it the present one")};

constexpr std::array commandRows{
    CommandDescription{Action::Login, L("login"), false,
        L("open a session that other commands use"), L(""),
        L("The session's token is kept in $XDG_STATE_HOME/roster (~/.local/state/roster), for you "
          "alone, until logout. Commands without --server and --user use the last login. Once the "
          "session has ended they exit with 4 and say how to log in again; login then needs no "
          "--server and --user either.")},
    CommandDescription{Action::Logout, L("logout"), false, L("end that session"), L(""),
        L("Also forgets the session when the server cannot be reached, and says so.")},
    CommandDescription{Action::Get, L("get"), true, L("one record"), L("fields"), L("")},
    CommandDescription{Action::List, L("list"), false, L("the records that match, ordered by ID"),
        L("filter text sort limit offset all total deleted fields"),
        L("CONDITION, of which all have to hold:\n"
          "  FIELD=VALUE    the whole value; empty: no value\n"
          "  FIELD='A|B'    one of these, at most 100 (\\| is a bar itself)\n"
          "  FIELD=A..B     id, dates, salary; one side may lack\n"
          "  FIELD>=A  FIELD<=B  the same, one side each\n"
          "  FIELD~PART     text that contains PART\n"
          "  FIELD^=START   text that begins with START")},
    CommandDescription{Action::Add, L("add"), false, L("a new record, or many"),
        L("FIELDS id from-json request-key"),
        L("Arguments can be seen by other users of this computer: give an SSN or a salary with "
          "--from-json. It takes one object, an array of them, or one object a line. Nothing is "
          "sent if that is not well-formed. Of several each has its outcome, with its number from "
          "1 on: added, failed (refused, not added), unknown (sent, but not answered: it may have "
          "been added) or unsent. The exit code is that of the first that was not added; 130 after "
          "Ctrl-C.\n"
          "Each is sent with a request key: its member \"request_key\", or --request-key, a hyphen "
          "and its number. To find out what became of unknown ones, and to add the rest, run it "
          "again within a day with the same input and the --request-key that the error names: "
          "nothing is added twice.")},
    CommandDescription{Action::Update, L("update"), true, L("change fields of a record"),
        L("FIELDS version from-json request-key"),
        L("An empty value empties an optional field. From JSON null does; a record as get gives it "
          "may be changed and given back. If a field was changed by somebody since the version, "
          "nothing is changed and both values are shown.")},
    CommandDescription{Action::Delete, L("delete"), true,
        L("delete a record; restore brings it back"), L("version yes request-key"),
        L("Asks on a terminal; elsewhere --yes is needed.")},
    CommandDescription{Action::Restore, L("restore"), true, L("bring a deleted record back"),
        L("version request-key"), L("")},
    CommandDescription{Action::Watch, L("watch"), false,
        L("show changes as they happen, until Ctrl-C"), L(""),
        L("Ctrl-C ends it with 0. With --output json or jsonl one JSON object a line. It "
          "reconnects by itself; what was "
          "missed meanwhile is told as a range of revisions (\"action\": \"missed\"). \"many\" "
          "stands for more changes at once than the server tells one by one.")},
    CommandDescription{Action::Passwd, L("passwd"), false, L("change your password"),
        L("new-password-file"), L("Your other sessions end. Asks on a terminal.")},
    CommandDescription{Action::Sessions, L("sessions"), false, L("list open sessions, or end one"),
        L("account revoke"), L("")},
    CommandDescription{Action::Info, L("info"), false,
        L("the server, its certificate, and who you are"), L(""), L("")},
    CommandDescription{Action::Status, L("status"), false,
        L("how the server fares, for administrators"), L(""),
        L("Connections and sessions, requests and how long they took, writes, logins, certificates, "
          "memory. Needs the permission server.manage. P50, P95 and P99 are what a half, 95 and 99 "
          "of 100 requests of the last minute did not exceed; they are at most an eighth too "
          "large.")},
    CommandDescription{Action::KnownServers, L("known-servers"), false,
        L("list, forget or add the servers that were accepted"), L("fingerprint"),
        L("A server that nobody vouches for is shown by its fingerprint and six words when it is "
          "met first, and known from then on if you accept it.\n"
          "  list                shows them, with fingerprint and words\n"
          "  forget HOST[:PORT]  it is asked about again\n"
          "  add HOST[:PORT]     accepts it without a question, if it shows --fingerprint"),
        L("list | forget HOST | add HOST"), false},
};

OptionDescription described(const OptionRow &row)
{
    return {row.name, row.value, row.help};
}

QList<OptionDescription> described(std::span<const OptionRow> rows)
{
    QList<OptionDescription> options;
    for (const OptionRow &row : rows)
        options.append(described(row));
    return options;
}

QString valueNameOf(FieldType type)
{
    switch (type) {
    case FieldType::Date:
        return u"DATE"_s;
    case FieldType::Money:
        return u"AMOUNT"_s;
    case FieldType::Ssn:
        return u"SSN"_s;
    default:
        return u"TEXT"_s;
    }
}

QList<OptionDescription> fieldOptions()
{
    QList<OptionDescription> options;
    for (const FieldDescription &field : editableFields())
        options.append({optionFor(field), valueNameOf(field.type), field.label});
    return options;
}

OptionDescription ownOption(const QString &name)
{
    if (name == recordVersion.name)
        return described(recordVersion);
    const auto row = std::ranges::find_if(
        ownRows, [&](const OptionRow &candidate) { return candidate.name == name; });
    Q_ASSERT(row != ownRows.end());
    return described(*row);
}

} // namespace

std::span<const CommandDescription> commands()
{
    return commandRows;
}

const CommandDescription *findCommand(QStringView name)
{
    for (const CommandDescription &row : commandRows) {
        if (row.name == name)
            return &row;
    }
    return nullptr;
}

const CommandDescription *findCommand(CommandLine::Action action)
{
    for (const CommandDescription &row : commandRows) {
        if (row.action == action)
            return &row;
    }
    return nullptr;
}

QList<OptionDescription> commonOptions()
{
    return described(serverRows) + described(generalRows);
}

QList<OptionDescription> commonOptionsOf(const CommandDescription &command)
{
    return command.hasServer ? commonOptions() : described(generalRows);
}

QList<OptionDescription> optionsOf(const CommandDescription &command)
{
    QList<OptionDescription> options;
    for (const QString &name : QString(command.options).split(u' ', Qt::SkipEmptyParts)) {
        if (name == "FIELDS"_L1)
            options += fieldOptions();
        else
            options.append(ownOption(name));
    }
    return options;
}

const QList<OptionDescription> &allOptions()
{
    static const QList<OptionDescription> options
        = commonOptions() + fieldOptions() + described(ownRows);
    return options;
}

QString optionFor(const FieldDescription &field)
{
    return QString(field.name).replace(u'_', u'-');
}

} // namespace roster::cli
