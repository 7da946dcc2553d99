#pragma once

#include "common/protocol/EmployeeTextWriter.h"
#include "server/storage/EmployeeStore.h"

#include <vector>

namespace roster::server {

class EmployeeRowCache;
class ReadSnapshot;
class ReadTransaction;

/// Writes records for one role from their rows, in memory or in the database, straight into JSON:
/// what most of a list's time would go into is to make an Employee of each row first. One for each
/// role and connection; the collaborators outlive it.
class EmployeeRowText
{
public:
    EmployeeRowText(Database &database, const EmployeeStore &employees, const Rights &rights,
        int currencyDigits);

    /// Appends the records to @p json, with commas between them, as @p transaction has them. Errors
    /// as of EmployeeStore::find().
    [[nodiscard]] Outcome append(
        const QList<EmployeeId> &ids, const ReadTransaction &transaction, QByteArray &json);
    /// Appends one record, as @p snapshot has it once it is renewed; NotFound also when it is
    /// deleted.
    [[nodiscard]] Outcome appendLive(EmployeeId id, ReadSnapshot &snapshot, QByteArray &json);

    [[nodiscard]] const Rights &rights() const { return m_writer.rights(); }

private:
    /// Where a row lies in m_rows; of no size: it has to be read the long way.
    struct Piece
    {
        qsizetype begin = 0;
        qsizetype size = 0;
    };

    void startPage(qsizetype size);
    [[nodiscard]] bool find(const QList<EmployeeId> &ids, const EmployeeRowCache &cache);
    [[nodiscard]] Outcome readMissing(
        const QList<EmployeeId> &ids, const ReadTransaction &transaction);
    void keep(EmployeeId id, QByteArrayView row, std::optional<quint64> commits) const;
    [[nodiscard]] QByteArrayView view(const Piece &piece) const;
    [[nodiscard]] Outcome readOne(EmployeeId id, ReadSnapshot &snapshot);
    [[nodiscard]] Outcome appendPiece(EmployeeId id, const Piece &piece, QByteArray &json) const;
    [[nodiscard]] bool appendRecord(EmployeeColumns &record, QByteArray &json) const;
    [[nodiscard]] Outcome appendTheLongWay(EmployeeId id, QByteArray &json) const;

    Database &m_database;
    const EmployeeStore &m_employees;
    const EmployeeTextWriter m_writer;
    const bool m_needsSsn;
    const QString m_selectOne;
    const QString m_selectMany;
    QByteArray m_rows; ///< those of one call, packed
    std::vector<Piece> m_pieces;
};

} // namespace roster::server
