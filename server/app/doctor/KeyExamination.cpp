#include "server/app/doctor/KeyExamination.h"

#include "server/crypto/FieldSealer.h"
#include "server/storage/Database.h"
#include "server/storage/IntegrityCheck.h"

#include <QFile>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

const QString keySubject = u"data key"_s;
constexpr qint64 sampledRecords = 100;

QString remedyFor(const DataFolder &folder, const Error &error)
{
    if (error.code == ErrorCode::PermissionDenied)
        return u"chmod 600 %1"_s.arg(shellWord(folder.keyFile()));
    return u"put the file back from a backup, or name another place with --key-file FILE"_s;
}

Finding examineRecords(const FieldSealer &sealer, Database &database, bool isFull)
{
    const Result<SealVerdict> verdict
        = examineSeals(database, sealer, isFull ? -1 : sampledRecords);
    if (!verdict) {
        return error(keySubject, u"The sealed values cannot be read from employee.db."_s,
            u"see what is said of employee.db"_s);
    }
    if (verdict->unopened > 0) {
        return error(keySubject,
            u"The key does not open %1 of %2 sealed values."_s.arg(verdict->unopened)
                .arg(verdict->examined),
            u"put back the key that belongs to these databases, from the same backup as they"_s);
    }
    if (verdict->unindexed > 0) {
        return error(keySubject,
            u"%1 of %2 sealed values would not be found by an exact search."_s
                .arg(verdict->unindexed)
                .arg(verdict->examined),
            u"restore employee.db from a backup"_s);
    }
    if (verdict->examined == 0)
        return fine(keySubject, u"The key can be used; nothing is sealed with it yet."_s);
    return fine(keySubject,
        u"The key opens the %1 sealed values that were tried."_s.arg(verdict->examined));
}

} // namespace

QList<Finding> examineKey(const DataFolder &folder, bool isFull)
{
    const Result<KeyRing> keys = KeyRing::load(folder.keyFile());
    if (!keys)
        return {error(keySubject, keys.error().message, remedyFor(folder, keys.error()))};
    if (!QFile::exists(folder.employeeDatabase()))
        return {fine(keySubject, u"The key can be used."_s)};
    const auto database = Database::open({folder.employeeDatabase(), true});
    if (!database) {
        return {error(keySubject, u"Whether the key fits cannot be told."_s,
            u"see what is said of employee.db"_s)};
    }
    return {examineRecords(FieldSealer(*keys), **database, isFull)};
}

} // namespace roster::server
