#include "server/storage/EmployeeRowText.h"

#include "common/protocol/EmployeeView.h"
#include "server/storage/Dialect.h"
#include "server/storage/EmployeeRowCache.h"
#include "server/storage/PackedRow.h"
#include "server/storage/Query.h"
#include "server/storage/ReadSnapshot.h"

#include <algorithm>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

/// Longer than any SSN; one that does not fit in is read the long way.
constexpr std::size_t ssnSize = 64;
/// Rows of a page stay no longer than they are needed.
constexpr qsizetype keptCapacity = 4096;

} // namespace

EmployeeRowText::EmployeeRowText(
    Database &database, const EmployeeStore &employees, const Rights &rights, int currencyDigits)
    : m_database(database)
    , m_employees(employees)
    , m_writer(rights, currencyDigits)
    , m_needsSsn(
          std::ranges::find(m_writer.neededFields(), Field::Ssn) != m_writer.neededFields().end())
    , m_selectOne(u"SELECT %1 FROM employee WHERE id = ?"_s.arg(packedrow::columns()))
    , m_selectMany(dialect::selectByIds(packedrow::columns()))
{
}

QByteArrayView EmployeeRowText::view(const Piece &piece) const
{
    return QByteArrayView(m_rows).sliced(piece.begin, piece.size);
}

/// Rows in memory are as new as can be, which may be newer than the transaction.
Outcome EmployeeRowText::append(
    const QList<EmployeeId> &ids, const ReadTransaction &transaction, QByteArray &json)
{
    startPage(ids.size());
    const EmployeeRowCache *cache = m_database.profile().rows.get();
    const auto isAsOf = [&] { return cache->isAsOf(*transaction.commits()); };
    const bool hasFound = cache && isAsOf() && find(ids, *cache);
    Outcome read = readMissing(ids, transaction);
    if (read && hasFound && !isAsOf()) {
        startPage(ids.size());
        read = readMissing(ids, transaction);
    }
    if (!read)
        return read;
    for (qsizetype i = 0; i < ids.size(); ++i) {
        if (i > 0)
            json.append(',');
        const Outcome appended = appendPiece(ids[i], m_pieces[static_cast<std::size_t>(i)], json);
        if (!appended)
            return appended;
    }
    if (m_rows.capacity() > keptCapacity)
        m_rows = {};
    return Done{};
}

void EmployeeRowText::startPage(qsizetype size)
{
    m_rows.resize(0);
    m_pieces.assign(static_cast<std::size_t>(size), {});
}

/// Whether any was there.
bool EmployeeRowText::find(const QList<EmployeeId> &ids, const EmployeeRowCache &cache)
{
    for (std::size_t i = 0; i < m_pieces.size(); ++i) {
        const qsizetype begin = m_rows.size();
        if (cache.find(ids[static_cast<qsizetype>(i)], m_rows))
            m_pieces[i] = {begin, m_rows.size() - begin};
    }
    return !m_rows.isEmpty();
}

/// Leaves no piece for those that have to be read the long way.
Outcome EmployeeRowText::readMissing(
    const QList<EmployeeId> &ids, const ReadTransaction &transaction)
{
    QList<EmployeeId> missing;
    for (std::size_t i = 0; i < m_pieces.size(); ++i) {
        if (m_pieces[i].size == 0)
            missing.append(ids[static_cast<qsizetype>(i)]);
    }
    if (missing.isEmpty())
        return Done{};
    Query rows(m_database, m_selectMany);
    if (const Outcome ran = rows.bind(dialect::idList(missing)).run(); !ran)
        return ran;
    // They come in the order in which they were asked for.
    std::size_t i = 0;
    while (rows.next()) {
        const EmployeeId id = rows.integer(0);
        while (m_pieces[i].size > 0 || ids[static_cast<qsizetype>(i)] != id)
            ++i;
        const qsizetype begin = m_rows.size();
        if (!packedrow::append(rows, m_rows))
            continue;
        m_pieces[i] = {begin, m_rows.size() - begin};
        keep(id, view(m_pieces[i]), transaction.commits());
    }
    return rows.failed() ? Outcome(rows.error()) : Outcome(Done{});
}

void EmployeeRowText::keep(EmployeeId id, QByteArrayView row, std::optional<quint64> commits) const
{
    EmployeeRowCache *cache = m_database.profile().rows.get();
    if (cache && commits)
        cache->add(id, row, *commits);
}

Outcome EmployeeRowText::appendLive(EmployeeId id, ReadSnapshot &snapshot, QByteArray &json)
{
    m_rows.resize(0); // which keeps its room
    const EmployeeRowCache *cache = m_database.profile().rows.get();
    const bool isFound = cache && cache->find(id, m_rows);
    if (!isFound) {
        if (const Outcome read = readOne(id, snapshot); !read)
            return read;
    }
    if (!m_rows.isEmpty()) {
        EmployeeColumns record = packedrow::read(m_rows);
        if (record.deletedAt)
            return noSuchEmployee(id);
        if (appendRecord(record, json))
            return Done{};
        // The row from memory may be newer than what is read next.
        if (const Outcome read = readOne(id, snapshot); !read)
            return read;
    }
    return appendTheLongWay(id, json);
}

/// Leaves nothing in m_rows when the record has to be read the long way.
Outcome EmployeeRowText::readOne(EmployeeId id, ReadSnapshot &snapshot)
{
    snapshot.renew();
    Query row(m_database, m_selectOne);
    if (const Outcome ran = row.bind(id).run(); !ran)
        return ran;
    const bool isHere = row.next();
    if (!isHere && row.failed())
        return row.error();
    if (!isHere || packedrow::isDeleted(row))
        return noSuchEmployee(id);
    m_rows.resize(0);
    if (packedrow::append(row, m_rows))
        keep(id, m_rows, snapshot.commits());
    return Done{};
}

Outcome EmployeeRowText::appendPiece(EmployeeId id, const Piece &piece, QByteArray &json) const
{
    if (piece.size == 0)
        return appendTheLongWay(id, json);
    EmployeeColumns record = packedrow::read(view(piece));
    return appendRecord(record, json) ? Outcome(Done{}) : appendTheLongWay(id, json);
}

/// False when the SSN is needed and does not open into the room that there is for it.
bool EmployeeRowText::appendRecord(EmployeeColumns &record, QByteArray &json) const
{
    EmployeeColumns::Value &ssn = record.values[indexOf(Field::Ssn)];
    std::array<char, ssnSize> opened;
    if (m_needsSsn && !ssn.isEmpty) {
        const auto plain = m_employees.row().openSsn(record.id, ssn.text, opened);
        if (!plain)
            return false;
        ssn.text = *plain;
    }
    m_writer.append(json, record);
    return true;
}

/// Unfit originals, and what goes wrong, are too rare to be quick about.
Outcome EmployeeRowText::appendTheLongWay(EmployeeId id, QByteArray &json) const
{
    const Result<Employee> employee = m_employees.find(m_database, id);
    if (!employee)
        return employee.error();
    appendEmployee(json, *employee, m_writer.rights(), m_writer.currencyDigits());
    return Done{};
}

} // namespace roster::server
