#pragma once

#include "common/base/Result.h"
#include "common/client/ServerIdentity.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>

#include <functional>
#include <optional>

namespace roster {

/// A server that a person has accepted, and since when.
struct KnownServer
{
    ServerIdentity identity;
    QDateTime since;
};

/// The one file of the servers that this person's clients know: a line for each, `HOST:PORT SINCE
/// CERTIFICATE` (DER in Base64). It decides who is trusted, so it counts only while nobody else can
/// write it, and a damaged line is kept and reported but says nothing. Each change reads the file
/// anew, under a lock, and replaces it whole. A value; any thread.
///
/// Errors: PermissionDenied (not readable, or others can write it), ValidationFailed (the line of
/// the server in question is damaged), TryLater (locked for long), StorageUnavailable (not
/// written).
class KnownServers
{
public:
    struct Listing
    {
        QList<KnownServer> servers; ///< in the order of the file
        QList<int> damagedLines; ///< by number, from 1 on
    };

    explicit KnownServers(QString path);
    /// `$XDG_CONFIG_HOME/roster/known_servers` (XDG Base Directory Specification).
    [[nodiscard]] static QString defaultPath();
    [[nodiscard]] const QString &path() const { return m_path; }

    [[nodiscard]] Result<Listing> list() const;
    [[nodiscard]] Result<std::optional<KnownServer>> find(const ServerAddress &server) const;
    /// Fine if it is there with this very key; with another one: Conflict.
    [[nodiscard]] Outcome add(const KnownServer &server) const;
    /// Gives the entry of that server another certificate, if it is still known by @p key.
    [[nodiscard]] Outcome replace(const KeyFingerprint &key, const KnownServer &server) const;
    /// Damaged lines of that server too. NotFound: there was none.
    [[nodiscard]] Outcome forget(const ServerAddress &server) const;

private:
    using Lines = QList<QByteArray>;

    [[nodiscard]] Result<Lines> read() const;
    [[nodiscard]] Outcome write(const Lines &lines) const;
    [[nodiscard]] Outcome edit(const std::function<Outcome(Lines &)> &change) const;

    QString m_path;
};

} // namespace roster
