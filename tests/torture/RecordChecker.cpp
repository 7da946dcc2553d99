#include "tests/torture/RecordChecker.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>

#include <sqlite3.h>

#include <algorithm>
#include <memory>

namespace roster::torture {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxProblems = 20;

class Rows
{
public:
    Rows(sqlite3 *database, const char *sql)
    {
        m_isSound = sqlite3_prepare_v2(database, sql, -1, &m_statement, nullptr) == SQLITE_OK;
    }
    ~Rows() { sqlite3_finalize(m_statement); }
    Rows(const Rows &) = delete;
    Rows &operator=(const Rows &) = delete;

    [[nodiscard]] bool next()
    {
        const int step = m_isSound ? sqlite3_step(m_statement) : SQLITE_ERROR;
        m_isSound = step == SQLITE_ROW || step == SQLITE_DONE;
        return step == SQLITE_ROW;
    }
    [[nodiscard]] bool isSound() const { return m_isSound; }
    [[nodiscard]] qint64 integer(int column) const
    {
        return sqlite3_column_int64(m_statement, column);
    }
    [[nodiscard]] QByteArray bytes(int column) const
    {
        const auto *data = static_cast<const char *>(sqlite3_column_blob(m_statement, column));
        return {data, sqlite3_column_bytes(m_statement, column)};
    }
    [[nodiscard]] QString text(int column) const { return QString::fromUtf8(bytes(column)); }

private:
    sqlite3_stmt *m_statement = nullptr;
    bool m_isSound = false;
};

QString newDepartment(const QByteArray &fields)
{
    return QJsonDocument::fromJson(fields)["department"_L1]["new"_L1].toString();
}

} // namespace

bool RecordChecker::read(const QString &dataFolder)
{
    m_records.clear();
    m_history.clear();
    const QTemporaryDir copy;
    for (const QString &name : {u"/employee.db"_s, u"/employee.db-wal"_s})
        QFile::copy(dataFolder + name, copy.path() + name);
    sqlite3 *opened = nullptr;
    const int result = sqlite3_open_v2(QFile::encodeName(copy.filePath(u"employee.db"_s)), &opened,
        SQLITE_OPEN_READWRITE, nullptr);
    const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> database(opened, &sqlite3_close);
    if (result != SQLITE_OK)
        return false;
    Rows check(opened, "PRAGMA quick_check");
    m_fault = check.next() ? check.text(0) : u"unreadable"_s;
    Rows records(opened, "SELECT id, version, department FROM employee");
    while (records.next())
        m_records.insert(records.integer(0), {records.integer(1), records.text(2)});
    Rows history(opened,
        "SELECT employee_id, version, fields, previous_hash, hash, seq FROM employee_change "
        "ORDER BY seq");
    while (history.next()) {
        m_history.append({history.integer(0), history.integer(1), newDepartment(history.bytes(2)),
            history.bytes(3), history.bytes(4)});
        if (history.integer(5) != m_history.size())
            return false; // a gap
    }
    return records.isSound() && history.isSound();
}

QStringList RecordChecker::problems(const QHash<QString, Attempt> &attempts) const
{
    QStringList found = brokenHistory() + brokenPromises(attempts);
    if (m_fault != "ok"_L1)
        found.prepend(u"the file is damaged: "_s + m_fault);
    return found.first(std::min(found.size(), maxProblems));
}

/// The records must be what their history says.
QStringList RecordChecker::brokenHistory() const
{
    QStringList found;
    QMap<qint64, Record> told;
    QByteArray previous;
    for (const Change &change : m_history) {
        Record &record = told[change.employee];
        if (change.version != ++record.version)
            found.append(u"record %1 skips version %2"_s.arg(change.employee).arg(record.version));
        if (!change.value.isEmpty())
            record.department = change.value;
        if (!previous.isEmpty() && change.previousHash != previous)
            found.append(u"the chain breaks at %1"_s.arg(change.value));
        previous = change.hash;
    }
    if (told != m_records)
        found.append(u"records and history differ: half a change"_s);
    return found;
}

QStringList RecordChecker::brokenPromises(const QHash<QString, Attempt> &attempts) const
{
    QStringList found;
    QHash<QString, const Change *> stored;
    for (const Change &change : m_history) {
        if (change.value.isEmpty())
            continue;
        if (stored.contains(change.value))
            found.append(u"%1 took place twice"_s.arg(change.value));
        stored.insert(change.value, &change);
        if (!attempts.contains(change.value))
            found.append(u"%1 was never asked for"_s.arg(change.value));
    }
    for (const Attempt &attempt : attempts) {
        const Change *change = stored.value(attempt.value);
        if (attempt.verdict == Verdict::Refused && change)
            found.append(u"%1 was refused and took place"_s.arg(attempt.value));
        if (attempt.verdict != Verdict::Acknowledged)
            continue;
        if (!change)
            found.append(u"%1 was acknowledged and is lost"_s.arg(attempt.value));
        else if (change->employee != attempt.employee || change->version != attempt.version)
            found.append(u"%1 was acknowledged as another version"_s.arg(attempt.value));
    }
    return found;
}

QStringList RecordChecker::differencesFromServed(quint16 port) const
{
    PlainClient client(port);
    if (!client.isConnected() || client.login(u"hr"_s).isEmpty())
        return {u"nobody can log in"_s};
    QMap<qint64, Record> served;
    QJsonObject params{{u"limit"_s, 1000}};
    for (;;) {
        const auto reply = client.call(u"employee.list"_s, params);
        if (!isResult(reply))
            return {u"no list: "_s + reasonOf(reply)};
        const QJsonObject page = (*reply)["result"_L1].toObject();
        for (const QJsonValue &employee : page["employees"_L1].toArray()) {
            served.insert(employee["id"_L1].toInteger(),
                {employee["version"_L1].toInteger(), employee["department"_L1].toString()});
        }
        if (!page.contains("next"_L1))
            break;
        params.insert("after"_L1, page["next"_L1]);
    }
    if (served == m_records)
        return {};
    return {u"%1 records are served, %2 stored, or they differ"_s.arg(served.size())
                .arg(m_records.size())};
}

} // namespace roster::torture
