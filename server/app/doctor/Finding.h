#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>

namespace roster::server {

enum class Severity { Ok, Warning, Error };

/// One thing that `doctor` looked at: how it is and, unless it is fine, what to do. Holds no value
/// of a record and no key.
struct Finding
{
    Severity severity = Severity::Ok;
    QString subject; ///< such as `folder` or `user.db`
    QString message;
    QString remedy; ///< a command where there is one
};

[[nodiscard]] Finding fine(const QString &subject, const QString &message);
[[nodiscard]] Finding warning(
    const QString &subject, const QString &message, const QString &remedy);
[[nodiscard]] Finding error(const QString &subject, const QString &message, const QString &remedy);

/// `{"severity":"ok|warning|error","subject":..,"message":..,"remedy":..}`
[[nodiscard]] QJsonObject toJson(const Finding &finding);
/// A line, and under it the remedy; printable.
[[nodiscard]] QString toText(const Finding &finding);

/// @p path as a shell takes it for one word.
[[nodiscard]] QString shellWord(const QString &path);

} // namespace roster::server
