#pragma once

#include "common/base/Clock.h"
#include "server/auth/Callback.h"
#include "server/auth/LiveAccounts.h"
#include "server/storage/WriteQueue.h"

namespace roster::server {

/// Writes to user.db through its queue. When the outcome of a commit is unknown, it has memory made
/// equal to the database again.
class AccountWriter
{
public:
    template <typename T> using Job = std::function<Result<T>(Database &)>;

    AccountWriter(const AuthSettings &settings, Clock &clock, WriteQueue &queue, LiveAccounts &live)
        : m_settings(settings)
        , m_clock(clock)
        , m_queue(queue)
        , m_live(live)
    {
    }

    /// @p completion runs on the writer's thread; it is where memory is changed.
    template <typename T> void write(Job<T> job, Callback<T> completion)
    {
        m_queue.submit<T>(
            std::move(job), [this, completion = std::move(completion)](Result<T> result) {
                const bool isUnknown = !result && result.error().code == ErrorCode::OutcomeUnknown;
                completion(std::move(result));
                if (isUnknown)
                    load([](const Outcome &) {});
            });
    }

    /// Reads the database into memory.
    void load(Callback<Done> done)
    {
        m_queue.submit<AccountImage>(
            [this](Database &database) {
                return readAccounts(database, m_clock, m_settings.idleTimeout);
            },
            [this, done = std::move(done)](Result<AccountImage> image) {
                if (image)
                    m_live.adopt(*image);
                done(image ? Outcome(Done{}) : Outcome(image.error()));
            });
    }

private:
    const AuthSettings &m_settings;
    Clock &m_clock;
    WriteQueue &m_queue;
    LiveAccounts &m_live;
};

} // namespace roster::server
