#pragma once

#include "server/requests/ConversationRegistry.h"
#include "server/requests/Mailbox.h"

#include <utility>

namespace roster::server {

/// Where another thread can reach a conversation that may be gone by then.
struct ConversationAddress
{
    Mailbox &mailbox;
    const ConversationRegistry &registry;
    quint64 number = 0;

    /// From any thread: @p act(Conversation &) runs on the worker, or nowhere.
    template <typename Act> void post(Act act) const
    {
        mailbox.post([&conversations = registry, to = number, act = std::move(act)] {
            if (Conversation *conversation = conversations.find(to))
                act(*conversation);
        });
    }
};

} // namespace roster::server
