#pragma once

#include <QByteArrayView>
#include <QJsonValue>

#include <optional>

namespace roster {

/// A request in its plainest form: one parameter, a whole number, and nothing that JSON would have
/// to escape. It is read without making anything of its parts, which are views of the line.
struct PlainRequest
{
    QByteArrayView id; ///< as it was written, and as it would be written again
    QByteArrayView method;
    QByteArrayView parameter;
    qint64 value = 0;

    /// For what is answered in general form.
    [[nodiscard]] QJsonValue idValue() const;
};

/// The request of a line that decodeMessage() would read as the same one. Nothing for all other
/// lines, the faulty and the merely unusual alike: decodeMessage() tells them apart.
[[nodiscard]] std::optional<PlainRequest> readPlainRequest(QByteArrayView line);

} // namespace roster
