#pragma once

#include "cli-client/commands/BulkItem.h"
#include "cli-client/commands/CommandLine.h"
#include "cli-client/terminal/Terminal.h"

#include <QMap>

namespace roster::cli {

/// Tells what became of each of many records, in their order, and of all of them in the end.
class BulkReport
{
public:
    BulkReport(Terminal &terminal, OutputFormat format, qsizetype total);

    void begin();
    /// The next one.
    void tell(const BulkItem &item);
    /// Closes the document, with @p unsent that were not tried: people need no line for each.
    void end(const QList<BulkItem> &unsent);

    /// Nothing when all were added. @p requestKey is what makes another run safe.
    [[nodiscard]] std::optional<Problem> summary(
        const QString &requestKey, bool isInterrupted) const;

private:
    void count(const BulkItem &item);
    void write(const BulkItem &item);
    void writeForPeople(const QString &word, const QString &text);
    void writeJson(const BulkItem &item, const QString &word);
    [[nodiscard]] qsizetype counted(BulkItem::State state) const { return m_counts.value(state); }
    [[nodiscard]] QString totals() const;

    Terminal &m_terminal;
    OutputFormat m_format;
    qsizetype m_total;
    qsizetype m_told = 0;
    QMap<BulkItem::State, qsizetype> m_counts;
    qsizetype m_first = 0; ///< the number of the first one that is not known to be added
    std::optional<Problem> m_firstProblem;
};

} // namespace roster::cli
