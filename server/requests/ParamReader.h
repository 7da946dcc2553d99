#pragma once

#include "common/model/Employee.h"
#include "common/protocol/ErrorData.h"
#include "common/protocol/Message.h"

#include <optional>
#include <set>

namespace roster::server {

/// Takes a request's parameters by name and type and gathers everything that is wrong with them,
/// the unknown ones too. Ask for all parameters first, then for problem().
class ParamReader
{
public:
    explicit ParamReader(const Request &request);
    /// For an object inside the parameters; @p path is put before the names in messages.
    ParamReader(QJsonObject object, QString path);

    [[nodiscard]] QString text(QLatin1StringView name, qsizetype maxLength = maxTextLength);
    [[nodiscard]] std::optional<QString> optionalText(
        QLatin1StringView name, qsizetype maxLength = maxTextLength);
    [[nodiscard]] qint64 integer(QLatin1StringView name, qint64 least, qint64 most);
    [[nodiscard]] std::optional<qint64> optionalInteger(
        QLatin1StringView name, qint64 least, qint64 most);
    [[nodiscard]] bool flag(QLatin1StringView name);
    [[nodiscard]] QJsonObject object(QLatin1StringView name);
    [[nodiscard]] std::optional<QJsonObject> optionalObject(QLatin1StringView name);
    [[nodiscard]] std::optional<QJsonArray> optionalArray(QLatin1StringView name);

    [[nodiscard]] EmployeeId employeeId()
    {
        return integer(QLatin1StringView("id"), 1, maxSafeInteger);
    }

    void addProblem(const QString &name, const QString &reason, const QString &message);
    /// InvalidParams with all problems, or nothing. Names never asked for are problems.
    [[nodiscard]] std::optional<Error> problem();

    static constexpr qsizetype maxTextLength = 4096;

private:
    [[nodiscard]] QJsonValue take(QLatin1StringView name);
    void require(QLatin1StringView name, bool isThere);

    QJsonObject m_params;
    QString m_path;
    std::set<QString> m_asked;
    QList<NamedProblem> m_problems;
};

} // namespace roster::server
