#include "common/protocol/StatusView.h"

#include <QJsonArray>

#include <array>
#include <utility>

namespace roster {
namespace {

using namespace Qt::StringLiterals;

QString number(const QJsonObject &json, QLatin1StringView name)
{
    return QString::number(json.value(name).toInteger());
}

QString milliseconds(const QJsonObject &json, QLatin1StringView name)
{
    return QString::number(json.value(name).toDouble(), 'f', 2);
}

QString certificateText(const QJsonObject &certificate)
{
    return u"until %1, %2 days left"_s.arg(
        certificate.value("expires_at"_L1).toString(), number(certificate, "days_left"_L1));
}

} // namespace

StatusView::StatusView(QJsonObject status)
    : m_status(std::move(status))
{
}

QJsonObject StatusView::part(QLatin1StringView name) const
{
    return m_status.value(name).toObject();
}

QList<std::pair<QString, QString>> StatusView::facts() const
{
    const QJsonObject connections = part("connections"_L1);
    const QJsonObject sessions = part("sessions"_L1);
    const QJsonObject certificates = part("certificates"_L1);
    const QJsonObject memory = part("memory"_L1);
    const QJsonObject descriptors = part("descriptors"_L1);
    QList<std::pair<QString, QString>> facts{
        {u"version"_s, m_status.value("version"_L1).toString()},
        {u"started"_s,
            u"%1, %2 ago"_s.arg(m_status.value("started_at"_L1).toString(),
                durationText(m_status.value("uptime_seconds"_L1).toInteger()))},
        {u"workers"_s, number(m_status, "workers"_L1)},
        {u"connections"_s,
            u"%1 of %2, %3 without a session"_s.arg(number(connections, "open"_L1),
                number(connections, "maximum"_L1), number(connections, "strangers"_L1))},
        {u"sessions"_s,
            u"%1, %2 connected"_s.arg(
                number(sessions, "alive"_L1), number(sessions, "connected"_L1))},
        {u"subscribers"_s, number(m_status, "subscribers"_L1)}, {u"writes"_s, writes("writes"_L1)},
        {u"commits"_s, commits("writes"_L1)}, {u"storage"_s, storage("writes"_L1)},
        {u"account writes"_s, writes("account_writes"_L1)}, {u"logins"_s, logins()},
        {u"certificate"_s, certificateText(certificates.value("server"_L1).toObject())}};
    if (certificates.contains("ca"_L1))
        facts.append(
            {u"CA certificate"_s, certificateText(certificates.value("ca"_L1).toObject())});
    facts.append({u"memory"_s,
        u"%1, %2 of it records, %3 at most"_s.arg(
            sizeText(memory.value("resident_bytes"_L1).toInteger()),
            sizeText(memory.value("records_bytes"_L1).toInteger()),
            sizeText(memory.value("peak_bytes"_L1).toInteger()))});
    facts.append({u"descriptors"_s,
        u"%1 of %2"_s.arg(number(descriptors, "open"_L1), number(descriptors, "maximum"_L1))});
    return facts;
}

QString StatusView::writes(QLatin1StringView name) const
{
    const QJsonObject writer = part(name);
    return u"%1 waiting (%2), %3 stored, %4 refused"_s.arg(number(writer, "waiting"_L1),
        sizeText(writer.value("waiting_bytes"_L1).toInteger()), number(writer, "changes"_L1),
        number(writer, "refused"_L1));
}

QString StatusView::commits(QLatin1StringView name) const
{
    const QJsonObject writer = part(name);
    const QJsonObject recent = writer.value("recent"_L1).toObject();
    return u"%1, %2 failed; in the last %3 s %4 of %5 changes each (%6 at most), p50 %7 ms, p99 %8 ms"_s
        .arg(number(writer, "commits"_L1), number(writer, "failed_commits"_L1),
            number(m_status, "window_seconds"_L1), number(recent, "commits"_L1),
            QString::number(recent.value("mean_size"_L1).toDouble(), 'f', 1),
            number(recent, "max_size"_L1), milliseconds(recent, "p50_ms"_L1),
            milliseconds(recent, "p99_ms"_L1));
}

QString StatusView::storage(QLatin1StringView name) const
{
    const QJsonObject writer = part(name);
    return u"%1, log %2"_s.arg(sizeText(writer.value("database_bytes"_L1).toInteger()),
        sizeText(writer.value("log_bytes"_L1).toInteger()));
}

QString StatusView::logins() const
{
    const QJsonObject logins = part("logins"_L1);
    return u"%1 failed, %2 throttled, %3 refused; %4 of %5 waiting"_s.arg(
        number(logins, "failed"_L1), number(logins, "throttled"_L1), number(logins, "refused"_L1),
        number(logins, "waiting"_L1), number(logins, "maximum_waiting"_L1));
}

QStringList StatusView::requestTitles() const
{
    return {u"REQUESTS"_s, u"COUNT"_s, u"ERRORS"_s,
        u"LAST %1 s"_s.arg(number(m_status, "window_seconds"_L1)), u"ERRORS"_s, u"P50 ms"_s,
        u"P95 ms"_s, u"P99 ms"_s, u"MAX ms"_s};
}

QList<QStringList> StatusView::requestRows() const
{
    QList<QStringList> rows;
    for (const QJsonValue item : m_status.value("requests"_L1).toArray()) {
        const QJsonObject method = item.toObject();
        const QJsonObject recent = method.value("recent"_L1).toObject();
        rows.append({method.value("method"_L1).toString(), number(method, "count"_L1),
            number(method, "errors"_L1), number(recent, "count"_L1), number(recent, "errors"_L1),
            milliseconds(recent, "p50_ms"_L1), milliseconds(recent, "p95_ms"_L1),
            milliseconds(recent, "p99_ms"_L1), milliseconds(recent, "max_ms"_L1)});
    }
    return rows;
}

QString durationText(qint64 seconds)
{
    static constexpr std::array<std::pair<char16_t, qint64>, 4> units{
        {{u'd', 86'400}, {u'h', 3'600}, {u'm', 60}, {u's', 1}}};
    QStringList parts;
    for (const auto &[letter, length] : units) {
        if (parts.size() < 2 && (seconds >= length || !parts.isEmpty() || length == 1))
            parts.append(QString::number(seconds / length) + QChar(letter));
        seconds %= length;
    }
    return parts.join(u' ');
}

QString sizeText(qint64 bytes)
{
    if (bytes < 1024)
        return u"%1 bytes"_s.arg(bytes);
    static constexpr std::array names{"KiB"_L1, "MiB"_L1, "GiB"_L1, "TiB"_L1};
    double size = static_cast<double>(bytes) / 1024;
    std::size_t unit = 0;
    for (; size >= 1024 && unit + 1 < names.size(); ++unit)
        size /= 1024;
    return QString::number(size, 'f', 1) + u' ' + names[unit];
}

} // namespace roster
