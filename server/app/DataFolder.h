#pragma once

#include "common/base/Result.h"

#include <QString>

namespace roster::server {

/// Where a server keeps what it knows: `user.db employee.db keys/data.key tls/ lock control.sock`.
/// Knows the places and guards their modes: folders 0700, files 0600, whatever the umask (R39).
/// A value; whoever changes something in the folder holds its DataLock.
class DataFolder
{
public:
    /// @p path is absolute. @p keyFile empty: the data key lies in the folder.
    explicit DataFolder(QString path, QString keyFile = {});

    [[nodiscard]] const QString &path() const { return m_path; }
    [[nodiscard]] QString userDatabase() const { return m_path + QStringLiteral("/user.db"); }
    [[nodiscard]] QString employeeDatabase() const
    {
        return m_path + QStringLiteral("/employee.db");
    }
    [[nodiscard]] QString keysPath() const { return m_path + QStringLiteral("/keys"); }
    [[nodiscard]] const QString &keyFile() const { return m_keyFile; }
    [[nodiscard]] QString tlsPath() const { return m_path + QStringLiteral("/tls"); }
    [[nodiscard]] QString lockFile() const { return m_path + QStringLiteral("/lock"); }
    [[nodiscard]] QString controlSocket() const { return m_path + QStringLiteral("/control.sock"); }
    [[nodiscard]] QString demoPasswords() const
    {
        return m_path + QStringLiteral("/demo-passwords");
    }

    /// The folder exists and is one of a server's. Errors: NotFound.
    [[nodiscard]] Outcome requireExisting() const;
    /// Makes the folder, or tightens it.
    [[nodiscard]] Outcome ensure() const;

    /// Makes what a first start lacks and brings the databases to this program's version. What is
    /// there is checked first: a file open to other users, and a key or a database that is missing
    /// beside what it belongs to, are errors that say what to do. Going on after an interruption is
    /// safe. Errors: PermissionDenied, NotFound, StorageUnavailable, InvalidRequest (newer than the
    /// program, or sealed with another data key).
    [[nodiscard]] Outcome prepare() const;
    /// What comes before the original program's databases are taken over: from here on the folder
    /// is set up, and has a data key.
    [[nodiscard]] Outcome beginTakeOver() const;
    /// The checks of prepare() alone; changes nothing. Databases that are still to be taken over
    /// are sound.
    [[nodiscard]] Outcome check() const;

    /// True from the first moment of a first start until endSetup(): until the first
    /// administrator's password has been shown, the folder is in nobody's use and may be gone on
    /// with.
    [[nodiscard]] bool isSetupPending() const;
    [[nodiscard]] Outcome endSetup() const;

private:
    [[nodiscard]] QString setupMark() const { return m_path + QStringLiteral("/setup-pending"); }
    [[nodiscard]] bool isEmpty() const;
    [[nodiscard]] Outcome beginSetup() const;
    [[nodiscard]] Outcome checkOwn() const;
    [[nodiscard]] Outcome checkComplete() const;
    [[nodiscard]] Outcome checkModes() const;
    [[nodiscard]] Outcome checkKeyFits() const;
    [[nodiscard]] Outcome lostKey() const;
    [[nodiscard]] Outcome ensureKey() const;
    [[nodiscard]] Outcome ensureDatabase(const QString &path, const QString &migrations) const;

    QString m_path;
    QString m_keyFile;
};

} // namespace roster::server
