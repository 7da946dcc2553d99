#include "server/requests/ParamReader.h"

#include "common/protocol/StrictJson.h"

#include <QJsonArray>

namespace roster::server {

using namespace Qt::StringLiterals;

ParamReader::ParamReader(const Request &request)
    : m_params(request.params)
{
    if (request.hasPositionalParams)
        addProblem(u"params"_s, u"wrong_type"_s, u"Parameters are given by name, as an object."_s);
}

ParamReader::ParamReader(QJsonObject object, QString path)
    : m_params(std::move(object))
    , m_path(std::move(path))
{
}

QJsonValue ParamReader::take(QLatin1StringView name)
{
    m_asked.insert(name);
    return m_params.value(name);
}

void ParamReader::require(QLatin1StringView name, bool isThere)
{
    if (!isThere && !m_params.contains(name))
        addProblem(name, u"required"_s, u"%1 is missing."_s.arg(m_path + name));
}

QString ParamReader::text(QLatin1StringView name, qsizetype maxLength)
{
    const std::optional<QString> value = optionalText(name, maxLength);
    require(name, value.has_value());
    return value.value_or(QString());
}

std::optional<QString> ParamReader::optionalText(QLatin1StringView name, qsizetype maxLength)
{
    const QJsonValue value = take(name);
    if (value.isUndefined())
        return std::nullopt;
    if (!value.isString()) {
        addProblem(name, u"wrong_type"_s, u"%1 must be a string."_s.arg(m_path + name));
        return std::nullopt;
    }
    if (value.toString().size() > maxLength) {
        addProblem(name, u"too_long"_s,
            u"%1 has at most %2 characters."_s.arg(m_path + name).arg(maxLength));
        return std::nullopt;
    }
    return value.toString();
}

qint64 ParamReader::integer(QLatin1StringView name, qint64 least, qint64 most)
{
    const std::optional<qint64> value = optionalInteger(name, least, most);
    require(name, value.has_value());
    return value.value_or(least);
}

std::optional<qint64> ParamReader::optionalInteger(
    QLatin1StringView name, qint64 least, qint64 most)
{
    const QJsonValue value = take(name);
    if (value.isUndefined())
        return std::nullopt;
    if (!isInteger(value)) {
        addProblem(name, u"wrong_type"_s, u"%1 must be an integer."_s.arg(m_path + name));
        return std::nullopt;
    }
    if (value.toInteger() < least || value.toInteger() > most) {
        addProblem(name, u"out_of_range"_s,
            u"%1 must be from %2 to %3."_s.arg(m_path + name).arg(least).arg(most));
        return std::nullopt;
    }
    return value.toInteger();
}

bool ParamReader::flag(QLatin1StringView name)
{
    const QJsonValue value = take(name);
    if (!value.isUndefined() && !value.isBool())
        addProblem(name, u"wrong_type"_s, u"%1 must be true or false."_s.arg(m_path + name));
    return value.toBool();
}

QJsonObject ParamReader::object(QLatin1StringView name)
{
    const std::optional<QJsonObject> value = optionalObject(name);
    require(name, value.has_value());
    return value.value_or(QJsonObject());
}

std::optional<QJsonObject> ParamReader::optionalObject(QLatin1StringView name)
{
    const QJsonValue value = take(name);
    if (value.isUndefined())
        return std::nullopt;
    if (!value.isObject()) {
        addProblem(name, u"wrong_type"_s, u"%1 must be an object."_s.arg(m_path + name));
        return std::nullopt;
    }
    return value.toObject();
}

std::optional<QJsonArray> ParamReader::optionalArray(QLatin1StringView name)
{
    const QJsonValue value = take(name);
    if (value.isUndefined())
        return std::nullopt;
    if (!value.isArray()) {
        addProblem(name, u"wrong_type"_s, u"%1 must be an array."_s.arg(m_path + name));
        return std::nullopt;
    }
    return value.toArray();
}

void ParamReader::addProblem(const QString &name, const QString &reason, const QString &message)
{
    m_problems.append({m_path + name, reason, message});
}

std::optional<Error> ParamReader::problem()
{
    for (auto it = m_params.begin(); it != m_params.end(); ++it) {
        if (!m_asked.contains(it.key()))
            addProblem(
                it.key(), u"unknown"_s, u"There is no parameter %1."_s.arg(m_path + it.key()));
    }
    if (m_problems.isEmpty())
        return std::nullopt;
    return invalidParams(m_problems);
}

} // namespace roster::server
