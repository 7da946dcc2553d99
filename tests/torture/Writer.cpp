#include "tests/torture/Writer.h"

#include <algorithm>

namespace roster::torture {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype ownRecords = 50;

} // namespace

void ServerDoor::open(quint16 port)
{
    const std::scoped_lock lock(m_mutex);
    m_port = port;
    m_opened.notify_all();
}

void ServerDoor::shut()
{
    const std::scoped_lock lock(m_mutex);
    m_port = 0;
}

quint16 ServerDoor::wait(const std::stop_token &stop)
{
    std::unique_lock lock(m_mutex);
    m_opened.wait(lock, stop, [this] { return m_port != 0; });
    return m_port;
}

Writer::Writer(int number, ServerDoor &door, WriteLedger &ledger)
    : m_number(number)
    , m_door(door)
    , m_ledger(ledger)
    , m_random(static_cast<unsigned>(number))
{
}

void Writer::run(const std::stop_token &stop, const std::stop_token &abandon)
{
    while (!abandon.stop_requested() && (m_pending || !stop.stop_requested())) {
        if (!m_client && !connect(abandon))
            continue;
        if (!m_pending) {
            m_pending = nextRequest();
            m_ledger.open(m_pending->value);
        }
        ask();
    }
}

bool Writer::connect(const std::stop_token &abandon)
{
    const quint16 port = m_door.wait(abandon);
    if (port == 0)
        return false;
    auto client = std::make_unique<PlainClient>(port);
    if (!client->isConnected())
        return false;
    if (m_token.isEmpty() || !client->resume(m_token))
        m_token = client->login(u"hr"_s);
    if (m_token.isEmpty())
        return false;
    m_client = std::move(client);
    return true;
}

Writer::Request Writer::nextRequest()
{
    const QString value = u"w%1-%2"_s.arg(m_number).arg(++m_count);
    if (m_records.size() < ownRecords && m_random() % 3 == 0) {
        const QJsonObject employee{{u"first_name"_s, u"Ann"_s}, {u"last_name"_s, u"O'Brien"_s},
            {u"ssn"_s, u"001020003"_s}, {u"date_of_birth"_s, u"1996-02-29"_s},
            {u"salary"_s, u"45210.50"_s}, {u"department"_s, value}};
        return {value, u"employee.add"_s, {{u"employee"_s, employee}, {u"request_key"_s, value}}};
    }
    if (m_records.isEmpty())
        return nextRequest();
    const OwnRecord &record
        = m_records[static_cast<qsizetype>(m_random() % static_cast<unsigned>(m_records.size()))];
    return {value, u"employee.update"_s,
        {{u"id"_s, record.id}, {u"version"_s, record.version},
            {u"changes"_s, QJsonObject{{u"department"_s, value}}}, {u"request_key"_s, value}}};
}

void Writer::ask()
{
    const auto reply = m_client->call(m_pending->method, m_pending->params);
    if (!reply)
        m_client.reset();
    switch (verdictOf(reply)) {
    case Verdict::Acknowledged:
        return onAcknowledged((*reply)["result"_L1]["employee"_L1].toObject());
    case Verdict::Refused:
        return onRefused(reasonOf(reply));
    case Verdict::Unknown:
        m_pending->wasUnknown = true;
    }
}

void Writer::onAcknowledged(const QJsonObject &employee)
{
    const OwnRecord now{employee["id"_L1].toInteger(), employee["version"_L1].toInteger()};
    m_ledger.close({m_pending->value, Verdict::Acknowledged, now.id, now.version});
    const auto known = std::ranges::find(m_records, now.id, &OwnRecord::id);
    if (known == m_records.end())
        m_records.append(now);
    else
        *known = now;
    m_pending.reset();
}

void Writer::onRefused(const QString &reason)
{
    if (reason == "session_expired"_L1 || reason == "login_required"_L1) {
        m_client.reset();
        m_token.clear();
        return;
    }
    // A second request that is refused says nothing about the first.
    if (m_pending->wasUnknown)
        return;
    m_ledger.close({m_pending->value, Verdict::Refused, 0, 0});
    const qint64 id = m_pending->params["id"_L1].toInteger();
    if (reason == "not_found"_L1 || reason == "conflict"_L1)
        m_records.removeIf([id](const OwnRecord &record) { return record.id == id; });
    m_pending.reset();
}

} // namespace roster::torture
