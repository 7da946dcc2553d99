#pragma once

#include "common/base/Clock.h"
#include "server/original/OriginalFolder.h"
#include "server/original/TakeOverReport.h"

#include <functional>

namespace roster::server {

class Database;
class KeyRing;
class OriginalDatabase;

/// Replaces the original program's databases by ours, one after the other, each by itself: copy it,
/// seal the copy, build the new database from it, write the report, set its journals aside, rename
/// the new database over it, tidy up. Until that last rename a crash leaves the original, whose
/// take-over begins again at the next start; after it, a finished database.
class TakeOver
{
public:
    /// Asked after each step; true stops there, as a crash would. For tests.
    using Interruption = std::function<bool()>;

    TakeOver(OriginalFolder folder, const KeyRing &keys, int currencyDigits, Clock &clock);

    void interruptBy(Interruption interruption) { m_interruption = std::move(interruption); }

    /// Takes @p file over and gives what there is to tell. Errors: StorageUnavailable (a full disk
    /// is named), InvalidRequest (a damaged file); the original stands then.
    [[nodiscard]] Result<TakeOverReport> run(OriginalFile &file) const;

private:
    struct Job
    {
        OriginalFile &file;
        QString name;
        TakeOverReport report;
    };
    using Step = Outcome (TakeOver::*)(Job &) const;

    [[nodiscard]] Outcome copy(Job &job) const;
    [[nodiscard]] Outcome seal(Job &job) const;
    [[nodiscard]] Outcome build(Job &job) const;
    [[nodiscard]] Outcome writeReport(Job &job) const;
    [[nodiscard]] Outcome setJournalsAside(Job &job) const;
    [[nodiscard]] Outcome putInPlace(Job &job) const;
    [[nodiscard]] Outcome tidyUp(Job &job) const;

    [[nodiscard]] Outcome fill(Job &job, const QString &path) const;
    [[nodiscard]] Outcome copyRows(Job &job, OriginalDatabase &from, Database &into) const;
    [[nodiscard]] Error cannotBuild(const Job &job, bool hasRunOutOfRoom) const;
    [[nodiscard]] Outcome sealPart(const Job &job, const QString &suffix) const;
    void undo(const Job &job) const;

    OriginalFolder m_folder;
    const KeyRing &m_keys;
    int m_currencyDigits;
    Clock &m_clock;
    Interruption m_interruption;
};

} // namespace roster::server
