#include "cli-client/commands/RecordWriter.h"

#include "common/base/Csv.h"
#include "cli-client/text/RecordColumns.h"
#include "common/base/EscapedText.h"

#include <QJsonDocument>

#include <utility>

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

QStringList visibleColumns(const SessionInfo &session, OutputFormat format)
{
    QStringList names;
    for (const Field field : visibleFields(session.rights))
        names.append(describe(field).name);
    return format == OutputFormat::Csv ? names + metadataColumns() : names;
}

} // namespace

RecordWriter::RecordWriter(
    Terminal &terminal, OutputFormat format, const SessionInfo &session, const QStringList &columns)
    : m_terminal(terminal)
    , m_format(format)
    , m_columns(columns.isEmpty() ? visibleColumns(session, format) : columns)
    , m_isReduced(!columns.isEmpty())
    , m_currency(session.currency)
{
}

void RecordWriter::writeOne(const QJsonObject &record)
{
    switch (m_format) {
    case OutputFormat::Table:
        if (m_isReduced)
            writeTable({record});
        else
            m_terminal.print(RecordView(record).toText(m_currency));
        break;
    case OutputFormat::Json: {
        const QJsonObject shown = m_isReduced ? reduced(record, m_columns) : record;
        m_terminal.write(escapedJson(QJsonDocument(shown).toJson()));
        break;
    }
    case OutputFormat::JsonLines:
        writeJson({record});
        break;
    case OutputFormat::Csv:
        writeCsv({record});
        break;
    }
}

void RecordWriter::writePage(const QList<QJsonObject> &records)
{
    switch (m_format) {
    case OutputFormat::Table:
        writeTable(records);
        break;
    case OutputFormat::Json:
    case OutputFormat::JsonLines:
        writeJson(records);
        break;
    case OutputFormat::Csv:
        writeCsv(records);
        break;
    }
}

void RecordWriter::writeTable(const QList<QJsonObject> &records)
{
    if (records.isEmpty())
        return;
    QList<QStringList> rows;
    for (const QJsonObject &record : records) {
        QStringList cells;
        for (const QString &column : m_columns)
            cells.append(tableCell(record, column));
        rows.append(cells);
    }
    if (!m_table) {
        QList<TableColumn> columns;
        for (const QString &column : m_columns)
            columns.append(tableColumn(column));
        m_table.emplace(columns, rows, m_terminal.layoutWidth());
        m_terminal.printStyled(m_table->header(), TextStyle::Bold);
    }
    QString text;
    for (const QStringList &row : rows)
        text += m_table->row(row);
    m_terminal.print(text);
}

QByteArray RecordWriter::jsonOf(const QJsonObject &record) const
{
    const QJsonObject shown = m_isReduced ? reduced(record, m_columns) : record;
    return escapedJson(QJsonDocument(shown).toJson(QJsonDocument::Compact));
}

void RecordWriter::writeJson(const QList<QJsonObject> &records)
{
    QByteArray text;
    for (const QJsonObject &record : records) {
        if (m_format == OutputFormat::JsonLines)
            text += jsonOf(record) + '\n';
        else
            text += (std::exchange(m_isStarted, true) ? ",\n" : "[\n") + jsonOf(record);
    }
    m_terminal.write(text);
}

void RecordWriter::writeCsv(const QList<QJsonObject> &records)
{
    if (!std::exchange(m_isStarted, true))
        writeCsvRecord(m_columns);
    for (const QJsonObject &record : records) {
        QStringList cells;
        for (const QString &column : m_columns)
            cells.append(csvCell(record, column));
        writeCsvRecord(cells);
    }
}

void RecordWriter::writeCsvRecord(const QStringList &cells)
{
    const QByteArray record = csvRecord(cells);
    // A file gets what the record holds, to the byte; a terminal is not to obey it.
    if (m_terminal.isOutputTerminal())
        m_terminal.print(QString::fromUtf8(record).remove(u'\r'));
    else
        m_terminal.write(record);
}

void RecordWriter::finish()
{
    if (m_format == OutputFormat::Json)
        m_terminal.write(m_isStarted ? "\n]\n" : "[]\n");
    else if (m_format == OutputFormat::Table && !m_table)
        m_terminal.print(u"No records.\n"_s);
}

} // namespace roster::cli
