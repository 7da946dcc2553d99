#pragma once

#include "common/base/Result.h"
#include "server/original/OriginalFolder.h"

#include <QStringList>

namespace roster::server {

class KeyRing;

/// Gives the sealed files of the original program back, byte for byte.
class OriginalExport
{
public:
    OriginalExport(OriginalFolder folder, const KeyRing &keys);

    /// Writes them into @p to, which is made (0700) if it is not there; files get mode 0600 and
    /// replace none. Gives their paths. Errors: NotFound, AlreadyExists, StorageUnavailable.
    [[nodiscard]] Result<QStringList> run(const QString &to) const;

private:
    [[nodiscard]] QStringList sealedNames() const;
    [[nodiscard]] Outcome writeFile(const QString &name, const QString &path) const;

    OriginalFolder m_folder;
    const KeyRing &m_keys;
};

} // namespace roster::server
