#include "server/requests/ConversationRegistry.h"

#include <vector>

namespace roster::server {

quint64 ConversationRegistry::add(Conversation &conversation)
{
    m_conversations.emplace(++m_last, &conversation);
    return m_last;
}

void ConversationRegistry::remove(quint64 number)
{
    m_conversations.erase(number);
}

Conversation *ConversationRegistry::find(quint64 number) const
{
    const auto it = m_conversations.find(number);
    return it == m_conversations.end() ? nullptr : it->second;
}

void ConversationRegistry::forEach(const std::function<void(Conversation &)> &visit) const
{
    // A visit may end conversations, so it goes by number.
    std::vector<quint64> numbers;
    numbers.reserve(m_conversations.size());
    for (const auto &[number, conversation] : m_conversations)
        numbers.push_back(number);
    for (const quint64 number : numbers) {
        if (Conversation *conversation = find(number))
            visit(*conversation);
    }
}

} // namespace roster::server
