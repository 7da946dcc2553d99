#include "server/storage/TextOrder.h"

#include "server/storage/OrderKey.h"

namespace roster::server {

void TextOrder::add(std::optional<QByteArrayView> utf8, EmployeeId id)
{
    const QByteArrayView value = utf8.value_or(QByteArrayView());
    const std::size_t last = m_groups.size() - 1;
    if (m_groups.empty() || isNothing(last) == utf8.has_value() || text(last) != value) {
        m_hasNothing |= !utf8;
        m_groups.push_back({m_ids.size(), m_texts.size()});
        m_texts.append(value.data(), static_cast<std::size_t>(value.size()));
    }
    m_ids.push_back(id);
}

QByteArrayView TextOrder::text(std::size_t group) const
{
    const std::size_t begin = m_groups[group].textBegin;
    const std::size_t end
        = group + 1 < m_groups.size() ? m_groups[group + 1].textBegin : m_texts.size();
    return {m_texts.data() + begin, static_cast<qsizetype>(end - begin)};
}

QVariant TextOrder::value(std::size_t group) const
{
    return isNothing(group) ? QVariant() : QVariant(QString::fromUtf8(text(group)));
}

std::span<const EmployeeId> TextOrder::ids(std::size_t group) const
{
    const std::size_t begin = m_groups[group].firstId;
    const std::size_t end
        = group + 1 < m_groups.size() ? m_groups[group + 1].firstId : m_ids.size();
    return std::span(m_ids).subspan(begin, end - begin);
}

RankedList TextOrder::list(const SortKey &key) const
{
    RankedList list;
    for (std::size_t i = 0; i < valueCount(); ++i) {
        const std::size_t group = key.isDescending ? valueCount() - 1 - i : i;
        for (const EmployeeId id : ids(group)) {
            const bool wantsKey = list.wantsKey();
            list.append(wantsKey ? orderKey({{value(group)}, id}, {key}) : QByteArray(), id);
        }
    }
    return list;
}

} // namespace roster::server
