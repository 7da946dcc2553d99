#pragma once

#include <QHash>
#include <QString>

#include <chrono>
#include <cstddef>
#include <list>

namespace roster::server {

/// Counts failures by key and says for how long a key is closed after them: not at all for the
/// first ones, then doubling. Old failures are forgiven one by one. Bounded: the key whose last
/// failure is the oldest is forgotten first. Not thread-safe.
class FailureTable
{
public:
    using Milliseconds = std::chrono::milliseconds;

    struct Rule
    {
        int freeFailures = 5; ///< the last of them closes for firstDelay
        Milliseconds firstDelay{1000};
        Milliseconds longestDelay{900'000};
        Milliseconds forgiveOneAfter{3'600'000};
        std::size_t capacity = 20'000;
    };

    explicit FailureTable(Rule rule);

    /// Zero when @p key is open at @p now.
    [[nodiscard]] Milliseconds closedFor(const QString &key, Milliseconds now) const;
    void add(const QString &key, Milliseconds now);
    void clear(const QString &key);
    [[nodiscard]] std::size_t size() const { return m_entries.size(); }

private:
    struct Entry
    {
        QString key;
        int failures = 0;
        Milliseconds lastFailure{0};
    };
    using Entries = std::list<Entry>; ///< the latest failure first

    [[nodiscard]] Milliseconds delayAfter(int failures) const;
    [[nodiscard]] int remaining(const Entry &entry, Milliseconds now) const;
    void forgetOldest(Milliseconds now);

    Rule m_rule;
    Entries m_entries;
    QHash<QString, Entries::iterator> m_byKey;
};

} // namespace roster::server
