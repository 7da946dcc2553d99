#pragma once

#include "common/base/Result.h"
#include "common/base/FileDescriptor.h"

namespace roster::server {

class DataFolder;

/// The right to change a data folder, held by at most one process: a running server, or an
/// administrator's command while none runs. The system takes it back when the process ends, however
/// it ends. Move-only.
class DataLock
{
public:
    /// The folder exists. Errors: Conflict names the process that holds it; StorageUnavailable.
    [[nodiscard]] static Result<DataLock> acquire(const DataFolder &folder);
    /// Whether a process holds it at this moment; makes no file.
    [[nodiscard]] static bool isHeld(const DataFolder &folder);

private:
    explicit DataLock(FileDescriptor file)
        : m_file(std::move(file))
    {
    }

    FileDescriptor m_file;
};

} // namespace roster::server
