#include "tests/bench/load/Draw.h"
#include "tests/bench/load/LatencyRecord.h"
#include "tests/bench/load/Person.h"
#include "tests/bench/load/WriteWorkloads.h"
#include "common/base/Freed.h"

#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <set>

namespace {

using namespace roster;
using namespace roster::bench;

constexpr std::int64_t rowsPerSegment = 100'000;
constexpr std::int64_t bulkRowsPerCommit = 500;
constexpr std::int64_t updatesPerCommit = 32;
constexpr std::size_t updatedRows = 8192;
constexpr std::chrono::seconds warmUp{1};
constexpr std::int64_t mebibyte = 1024LL * 1024;

[[noreturn]] void fail(const std::string &what)
{
    std::cerr << "peer-sqlite: " << what << '\n';
    std::exit(1);
}

/// One prepared statement, run again and again.
class Statement
{
public:
    Statement(sqlite3 *database, const char *sql)
        : m_database(database)
    {
        sqlite3_stmt *statement = nullptr;
        if (sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr)
            != SQLITE_OK)
            fail(sqlite3_errmsg(database));
        m_statement.reset(statement);
    }

    Statement &bind(std::int64_t number)
    {
        sqlite3_bind_int64(m_statement.get(), ++m_bound, number);
        return *this;
    }
    Statement &bind(const std::string &text)
    {
        sqlite3_bind_text(m_statement.get(), ++m_bound, text.data(), static_cast<int>(text.size()),
            SQLITE_TRANSIENT);
        return *this;
    }
    Statement &bindBytes(const std::string &bytes)
    {
        sqlite3_bind_blob(m_statement.get(), ++m_bound, bytes.data(),
            static_cast<int>(bytes.size()), SQLITE_TRANSIENT);
        return *this;
    }

    /// Takes the first row, if there is one, and is ready to be bound again.
    bool run()
    {
        const int code = sqlite3_step(m_statement.get());
        if (code != SQLITE_DONE && code != SQLITE_ROW)
            fail(sqlite3_errmsg(m_database));
        if (code == SQLITE_ROW)
            m_first = sqlite3_column_int64(m_statement.get(), 0);
        sqlite3_reset(m_statement.get());
        m_bound = 0;
        return code == SQLITE_ROW;
    }
    /// The first column of that row.
    [[nodiscard]] std::int64_t first() const { return m_first; }

private:
    sqlite3 *m_database;
    std::unique_ptr<sqlite3_stmt, Freed<sqlite3_finalize>> m_statement;
    std::int64_t m_first = 0;
    int m_bound = 0;
};

