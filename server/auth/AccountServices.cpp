#include "server/auth/AccountServices.h"

namespace roster::server {

AccountServices::AccountServices(const AuthSettings &settings, Clock &clock, WriteQueue &users)
    : m_settings(settings)
    , m_queue(users)
    , m_live(m_settings)
    , m_writer(m_settings, clock, users, m_live)
    , m_hasher(settings.argon2)
    , m_policy(settings)
    , m_pool(settings.hashThreads, settings.hashQueue)
    , m_context{m_settings, clock, m_pool, m_hasher, m_policy, m_live, m_writer}
    , m_authenticator(m_context)
    , m_administration(m_context)
    , m_roles(m_context)
    , m_sessions(m_context)
{
}

AccountServices::~AccountServices()
{
    stop();
    // Completions come in order: behind this one none is left that knows this object.
    static_cast<void>(m_queue.runAndWait<Done>([](Database &) { return Done{}; }));
}

void AccountServices::setSessionListener(SessionListener listener)
{
    m_live.setListener(std::move(listener));
}

Outcome AccountServices::start()
{
    return waitFor<Done>([this](const Callback<Done> &done) { m_writer.load(done); });
}

void AccountServices::stop()
{
    m_pool.stop();
    m_authenticator.stop();
}

} // namespace roster::server
