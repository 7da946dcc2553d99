#include "cli-client/menu/Draft.h"

#include "common/client/RequestKey.h"

namespace roster::cli {

using namespace Qt::StringLiterals;

QString orEmptyMark(const QString &text)
{
    return text.isEmpty() ? u"(empty)"_s : text;
}

void Draft::startFrom(RecordView base)
{
    m_base = std::move(base);
    m_requestKey.clear();
    for (const Field field : m_typed.keys())
        set(field, QString(m_typed.value(field)));
}

QString Draft::value(Field field) const
{
    if (isTyped(field))
        return m_typed.value(field);
    return m_base ? m_base->value(field) : QString();
}

QString Draft::shown(Field field) const
{
    if (isTyped(field))
        return m_typed.value(field);
    return m_base ? m_base->shown(field) : QString();
}

void Draft::set(Field field, const QString &canonical)
{
    m_requestKey.clear();
    const bool isKnown = !m_base || m_base->has(field);
    const QString current = m_base ? m_base->shown(field) : QString();
    if (isKnown && canonical == current)
        m_typed.remove(field);
    else
        m_typed.insert(field, canonical);
}

void Draft::remove(Field field)
{
    m_requestKey.clear();
    m_typed.remove(field);
}

void Draft::clear()
{
    *this = {};
}

QJsonObject Draft::toJson() const
{
    QJsonObject json;
    for (const auto &[field, text] : m_typed.toStdMap())
        json.insert(describe(field).name, text.isEmpty() ? QJsonValue(QJsonValue::Null) : text);
    return json;
}

QString Draft::toText() const
{
    QList<std::pair<QString, QString>> lines;
    for (const auto &[field, text] : m_typed.toStdMap()) {
        QString line = orEmptyMark(text);
        if (m_base && m_base->has(field))
            line = orEmptyMark(m_base->shown(field)) + u" -> "_s + line;
        lines.append({describe(field).label, line});
    }
    return labelledLines(lines);
}

Employee Draft::toEmployee(const RuleContext &context) const
{
    Employee employee;
    for (const FieldDescription &field : editableFields()) {
        const auto parsed = parseField(field, value(field.field), context);
        if (const auto *known = std::get_if<FieldValue>(&parsed))
            employee.set(field.field, *known);
    }
    return employee;
}

QString Draft::requestKey()
{
    if (m_requestKey.isEmpty())
        m_requestKey = newRequestKey();
    return m_requestKey;
}

} // namespace roster::cli
