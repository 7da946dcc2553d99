#pragma once

#include "common/base/Result.h"
#include "common/model/FieldRules.h"
#include "server/storage/EmployeeWriter.h"
#include "server/storage/OriginalDatabase.h"

#include <QHash>
#include <QSet>

namespace roster::server {

class TakeOverReport;

/// Brings the original program's records into a new employee database, each with the first row of
/// its history. What fits no rule is kept as `unfit`; a row without an id of its own gets a new
/// one.
class OriginalEmployees
{
public:
    OriginalEmployees(const FieldSealer &sealer, const RuleContext &rules, TakeOverReport &report,
        std::chrono::milliseconds now);

    /// All or nothing. Errors: StorageUnavailable.
    [[nodiscard]] Outcome take(OriginalDatabase &from, Database &into);

private:
    [[nodiscard]] Outcome collectIds(OriginalDatabase &from);
    [[nodiscard]] Outcome takeRow(const OriginalEmployeeRow &row, Database &into);
    [[nodiscard]] EmployeeId idFor(const OriginalEmployeeRow &row);
    [[nodiscard]] EmployeeId nextFreeId();
    /// Reads @p text, as a person would have typed it, into @p field; the original if that fails.
    void takeField(
        EmployeeWrite &write, Field field, const OriginalValue &original, const QString &text);
    void noteSsn(const EmployeeWrite &write);
    void note(const EmployeeWrite &write, Field field, const QString &what);

    const FieldSealer &m_sealer;
    EmployeeWriter m_writer;
    RuleContext m_rules;
    TakeOverReport &m_report;
    std::chrono::milliseconds m_now;
    std::shared_ptr<const Rights> m_rights;
    QSet<EmployeeId> m_ids; ///< those of the file, and those given since
    QSet<EmployeeId> m_taken;
    EmployeeId m_nextId = 1;
    QHash<QByteArray, EmployeeId> m_ssnOwners; ///< by blind index
    qint64 m_total = 0; ///< rows of the file
    qint64 m_count = 0; ///< those taken
};

} // namespace roster::server
