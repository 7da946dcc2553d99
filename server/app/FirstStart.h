#pragma once

#include "server/app/DataFolder.h"
#include "server/auth/AccountAdministration.h"

#include <functional>
#include <optional>

namespace roster::server {

class OriginalFolder;
struct ServerConfiguration;

/// Makes a data folder ready for a server: what the original program left in it is taken over, then
/// data key, databases, certificates, and on the first time the first administrator. The caller
/// holds the DataLock; nothing else runs in the folder.
class FirstStart
{
public:
    /// Shows a new one-time password; false: nobody saw it.
    using Announce = std::function<bool(const IssuedPassword &)>;

    FirstStart(const ServerConfiguration &configuration, DataFolder folder);

    /// A crash before @p announce has returned leaves a folder in which the next run makes another
    /// password: none is ever lost half-way. Errors: those of DataFolder::prepare() and TlsFolder.
    [[nodiscard]] Outcome run(const Announce &announce) const;

private:
    [[nodiscard]] Outcome takeOver() const;
    [[nodiscard]] Outcome checkNewToTakeOver(const OriginalFolder &originals) const;
    [[nodiscard]] Outcome ensureCertificates() const;
    [[nodiscard]] Outcome ensureAdministrator(
        AccountAdministration &accounts, const Announce &announce) const;
    /// A new password for the administrator of an interrupted first start.
    [[nodiscard]] static Result<std::optional<IssuedPassword>> issueAgain(
        AccountAdministration &accounts);

    const ServerConfiguration &m_configuration;
    DataFolder m_folder;
};

} // namespace roster::server
