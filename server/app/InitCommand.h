#pragma once

#include "common/model/Employee.h"
#include "server/app/DataLock.h"
#include "server/app/ExitCode.h"

namespace roster::server {

struct ServerConfiguration;

/// Takes the configuration's data folder and makes it ready; prints what people must be told once.
/// The lock that it gives keeps the folder. Errors: those of DataFolder, DataLock and FirstStart.
[[nodiscard]] Result<DataLock> takeDataFolder(const ServerConfiguration &configuration);

/// `init`: takeDataFolder(), then @p demoEmployees and users for demonstrations unless it is 0.
[[nodiscard]] ExitCode runInit(const ServerConfiguration &configuration, EmployeeId demoEmployees);

} // namespace roster::server
