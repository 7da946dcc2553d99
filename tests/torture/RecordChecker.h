#pragma once

#include "tests/torture/WriteLedger.h"

#include <QMap>
#include <QStringList>

namespace roster::torture {

/// The checker apart from the writers: compares what a database holds with what the writers were
/// told. It reads the files with SQLite alone, from a copy, as a crash left them; none of the
/// server's code has a part in it.
///
/// Acknowledged writes must be there, once, with their version; refused ones must not; unknown ones
/// may be either, but whole: a record and its history row together.
class RecordChecker
{
public:
    struct Record
    {
        qint64 version = 0;
        QString department;

        bool operator==(const Record &) const = default;
    };

    /// Reads a copy of @p dataFolder's employee.db and its log; the server may be dead or idle.
    [[nodiscard]] bool read(const QString &dataFolder);
    /// What is wrong with the files by themselves, and against what the writers were told.
    [[nodiscard]] QStringList problems(const QHash<QString, Attempt> &attempts) const;
    /// What a client is shown differently from what the files hold. Logs in as `hr`.
    [[nodiscard]] QStringList differencesFromServed(quint16 port) const;

    [[nodiscard]] qsizetype changes() const { return m_history.size(); }

private:
    struct Change
    {
        qint64 employee = 0;
        qint64 version = 0;
        QString value; ///< the new department; empty when it did not change
        QByteArray previousHash;
        QByteArray hash;
    };

    [[nodiscard]] QStringList brokenHistory() const;
    [[nodiscard]] QStringList brokenPromises(const QHash<QString, Attempt> &attempts) const;

    QMap<qint64, Record> m_records;
    QList<Change> m_history;
    QString m_fault; ///< of the files, by SQLite's own check
};

} // namespace roster::torture
