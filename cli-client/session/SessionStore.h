#pragma once

#include "common/base/Result.h"
#include "common/base/SecretBytes.h"
#include "common/client/ServerAddress.h"

#include <QProcessEnvironment>
#include <QString>

#include <vector>

namespace roster::cli {

/// A session that `login` opened and the commands after it use. When it has ended, who logged in
/// where is kept, so that the next command does not go elsewhere or ask again.
struct StoredSession
{
    ServerAddress server;
    QString username;
    QString caFile; ///< absolute; empty: the system's authorities
    SecretBytes token; ///< empty: it has ended
    bool isCurrent = false; ///< of the last login, and so the one that is meant where none is named

    [[nodiscard]] bool hasEnded() const { return token.isEmpty(); }
};

/// The sessions of the person who runs the program, one file for each server and user, in a folder
/// that is theirs alone. Several processes may use it at the same time.
class SessionStore
{
public:
    explicit SessionStore(QString folder);

    /// `$XDG_STATE_HOME/roster`, by default `~/.local/state/roster`.
    [[nodiscard]] static QString defaultFolder(const QProcessEnvironment &environment);

    /// Errors: PermissionDenied (the folder or a file is not private), StorageUnavailable.
    [[nodiscard]] Result<std::vector<StoredSession>> sessions() const;
    /// Takes the place of one for the same server and user, and becomes the current one.
    [[nodiscard]] Outcome save(const StoredSession &session) const;
    /// Drops the token of a session that has ended. This and remove() act only while @p session is
    /// the one that is stored: another process may have logged in again.
    [[nodiscard]] Outcome retire(const StoredSession &session) const;
    [[nodiscard]] Outcome remove(const StoredSession &session) const;

private:
    QString m_folder;
};

} // namespace roster::cli
