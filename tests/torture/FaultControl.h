#pragma once

#include <atomic>
#include <cstdint>

namespace roster::torture {

/// What faultshim.cpp does to a server, in memory that it shares with who torments it: a file named
/// by `ROSTER_FAULT_CONTROL`. The folder watched is `ROSTER_FAULT_FOLDER`; `ROSTER_FAULT_BACKUP`,
/// on the same file system and outside of it, keeps what a power cut may bring back.
struct FaultControl
{
    enum Kind : std::uint32_t { Write = 1, Sync = 2, Other = 4, All = 7 }; ///< Other: open, rename
    enum Files : std::uint32_t { AllFiles, EmployeeLog }; ///< EmployeeLog: employee.db-wal
    enum Loss : std::uint32_t { Everything, Prefix }; ///< of what was not synced; see undo()

    static constexpr int powerCutExit = 99;

    std::atomic<std::uint64_t> calls{0}; ///< that match kinds and files, since the start
    std::atomic<std::uint64_t> failAt{0}; ///< the number of the call that fails; 0: none
    std::atomic<std::uint64_t> cutAt{0}; ///< the number of the call before which power fails
    std::atomic<std::uint64_t> failed{0}; ///< how many calls were made to fail
    std::atomic<std::uint32_t> kinds{All};
    std::atomic<std::uint32_t> files{AllFiles};
    std::atomic<std::int32_t> error{0}; ///< errno of a failed call
    std::atomic<std::uint32_t> isLasting{0}; ///< every call from failAt on fails
    std::atomic<std::uint32_t> swallowsSyncs{0}; ///< a disk that lies: nothing is ever synced
    std::atomic<std::uint32_t> loss{Everything};
    std::atomic<std::uint32_t> seed{1}; ///< of Prefix
};
static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

} // namespace roster::torture
