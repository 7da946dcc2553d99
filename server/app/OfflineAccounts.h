#pragma once

#include "common/base/Clock.h"
#include "server/auth/AccountServices.h"
#include "server/storage/WriteQueue.h"

namespace roster::server {

class DataFolder;

/// The accounts of a prepared data folder without a server, for as long as one command takes. The
/// caller holds the DataLock.
class OfflineAccounts
{
public:
    OfflineAccounts(const DataFolder &folder, const AuthSettings &settings);
    ~OfflineAccounts();

    /// Errors: StorageUnavailable.
    [[nodiscard]] Outcome start();
    [[nodiscard]] AccountServices &services() { return m_services; }
    [[nodiscard]] AccountAdministration &administration() { return m_services.administration(); }

private:
    SystemClock m_clock;
    WriteQueue m_queue;
    AccountServices m_services;
};

} // namespace roster::server
