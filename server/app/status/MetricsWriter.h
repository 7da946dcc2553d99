#pragma once

#include "common/base/Histogram.h"

#include <QByteArray>
#include <QString>

namespace roster::server {

/// Writes metrics in Prometheus' text exposition format, a family after the other.
class MetricsWriter
{
public:
    struct Label
    {
        const char *name;
        QString value;
    };
    /// The bounds of a histogram: the powers of two from 2^first to 2^last, less @c offset, divided
    /// by @c unit. Parts of a unit are cut off before they are counted; whole numbers have an
    /// offset of 1, as a bucket holds its bound.
    struct Buckets
    {
        int first;
        int last;
        double unit;
        qint64 offset = 0;
    };

    /// Begins a family; its values follow. @p type: `gauge`, `counter` or `histogram`.
    void begin(const char *name, const char *type, const char *help);
    void value(const Label &label, qint64 value);
    void value(const Label &label, double value);
    void histogram(const Label &label, const HistogramCounts &counts, const Buckets &buckets);

    /// A family of one value.
    void gauge(const char *name, const char *help, qint64 value);
    void gauge(const char *name, const char *help, double value);
    void info(const char *name, const char *help, const Label &label);

    [[nodiscard]] const QByteArray &text() const { return m_text; }

private:
    void write(const char *suffix, const QByteArray &labels, const QByteArray &value);

    QByteArray m_name;
    QByteArray m_text;
};

} // namespace roster::server
