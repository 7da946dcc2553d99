#include "cli-client/commands/RecordWriter.h"

#include "cli-client/text/CsvWriter.h"
#include "common/base/EscapedText.h"

#include <QJsonDocument>

#include <utility>

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

/// What a record has beside its fields.
const QStringList &csvMetadata()
{
    static const QStringList names{u"version"_s, u"updated_at"_s, u"updated_by"_s, u"deleted_at"_s};
    return names;
}

QStringList csvHeader(const QList<Field> &fields)
{
    QStringList names;
    for (const Field field : fields)
        names.append(describe(field).name);
    return names + csvMetadata();
}

/// An imported value that fits no rule stands in its field's cell as it was.
QString csvCell(const QJsonObject &record, Field field)
{
    const QString name = describe(field).name;
    if (field == Field::Id)
        return QString::number(record.value(name).toInteger());
    const QJsonValue unfit = record.value("unfit"_L1).toObject().value(name);
    return unfit.isString() ? unfit.toString() : record.value(name).toString();
}

QStringList csvCells(const QJsonObject &record, const QList<Field> &fields)
{
    QStringList cells;
    for (const Field field : fields)
        cells.append(csvCell(record, field));
    for (const QString &name : csvMetadata()) {
        const QJsonValue value = record.value(name);
        cells.append(value.isString() ? value.toString()
                : value.isDouble()    ? QString::number(value.toInteger())
                                      : QString());
    }
    return cells;
}

} // namespace

RecordWriter::RecordWriter(Terminal &terminal, OutputFormat format, const SessionInfo &session)
    : m_terminal(terminal)
    , m_format(format)
    , m_fields(visibleFields(session.rights))
    , m_currency(session.currency)
{
}

void RecordWriter::writeOne(const QJsonObject &record)
{
    switch (m_format) {
    case OutputFormat::Table:
        m_terminal.print(RecordView(record).toText(m_currency));
        break;
    case OutputFormat::Json:
        m_terminal.write(escapedJson(QJsonDocument(record).toJson()));
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
    for (const QJsonObject &record : records)
        rows.append(tableCells(RecordView(record), m_fields));
    QString text;
    if (!m_table) {
        m_table.emplace(tableColumns(m_fields), rows, m_terminal.width());
        text = m_table->header();
    }
    for (const QStringList &row : rows)
        text += m_table->row(row);
    m_terminal.print(text);
}

void RecordWriter::writeJson(const QList<QJsonObject> &records)
{
    QByteArray text;
    for (const QJsonObject &record : records) {
        text += std::exchange(m_isStarted, true) ? ",\n" : "[\n";
        text += escapedJson(QJsonDocument(record).toJson(QJsonDocument::Compact));
    }
    m_terminal.write(text);
}

void RecordWriter::writeCsv(const QList<QJsonObject> &records)
{
    if (!std::exchange(m_isStarted, true))
        writeCsvRecord(csvHeader(m_fields));
    for (const QJsonObject &record : records)
        writeCsvRecord(csvCells(record, m_fields));
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
