#pragma once

#include <QtGlobal>

#include <functional>
#include <unordered_map>

namespace roster::server {

class Conversation;

/// The conversations of one worker by number, so that a late reply finds its own, or none. Used on
/// the worker's thread only.
class ConversationRegistry
{
public:
    [[nodiscard]] quint64 add(Conversation &conversation);
    void remove(quint64 number);
    /// Null when it is gone.
    [[nodiscard]] Conversation *find(quint64 number) const;
    void forEach(const std::function<void(Conversation &)> &visit) const;
    [[nodiscard]] std::size_t size() const { return m_conversations.size(); }

private:
    std::unordered_map<quint64, Conversation *> m_conversations;
    quint64 m_last = 0;
};

} // namespace roster::server
