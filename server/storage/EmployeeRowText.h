#pragma once

#include "common/protocol/EmployeeTextWriter.h"
#include "server/storage/EmployeeStore.h"
#include "server/storage/Query.h"

namespace roster::server {

/// Writes records from their columns straight into JSON: what most of a list's time would go into
/// is to make an Employee of each row first. Columns that the role does not see are not even read.
/// For one page; the collaborators outlive it.
class EmployeeRowText
{
public:
    EmployeeRowText(
        Database &database, const EmployeeStore &employees, const EmployeeTextWriter &writer);
    /// For appendLive(). @p selectOne: selectionOfOne() of the writer.
    EmployeeRowText(Database &database, const EmployeeStore &employees,
        const EmployeeTextWriter &writer, const QString &selectOne);

    /// The statement that reads one record.
    [[nodiscard]] static QString selectionOfOne(const EmployeeTextWriter &writer);

    /// Appends the records to @p json, with commas between them. Errors as of
    /// EmployeeStore::find().
    [[nodiscard]] Outcome append(const QList<EmployeeId> &ids, QByteArray &json);
    /// Appends one record; NotFound also when it is deleted.
    [[nodiscard]] Outcome appendLive(EmployeeId id, QByteArray &json);

private:
    [[nodiscard]] static QString columns(const EmployeeTextWriter &writer);
    [[nodiscard]] Outcome appendOne(EmployeeId id, bool isHere, QByteArray &json);
    [[nodiscard]] bool readFields(EmployeeId id, EmployeeColumns &record, std::span<char> ssn);
    [[nodiscard]] Outcome appendTheLongWay(EmployeeId id, QByteArray &json);

    Database &m_database;
    const EmployeeStore &m_employees;
    const EmployeeTextWriter &m_writer;
    Query m_rows;
};

} // namespace roster::server
