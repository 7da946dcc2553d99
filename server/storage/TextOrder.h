#pragma once

#include "server/storage/EmployeeQuery.h"
#include "server/storage/RankedList.h"

#include <QByteArrayView>

#include <span>
#include <string>
#include <vector>

namespace roster::server {

/// All records by the value of one text, ascending, and where each value begins: filled once, by an
/// OrderReader. The values lie in one piece of memory, for there may be as many as records.
class TextOrder
{
public:
    /// The next record in the order by text and id; nothing, which is not the empty text, comes
    /// first.
    void add(std::optional<QByteArrayView> utf8, EmployeeId id);

    [[nodiscard]] std::size_t valueCount() const { return m_groups.size(); }
    [[nodiscard]] QVariant value(std::size_t group) const;
    /// Those with the value.
    [[nodiscard]] std::span<const EmployeeId> ids(std::size_t group) const;
    /// By @p key, whose field this is the order of: from above, those with equal values still come
    /// by their ids.
    [[nodiscard]] RankedList list(const SortKey &key) const;

private:
    struct Group
    {
        std::size_t firstId = 0;
        std::size_t textBegin = 0;
    };

    [[nodiscard]] QByteArrayView text(std::size_t group) const;
    [[nodiscard]] bool isNothing(std::size_t group) const { return group == 0 && m_hasNothing; }

    std::vector<EmployeeId> m_ids;
    std::vector<Group> m_groups;
    std::string m_texts; ///< of all groups, without anything between them
    bool m_hasNothing = false; ///< as the first value
};

} // namespace roster::server
