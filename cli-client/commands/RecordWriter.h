#pragma once

#include "cli-client/commands/CommandLine.h"
#include "cli-client/terminal/Terminal.h"
#include "cli-client/text/RecordView.h"
#include "cli-client/text/TableFormatter.h"
#include "common/client/SessionInfo.h"

#include <QJsonObject>
#include <QList>
#include <QStringList>

#include <optional>

namespace roster::cli {

/// Writes records to the standard output in the format that was asked for, page by page.
class RecordWriter
{
public:
    /// Empty @p columns: what the session may see.
    RecordWriter(Terminal &terminal, OutputFormat format, const SessionInfo &session,
        const QStringList &columns = {});

    /// One record as a document of its own.
    void writeOne(const QJsonObject &record);

    void writePage(const QList<QJsonObject> &records);
    /// Closes the document; without it a JSON reader sees that the list is not complete.
    void finish();

private:
    void writeTable(const QList<QJsonObject> &records);
    void writeJson(const QList<QJsonObject> &records);
    [[nodiscard]] QByteArray jsonOf(const QJsonObject &record) const;
    void writeCsv(const QList<QJsonObject> &records);
    void writeCsvRecord(const QStringList &cells);

    Terminal &m_terminal;
    OutputFormat m_format;
    QStringList m_columns;
    bool m_isReduced; ///< to columns that were asked for
    Currency m_currency;
    std::optional<TableFormatter> m_table;
    bool m_isStarted = false;
};

} // namespace roster::cli
