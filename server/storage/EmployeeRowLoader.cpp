#include "server/storage/EmployeeRowLoader.h"

#include "server/storage/EmployeeRowCache.h"
#include "server/storage/PackedRow.h"
#include "server/storage/Query.h"
#include "server/storage/ReadTransaction.h"

#include <sys/resource.h>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

/// It reads every page once.
constexpr int loaderCacheMiB = 2;
/// Others come first, but not by much.
constexpr int loaderNice = 3;
/// Short, for the log cannot be reset under a reader.
constexpr qint64 rowsAtATime = 512;

} // namespace

EmployeeRowLoader::EmployeeRowLoader(DatabaseProfile profile)
    : m_profile(std::move(profile))
    , m_select(
          u"SELECT %1 FROM employee WHERE id > ? ORDER BY id LIMIT ?"_s.arg(packedrow::columns()))
{
    m_profile.isReadOnly = true;
    m_profile.cacheMiB = loaderCacheMiB;
    m_thread = std::thread([this] { run(); });
}

EmployeeRowLoader::~EmployeeRowLoader()
{
    m_budget.cancel();
    settle();
}

void EmployeeRowLoader::settle()
{
    if (m_thread.joinable())
        m_thread.join();
}

void EmployeeRowLoader::run()
{
    // Only this thread, on Linux.
    setpriority(PRIO_PROCESS, 0, loaderNice);
    const Result<std::unique_ptr<Database>> database = Database::open(m_profile);
    if (!database)
        return;
    (*database)->keepWithin(m_budget);
    std::optional<qint64> last = 0;
    while (last && !m_budget.isSpent() && !m_profile.rows->isFull())
        last = loadAfter(**database, *last);
    qCDebug(storageLog) << "rows in memory:" << m_profile.rows->bytes() << "bytes";
}

std::optional<qint64> EmployeeRowLoader::loadAfter(Database &database, qint64 id)
{
    const ReadTransaction transaction(database);
    Query rows(database, m_select);
    if (!transaction.begun() || !rows.bind(id).bind(rowsAtATime).run())
        return std::nullopt;
    std::optional<qint64> last;
    QByteArray packed;
    while (!m_profile.rows->isFull() && rows.next()) {
        last = rows.integer(0);
        packed.resize(0);
        if (packedrow::append(rows, packed))
            m_profile.rows->add(*last, packed, *transaction.commits());
    }
    return last;
}

} // namespace roster::server
