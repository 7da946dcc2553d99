#include "cli-client/commands/KnownServersCommand.h"

#include "cli-client/session/Introduction.h"
#include "common/base/Csv.h"
#include "cli-client/text/TableFormatter.h"
#include "common/base/EscapedText.h"
#include "common/protocol/StrictJson.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

const QStringList columns{u"server"_s, u"since"_s, u"fingerprint"_s, u"words"_s};

QStringList cellsOf(const KnownServer &known)
{
    const KeyFingerprint key = known.identity.fingerprint();
    return {toString(known.identity.server), known.since.toUTC().toString(Qt::ISODate), key.text(),
        key.words()};
}

QJsonObject jsonOf(const QStringList &row)
{
    QJsonObject server;
    for (qsizetype i = 0; i < columns.size(); ++i)
        server.insert(columns[i], row[i]);
    return server;
}

QByteArray jsonOf(const QList<QStringList> &rows)
{
    QJsonArray servers;
    for (const QStringList &row : rows)
        servers.append(jsonOf(row));
    return escapedJson(QJsonDocument(servers).toJson(QJsonDocument::Compact)) + '\n';
}

QByteArray jsonLinesOf(const QList<QStringList> &rows)
{
    QByteArray text;
    for (const QStringList &row : rows)
        text += escapedJson(QJsonDocument(jsonOf(row)).toJson(QJsonDocument::Compact)) + '\n';
    return text;
}

QByteArray csvOf(const QList<QStringList> &rows)
{
    QByteArray text = csvRecord(columns);
    for (const QStringList &row : rows)
        text += csvRecord(row);
    return text;
}

/// Never cut: a part of a fingerprint is none.
QString tableOf(const QList<QStringList> &rows)
{
    const TableFormatter table(
        {{u"Server"_s}, {u"Since"_s}, {u"Fingerprint"_s}, {u"Words"_s}}, rows, 0);
    QString text = table.header();
    for (const QStringList &row : rows)
        text += table.row(row);
    return text;
}

void printRows(Terminal &terminal, const QList<QStringList> &rows, OutputFormat format)
{
    switch (format) {
    case OutputFormat::Json:
        return terminal.write(jsonOf(rows));
    case OutputFormat::JsonLines:
        return terminal.write(jsonLinesOf(rows));
    case OutputFormat::Csv:
        return terminal.write(csvOf(rows));
    case OutputFormat::Table:
        break;
    }
    terminal.print(rows.isEmpty() ? u"No server is known yet.\n"_s : tableOf(rows));
}

std::optional<Problem> problemIn(const Outcome &outcome)
{
    if (outcome)
        return std::nullopt;
    return problemOf(outcome.error());
}

} // namespace

std::optional<Problem> listKnownServers(
    Terminal &terminal, const KnownServers &servers, OutputFormat format)
{
    const Result<KnownServers::Listing> listing = servers.list();
    if (!listing)
        return problemOf(listing.error());
    QList<QStringList> rows;
    for (const KnownServer &known : listing->servers)
        rows.append(cellsOf(known));
    printRows(terminal, rows, format);
    if (listing->damagedLines.isEmpty())
        return std::nullopt;
    QStringList lines;
    for (const int line : listing->damagedLines)
        lines.append(QString::number(line));
    return Problem{ExitCode::InvalidData, u"damaged"_s,
        u"These lines of %1 are damaged and say nothing: %2."_s.arg(
            servers.path(), lines.join(u", "_s)),
        {}};
}

std::optional<Problem> forgetServer(Terminal &terminal, const KnownServers &servers,
    const ServerAddress &server, OutputFormat format)
{
    const Outcome forgotten = servers.forget(server);
    if (forgotten && isJson(format))
        terminal.write(
            escapedJson(writeJson(QJsonObject{{u"forgotten"_s, toString(server)}})) + '\n');
    else if (forgotten)
        terminal.print(u"%1 is forgotten.\n"_s.arg(toString(server)));
    return problemIn(forgotten);
}

Task<std::optional<Problem>> addServer(
    Terminal &terminal, RosterClient &client, QString fingerprint)
{
    using MaybeProblem = std::optional<Problem>;
    const Acquaintance met = co_await lookAtServer(client, terminal);
    if (!met.stranger)
        co_return met.problem;
    if (!met.stranger->fingerprint().isWrittenAs(fingerprint)) {
        co_return MaybeProblem(Problem{ExitCode::Connection, u"untrusted"_s,
            u"The server shows another fingerprint, %1 (%2). It was not remembered."_s.arg(
                met.stranger->fingerprint().text(), met.stranger->fingerprint().words()),
            {}});
    }
    client.trust(*met.stranger);
    const Acquaintance again = co_await lookAtServer(client, terminal);
    co_return again.problem;
}

} // namespace roster::cli
