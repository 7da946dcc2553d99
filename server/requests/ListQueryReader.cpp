#include "server/requests/ListQueryReader.h"

#include "common/model/FoldKey.h"
#include "server/requests/FilterCondition.h"

#include <QJsonDocument>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

/// The full-text search costs time and memory for each word of the query, and folding the text the
/// square of a run of combining marks. A record has no use for more: its searched fields hold 654
/// characters.
constexpr qsizetype maxSearchText = 1024;
constexpr qsizetype maxSearchWords = 32;

NamedProblem problemOf(const QString &name, const QString &reason, const QString &message)
{
    return {name, reason, message};
}

QString path(const QString &name)
{
    return u"filter."_s + name;
}

} // namespace

ListQueryReader::ListQueryReader(ParamReader &params)
    : m_filter(params.optionalObject("filter"_L1).value_or(QJsonObject()))
    , m_sort(params.optionalArray("sort"_L1).value_or(QJsonArray()))
{
}

QByteArray ListQueryReader::canonical() const
{
    return QJsonDocument(QJsonArray{m_filter, m_sort}).toJson(QJsonDocument::Compact);
}

Result<EmployeeQuery> ListQueryReader::read(const Rights &rights, int currencyDigits) const
{
    EmployeeQuery query;
    const QList<NamedProblem> problems = checkFilter(m_filter) + readSort(query.sort);
    if (!problems.isEmpty())
        return invalidParams(problems);
    query.isDeleted = m_filter.value("deleted"_L1).toBool();
    if (const std::optional<Error> denied = checkRights(query, rights))
        return *denied;
    const QString text = m_filter.value("text"_L1).toString();
    if (text.size() <= maxSearchText)
        query.words = wordsOf(foldKey(text));
    if (text.size() > maxSearchText || query.words.size() > maxSearchWords) {
        return invalidParam(u"filter.text"_s, u"too_long"_s,
            u"filter.text has at most %1 characters and %2 words."_s.arg(maxSearchText)
                .arg(maxSearchWords));
    }
    for (auto it = m_filter.begin(); it != m_filter.end(); ++it) {
        const FieldDescription *field = findField(it.key());
        if (!field)
            continue;
        const auto condition = readCondition(*field, it.value(), currencyDigits);
        if (!condition) {
            return invalidParam(path(it.key()), u"no_condition"_s,
                u"%1 is no condition that this field takes."_s.arg(path(it.key())));
        }
        query.conditions.append({field->field, *condition});
    }
    return query;
}

QList<NamedProblem> ListQueryReader::checkFilter(const QJsonObject &filter)
{
    QList<NamedProblem> problems;
    for (auto it = filter.begin(); it != filter.end(); ++it) {
        const QString &name = it.key();
        const FieldDescription *field = findField(name);
        if (name == "text"_L1 && !it->isString())
            problems.append(
                problemOf(path(name), u"wrong_type"_s, u"filter.text must be a string."_s));
        else if (name == "deleted"_L1 && !it->isBool())
            problems.append(
                problemOf(path(name), u"wrong_type"_s, u"filter.deleted must be true or false."_s));
        else if (!field && name != "text"_L1 && name != "deleted"_L1)
            problems.append(
                problemOf(path(name), u"unknown"_s, u"There is no field %1."_s.arg(name)));
        else if (field && !isFilterShaped(*field, it.value()))
            problems.append(problemOf(
                path(name), u"wrong_type"_s, u"%1 has the wrong type."_s.arg(path(name))));
    }
    return problems;
}

QList<NamedProblem> ListQueryReader::readSort(QList<SortKey> &sort) const
{
    if (m_sort.size() > maxSortKeys)
        return {problemOf(u"sort"_s, u"too_long"_s, u"At most 3 fields can be sorted by."_s)};
    QList<NamedProblem> problems;
    for (const QJsonValue element : m_sort) {
        ParamReader member(element.toObject(), u"sort."_s);
        const QString name = member.text("field"_L1);
        const bool isDescending = member.flag("descending"_L1);
        const FieldDescription *field = findField(name);
        const bool isRepeated
            = field && std::ranges::find(sort, field->field, &SortKey::field) != sort.end();
        if (!element.isObject() || member.problem())
            problems.append(
                problemOf(u"sort"_s, u"wrong_type"_s, u"sort takes {field, descending}."_s));
        else if (!field || field->type == FieldType::Ssn)
            problems.append(
                problemOf(u"sort"_s, u"unsortable"_s, u"%1 cannot be sorted by."_s.arg(name)));
        else if (isRepeated)
            problems.append(problemOf(u"sort"_s, u"repeated"_s, u"%1 is named twice."_s.arg(name)));
        else
            sort.append({field->field, isDescending});
    }
    return problems;
}

std::optional<Error> ListQueryReader::checkRights(
    const EmployeeQuery &query, const Rights &rights) const
{
    if (query.isDeleted && !rights.has(Permission::EmployeeDelete))
        return permissionDenied(permissionName(Permission::EmployeeDelete));
    const auto denied = [&rights](const FieldDescription &field) {
        return rights.canRead(field.field) ? std::optional<Error>()
                                           : permissionDenied(field.name + ":read"_L1);
    };
    for (const SortKey &key : query.sort) {
        if (const auto error = denied(describe(key.field)))
            return error;
    }
    for (auto it = m_filter.begin(); it != m_filter.end(); ++it) {
        const FieldDescription *field = findField(it.key());
        if (const auto error = field ? denied(*field) : std::nullopt)
            return error;
    }
    return std::nullopt;
}

} // namespace roster::server