class Store
{
public:
    /// Opens @p file as the server does and brings it to the schema of the scripts in @p folder.
    Store(const std::string &file, const std::string &folder, std::int64_t cacheMiB)
    {
        sqlite3 *database = nullptr;
        if (sqlite3_open(file.c_str(), &database) != SQLITE_OK)
            fail("cannot open " + file);
        m_database.reset(database);
        execute("PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; PRAGMA temp_store=MEMORY;"
                "PRAGMA cache_size=-"
            + std::to_string(cacheMiB * 1024)
            + "; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL");
        execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL PRIMARY KEY)");
        Statement version(database, "SELECT coalesce(max(version), 0) FROM schema_version");
        version.run();
        std::set<std::filesystem::path> scripts;
        for (const auto &entry : std::filesystem::directory_iterator(folder))
            scripts.insert(entry.path());
        for (const std::filesystem::path &script : scripts) {
            const std::int64_t number = std::stoll(script.filename().string());
            if (number <= version.first())
                continue;
            std::ifstream schema(script);
            execute({std::istreambuf_iterator<char>(schema), {}});
            execute("INSERT INTO schema_version VALUES (" + std::to_string(number) + ')');
        }
    }

    void execute(const std::string &sql)
    {
        if (sqlite3_exec(m_database.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
            fail(sqlite3_errmsg(m_database.get()));
    }
    [[nodiscard]] sqlite3 *handle() const { return m_database.get(); }

private:
    std::unique_ptr<sqlite3, Freed<sqlite3_close>> m_database;
};

std::string lower(std::string text)
{
    for (char &letter : text)
        letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    return text;
}

/// Runs of letters and digits with blanks between.
std::string words(std::string text)
{
    for (char &letter : text) {
        if (!std::isalnum(static_cast<unsigned char>(letter)))
            letter = ' ';
    }
    return lower(text);
}

/// Bytes as random as sealed ones or a hash; what making them right would cost is not SQLite's.
std::string randomLike(Draw &draw, std::size_t size)
{
    std::string bytes;
    while (bytes.size() < size)
        bytes += std::to_string(draw.from(0, 1'000'000'000));
    bytes.resize(size);
    return bytes;
}

/// A row of the history and its secret, of the sizes that the server writes.
class History
{
public:
    explicit History(Store &store)
        : m_change(store.handle(),
            "INSERT INTO employee_change (seq, at, actor, origin, action, employee_id, version, "
            "fields, previous_hash, hash, previous_seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        , m_secret(store.handle(), "INSERT INTO employee_change_secret (seq, sealed) VALUES (?, ?)")
    {
        Statement last(store.handle(), "SELECT coalesce(max(seq), 0) FROM employee_change");
        last.run();
        m_seq = last.first();
    }

    [[nodiscard]] std::int64_t nextSeq() const { return m_seq + 1; }

    /// @p previousSeq: of the record's change before this one.
    void append(std::int64_t id, std::int64_t version, const std::string &action,
        const std::string &fields, std::size_t secretSize, std::int64_t previousSeq)
    {
        std::string hash = randomLike(m_draw, 32);
        m_change.bind(++m_seq)
            .bind(1'795'565'672'920)
            .bind(std::string("hr"))
            .bind(std::string("other"));
        m_change.bind(action).bind(id).bind(version).bind(fields).bindBytes(m_head).bindBytes(hash);
        m_change.bind(previousSeq).run();
        m_secret.bind(m_seq).bindBytes(randomLike(m_draw, secretSize)).run();
        m_head = std::move(hash);
    }

private:
    Statement m_change;
    Statement m_secret;
    Draw m_draw{5};
    std::string m_head = std::string(32, '\0');
    std::int64_t m_seq = 0;
};

/// Adds persons as the server stores them: the row with its keys, the tally, the words, the
/// history.
class Adding
{
public:
    explicit Adding(Store &store)
        : m_row(store.handle(),
            "INSERT INTO employee (id, version, first_name, first_name_key, last_name, "
            "last_name_key, ssn, ssn_index, date_of_birth, salary, department, department_key, "
            "job_title, job_title_key, email, email_key, hired_on, last_change, updated_at, "
            "updated_by) VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
            "1795565672920, 'hr')")
        , m_nextId(store.handle(), "UPDATE employee_tally SET value = ? WHERE name = 'next_id'")
        , m_count(store.handle(), "UPDATE employee_tally SET value = value + 1 WHERE name = 'live'")
        , m_words(store.handle(), "INSERT INTO employee_text (rowid, words) VALUES (?, ?)")
        , m_history(store)
    {
    }

    void add(std::int64_t id)
    {
        const Person p = Person::number(id);
        m_row.bind(id).bind(p.firstName).bind(lower(p.firstName)).bind(p.lastName);
        m_row.bind(lower(p.lastName)).bindBytes(randomLike(m_draw, 54));
        m_row.bindBytes(randomLike(m_draw, 16)).bind(p.dateOfBirth).bind(p.salaryCents);
        m_row.bind(p.department).bind(lower(p.department)).bind(p.jobTitle);
        m_row.bind(lower(p.jobTitle)).bind(p.email).bind(p.email).bind(p.hiredOn);
        m_row.bind(m_history.nextSeq()).run();
        m_nextId.bind(id + 1).run();
        m_count.run();
        m_words.bind(id).bind(words(p.firstName + ' ' + p.lastName + ' ' + p.department + ' '
            + p.jobTitle + ' ' + p.email));
        m_words.run();
        m_history.append(id, 1, "added", fieldsOf(p), 389, 0);
    }

private:
    static std::string fieldsOf(const Person &p)
    {
        const std::string commitment = "{\"commitment\":\"" + std::string(64, 'c') + "\"}";
        const auto change = [](const std::string &name, const std::string &value) {
            return ",\"" + name + "\":{\"new\":\"" + value + "\",\"old\":null}";
        };
        return "{\"date_of_birth\":" + commitment + change("department", p.department)
            + change("email", p.email) + change("first_name", p.firstName)
            + change("hired_on", p.hiredOn) + change("job_title", p.jobTitle)
            + change("last_name", p.lastName) + ",\"salary\":" + commitment
            + ",\"ssn\":" + commitment + '}';
    }

    Statement m_row;
    Statement m_nextId;
    Statement m_count;
    Statement m_words;
    History m_history;
    Draw m_draw{6};
};

void bulk(Store &store, std::int64_t rows)
{
    Adding adding(store);
    TimePoint segmentStart = now();
    const TimePoint start = segmentStart;
    std::cout << R"({"segments":[)";
    for (std::int64_t id = 1; id <= rows;) {
        store.execute("BEGIN IMMEDIATE");
        for (std::int64_t i = 0; i < bulkRowsPerCommit && id <= rows; ++i)
            adding.add(id++);
        store.execute("COMMIT");
        const std::int64_t added = id - 1;
        if (added % std::min(rowsPerSegment, rows) != 0)
            continue;
        const double seconds = std::chrono::duration<double>(now() - segmentStart).count();
        std::cout << (added > rowsPerSegment ? "," : "") << R"({"up_to":)" << added
                  << R"(,"per_second":)"
                  << static_cast<double>(std::min(rowsPerSegment, rows)) / seconds << '}';
        segmentStart = now();
    }
    const double seconds = std::chrono::duration<double>(now() - start).count();
    std::cout << R"(],"items_per_second":)" << static_cast<double>(rows) / seconds << "}\n";
}

/// Updates of the salary with its history, of as many records as the server's load updates.
void update(Store &store, double seconds)
{
    Statement rows(store.handle(), "SELECT max(id) FROM employee");
    rows.run();
    const std::vector<std::int64_t> ids = updatedRecords(rows.first(), 1, 0, updatedRows);
    Statement version(store.handle(), "SELECT version FROM employee WHERE id = ?");
    Statement lastChange(store.handle(), "SELECT last_change FROM employee WHERE id = ?");
    Statement change(store.handle(),
        "UPDATE employee SET salary = ?, version = version + 1, updated_at = 1795565672921, "
        "updated_by = 'hr', last_change = ? WHERE id = ?");
    History history(store);
    Draw draw(7);
    const std::string fields = "{\"salary\":{\"commitment\":\"" + std::string(64, 'c') + "\"}}";
    TimePoint start = now() + warmUp;
    const TimePoint end
        = start + std::chrono::duration_cast<Nanoseconds>(std::chrono::duration<double>(seconds));
    std::int64_t updates = 0;
    for (bool isWarm = false; now() < end;) {
        if (!isWarm && now() >= start) {
            isWarm = true;
            start = now();
            updates = 0;
        }
        store.execute("BEGIN IMMEDIATE");
        for (std::int64_t i = 0; i < updatesPerCommit; ++i, ++updates) {
            const std::int64_t id = draw.oneOf(ids);
            if (!version.bind(id).run() || !lastChange.bind(id).run())
                fail("a record is missing");
            change.bind(draw.from(3'000'000, 15'000'000)).bind(history.nextSeq()).bind(id).run();
            history.append(id, version.first() + 1, "updated", fields, 190, lastChange.first());
        }
        store.execute("COMMIT");
    }
    const double taken = std::chrono::duration<double>(now() - start).count();
    std::cout << R"({"per_second":)" << static_cast<double>(updates) / taken << "}\n";
}

/// What the server takes for each of its connections by default.
std::int64_t serversCacheMiB()
{
    const std::int64_t memory
        = std::int64_t{::sysconf(_SC_PHYS_PAGES)} * ::sysconf(_SC_PAGESIZE) / mebibyte;
    return std::clamp<std::int64_t>(memory / 8 / (::sysconf(_SC_NPROCESSORS_ONLN) + 1), 64, 1024);
}

} // namespace

/// The limit of storage: SQLite's C interface with the server's schema, indices, history and
/// pragmas; nothing is sealed, hashed, checked or sent.
int main(int argc, char **argv)
{
    const std::string work = argc == 5 ? argv[1] : "";
    if (work != "bulk" && work != "update") {
        std::cerr << "Usage: peer-sqlite bulk FILE SCHEMA ROWS | update FILE SCHEMA SECONDS\n";
        return 2;
    }
    Store store(argv[2], argv[3], serversCacheMiB());
    if (work == "bulk")
        bulk(store, std::strtoll(argv[4], nullptr, 10));
    else
        update(store, std::strtod(argv[4], nullptr));
    return 0;
}
