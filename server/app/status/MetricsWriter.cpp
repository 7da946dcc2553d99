#include "server/app/status/MetricsWriter.h"

namespace roster::server {
namespace {

QByteArray escapedValue(const QString &value)
{
    return value.toUtf8().replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
}

QByteArray labelText(const MetricsWriter::Label &label)
{
    return QByteArray(label.name) + "=\"" + escapedValue(label.value) + '"';
}

QByteArray number(double value)
{
    return QByteArray::number(value, 'g', 15);
}

} // namespace

void MetricsWriter::begin(const char *name, const char *type, const char *help)
{
    m_name = name;
    m_text += "# HELP " + m_name + ' ' + help + '\n';
    m_text += "# TYPE " + m_name + ' ' + type + '\n';
}

void MetricsWriter::value(const Label &label, qint64 value)
{
    write("", labelText(label), QByteArray::number(value));
}

void MetricsWriter::value(const Label &label, double value)
{
    write("", labelText(label), number(value));
}

void MetricsWriter::histogram(
    const Label &label, const HistogramCounts &counts, const Buckets &buckets)
{
    const QByteArray own = labelText(label);
    for (int power = buckets.first; power <= buckets.last; ++power) {
        const qint64 bound = qint64{1} << power;
        const double upTo = static_cast<double>(bound - buckets.offset) / buckets.unit;
        write("_bucket", own + ",le=\"" + number(upTo) + '"',
            QByteArray::number(counts.countBelow(bound)));
    }
    const QByteArray count = QByteArray::number(counts.count());
    write("_bucket", own + ",le=\"+Inf\"", count);
    write("_sum", own, number(static_cast<double>(counts.sum()) / buckets.unit));
    write("_count", own, count);
}

void MetricsWriter::gauge(const char *name, const char *help, qint64 value)
{
    begin(name, "gauge", help);
    write("", {}, QByteArray::number(value));
}

void MetricsWriter::gauge(const char *name, const char *help, double value)
{
    begin(name, "gauge", help);
    write("", {}, number(value));
}

void MetricsWriter::info(const char *name, const char *help, const Label &label)
{
    begin(name, "gauge", help);
    write("", labelText(label), "1");
}

void MetricsWriter::write(const char *suffix, const QByteArray &labels, const QByteArray &value)
{
    m_text += m_name + suffix;
    if (!labels.isEmpty())
        m_text += '{' + labels + '}';
    m_text += ' ' + value + '\n';
}

} // namespace roster::server
