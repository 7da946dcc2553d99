#pragma once

#include "common/base/SecretBytes.h"
#include "server/crypto/FieldSealer.h"
#include "server/storage/Database.h"
#include "server/storage/EmployeeWriter.h"
#include "server/storage/Migrator.h"

#include <QTemporaryDir>

#include <stdexcept>

namespace roster::server::tests {

[[nodiscard]] inline QList<EmployeeId> idsOf(const QList<Employee> &employees)
{
    QList<EmployeeId> ids;
    for (const Employee &employee : employees)
        ids.append(employee.id);
    return ids;
}

/// An employee database of its own, with a writer on it; gone with the test.
struct StorageWorld
{
    StorageWorld()
    {
        if (!isCryptoReady || !folder.isValid())
            throw std::runtime_error("no world");
        auto opened = Database::open({path()});
        if (!opened)
            throw std::runtime_error("no database");
        database = *std::move(opened);
        if (!Migrator(QStringLiteral(":/sql/employee")).migrate(*database))
            throw std::runtime_error("no tables");
        rights = std::make_shared<const Rights>(
            Rights({Permission::EmployeeGet, Permission::EmployeeAdd, Permission::EmployeeUpdate,
                       Permission::EmployeeDelete},
                FieldAccess::Write, FieldAccess::Write, FieldAccess::Write));
    }

    [[nodiscard]] QString path() const { return folder.filePath(QStringLiteral("employee.db")); }

    /// A write by `alice`, half a second after the one before.
    [[nodiscard]] EmployeeWrite write(ChangeAction action, std::optional<EmployeeId> id = {},
        std::optional<qint64> version = {}, QMap<Field, FieldValue> values = {})
    {
        now += std::chrono::milliseconds(500);
        EmployeeWrite write;
        write.action = action;
        write.id = id;
        write.version = version;
        write.values = std::move(values);
        write.actor = QStringLiteral("alice");
        write.origin = QStringLiteral("console");
        write.rights = rights;
        write.now = now;
        return write;
    }

    [[nodiscard]] Result<WriteResult> apply(const EmployeeWrite &write)
    {
        return writer.apply(*database, write);
    }

    [[nodiscard]] static QMap<Field, FieldValue> person(
        const QString &first = QStringLiteral("Zoë"),
        const QString &ssn = QStringLiteral("123456789"))
    {
        return {{Field::FirstName, first}, {Field::LastName, QStringLiteral("O'Brien")},
            {Field::Ssn, ssn}, {Field::DateOfBirth, QDate(1996, 2, 29)},
            {Field::Salary, Money{4'521'050}}};
    }

    [[nodiscard]] Employee add(const QString &first = QStringLiteral("Zoë"))
    {
        const auto added = apply(write(ChangeAction::Added, {}, {}, person(first)));
        if (!added)
            throw std::runtime_error("not added");
        return added->outcome.employee;
    }

    const bool isCryptoReady = initialiseCrypto();
    QTemporaryDir folder;
    KeyRing keys = KeyRing::ephemeral();
    FieldSealer sealer{keys};
    std::unique_ptr<Database> database;
    EmployeeWriter writer{sealer};
    EmployeeStore employees{sealer};
    ChangeStore changes{sealer};
    std::shared_ptr<const Rights> rights;
    std::chrono::milliseconds now{1'764'000'000'000};
};

} // namespace roster::server::tests
