#pragma once

#include "common/model/Employee.h"
#include "server/app/DataFolder.h"

#include <QList>

#include <functional>

namespace roster::server {

class Database;
class EmployeeWriter;
struct ServerConfiguration;

/// A user for demonstrations.
struct DemoUser
{
    QString name;
    QString role;
    QString password;
};

/// Fills a new data folder for demonstrations and measurements: demoEmployee() of every id and a
/// user of each built-in role. May be run again to go on or to add more; what is there stays. The
/// caller holds the DataLock.
class DemoData
{
public:
    /// Told how many employees are stored.
    using Progress = std::function<void(EmployeeId)>;

    DemoData(const ServerConfiguration &configuration, DataFolder folder);

    /// Before FirstStart: the users, with the passwords that lie in the folder from now on
    /// (`demo-passwords`: lines of name and password). Errors: Conflict when the folder is in
    /// earnest use.
    [[nodiscard]] Result<QList<DemoUser>> begin() const;
    /// After FirstStart. Errors: StorageUnavailable, WeakPassword.
    [[nodiscard]] Outcome addUsers(const QList<DemoUser> &users) const;
    /// The employees 1..@p count. Errors: StorageUnavailable.
    [[nodiscard]] Outcome addEmployees(EmployeeId count, const Progress &progress) const;

private:
    [[nodiscard]] Result<QList<DemoUser>> storedUsers() const;
    [[nodiscard]] Outcome store(const QList<DemoUser> &users) const;
    [[nodiscard]] Outcome addAll(Database &database, const EmployeeWriter &writer, EmployeeId count,
        const Progress &progress) const;

    const ServerConfiguration &m_configuration;
    DataFolder m_folder;
};

} // namespace roster::server
