#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

namespace roster {

/// What `server.status` answered, in words for people, for both programs that show it. Members that
/// an older server lacks read as 0 or nothing. Not escaped.
class StatusView
{
public:
    explicit StatusView(QJsonObject status);

    /// Label and text.
    [[nodiscard]] QList<std::pair<QString, QString>> facts() const;
    /// The titles of the requests' columns: the method, and figures.
    [[nodiscard]] QStringList requestTitles() const;
    /// A row for each method that was asked for.
    [[nodiscard]] QList<QStringList> requestRows() const;

private:
    [[nodiscard]] QJsonObject part(QLatin1StringView name) const;
    [[nodiscard]] QString writes(QLatin1StringView name) const;
    [[nodiscard]] QString commits(QLatin1StringView name) const;
    [[nodiscard]] QString storage(QLatin1StringView name) const;
    [[nodiscard]] QString logins() const;

    QJsonObject m_status;
};

/// `3d 4h`, `12m 5s`: the two largest units.
[[nodiscard]] QString durationText(qint64 seconds);
/// `512 bytes`, `40.6 MiB`.
[[nodiscard]] QString sizeText(qint64 bytes);

} // namespace roster
