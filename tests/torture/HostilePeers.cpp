#include "tests/torture/HostilePeers.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>

#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <thread>

namespace roster::torture {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using server::RawClient;

namespace {

constexpr int users = 20;
constexpr int connectionsPerUser = 50;
constexpr int rounds = 10;
constexpr double argonMiB = 19;

const QHostAddress here(QHostAddress::LocalHost);
const QHostAddress floodSource(u"127.0.0.7"_s);

double elapsedMs(const QElapsedTimer &timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

double percentile99(QList<double> values)
{
    std::ranges::sort(values);
    return values[(values.size() * 99 - 1) / 100];
}

std::vector<RawClient> rawClients(int count, quint16 port, const QHostAddress &from,
    const std::function<void(RawClient &, int)> &mischief)
{
    std::vector<RawClient> clients;
    for (int i = 0; i < count; ++i) {
        clients.emplace_back(here, port, from);
        mischief(clients.back(), i);
    }
    return clients;
}

/// A peer that takes its time, and when the server had enough of it.
struct SlowPeer
{
    const char *name;
    double allowedSeconds;
    std::unique_ptr<RawClient> client;
    QByteArray trickle; ///< a byte each second
    bool isEncrypted = false;
    double endedAfter = -1;

    void step(int second, double seconds)
    {
        if (endedAfter >= 0)
            return;
        if (second < trickle.size()) {
            const QByteArray byte = trickle.mid(second, 1);
            if (isEncrypted)
                client->send(byte, 100ms);
            else
                client->sendRaw(byte);
        }
        if (client->waitForRawEnd(50ms) != RawClient::Ending::StillOpen)
            endedAfter = seconds;
    }
};

} // namespace

HostilePeers::HostilePeers()
    : m_server(false)
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

PeersReport HostilePeers::run()
{
    // Many sessions come late: memory that they leave free would hide what others cost.
    const std::array steps{&HostilePeers::breakHandshakes, &HostilePeers::sendEndlessLine,
        &HostilePeers::sendJunk, &HostilePeers::watchDeadlines, &HostilePeers::loginAllAtOnce,
        &HostilePeers::floodBeforeLogin, &HostilePeers::holdManySessions, &HostilePeers::stop};
    if (!begin()) {
        m_report.problems.append(u"no server: "_s + m_server.log());
        return m_report;
    }
    for (const auto &step : steps) {
        (this->*step)();
        if (!m_server.isRunning() && step != &HostilePeers::stop) {
            m_report.problems.append(u"the server died: "_s + m_server.log());
            break;
        }
    }
    return m_report;
}

bool HostilePeers::begin()
{
    if (!m_server.prepare())
        return false;
    for (int i = 0; i < users; ++i) {
        if (!m_server.addUser(u"user%1"_s.arg(i), u"hr"_s))
            return false;
    }
    if (!m_server.start())
        return false;
    for (int i = 0; i < users; ++i) {
        PlainClient client(m_server.port());
        m_tokens.append(client.isConnected() ? client.login(u"user%1"_s.arg(i)) : QString());
        if (i == 0) {
            const QJsonObject employee{{u"first_name"_s, u"Ann"_s}, {u"last_name"_s, u"Lee"_s},
                {u"ssn"_s, u"001020003"_s}, {u"date_of_birth"_s, u"1996-02-29"_s},
                {u"salary"_s, u"45210.50"_s}};
            for (int j = 0; j < 200; ++j)
                static_cast<void>(client.call(u"employee.add"_s, {{u"employee"_s, employee}}));
        }
    }
    return !m_tokens.contains(QString());
}

HostilePeers::Clients HostilePeers::manySessions()
{
    Clients clients;
    for (int i = 0; i < users * connectionsPerUser; ++i) {
        clients.push_back(std::make_unique<PlainClient>(m_server.port()));
        if (!clients.back()->isConnected() || !clients.back()->resume(m_tokens[i % users]))
            m_report.problems.append(u"session %1 did not begin"_s.arg(i));
    }
    return clients;
}

/// R13.
void HostilePeers::holdManySessions()
{
    constexpr double count = users * connectionsPerUser;
    const double before = mebibytes("VmRSS");
    const qsizetype descriptors = openDescriptors();
    QList<double> held;
    QStringList texts;
    for (int round = 0; round < rounds && m_server.isRunning(); ++round) {
        {
            const Clients clients = manySessions();
            held.append(mebibytes("VmRSS"));
            texts.append(QString::number(held.last(), 'f', 1));
        }
        for (int i = 0; i < 500 && openDescriptors() > descriptors; ++i)
            std::this_thread::sleep_for(20ms);
    }
    if (held.size() < rounds)
        return;
    m_report.figures.append(u"R13 MiB at each round: "_s + texts.join(u' '));
    tell("R13 memory of an idle session", (held[0] - before) * 1024 / count, 100, "KiB");
    tell("R13 memory of round 10 beside round 3", held[rounds - 1] / held[2] * 100, 105, "%");
}

/// R6.
void HostilePeers::floodBeforeLogin()
{
    const auto flood = rawClients(500, m_server.port(), floodSource, [](RawClient &, int) {});
    QList<double> times;
    for (int i = 0; i < 100; ++i)
        times.append(legitMs());
    tell("R6 legit beside 500 idle connections, p99", percentile99(times), 1000, "ms");
}

/// R9.
void HostilePeers::breakHandshakes()
{
    Clients live;
    for (int i = 0; i < 20; ++i) {
        live.push_back(std::make_unique<PlainClient>(m_server.port()));
        static_cast<void>(live.back()->isConnected() && live.back()->resume(m_tokens[i]));
    }
    const auto broken = rawClients(300, m_server.port(), floodSource, [](RawClient &client, int) {
        client.sendRaw(server::halfClientHello() + QByteArray(500, '\xff'));
    });
    int silent = 0;
    for (const auto &client : live)
        silent += isResult(client->call(u"employee.get"_s, {{u"id"_s, 1}})) ? 0 : 1;
    tell("R9 of 20 sessions beside 300 broken handshakes, silent", silent, 0, "");
}

/// R12.
void HostilePeers::sendEndlessLine()
{
    PlainClient other(m_server.port());
    PlainClient client(m_server.port());
    static_cast<void>(other.isConnected() && other.resume(m_tokens[0]));
    static_cast<void>(client.isConnected() && client.resume(m_tokens[1]));
    for (int i = 0; i < 50; ++i) // what a first read brings into memory is not the line's
        static_cast<void>(readMs(other) + readMs(client));
    const double before = mebibytes("VmRSS");
    double most = 0;
    QList<double> times;
    for (int i = 0; i < 200; ++i) {
        client.raw().send(QByteArray(64 * 1024, 'x'), 20ms);
        times.append(readMs(other));
        most = std::max(most, mebibytes("VmRSS"));
    }
    tell("R12 reads beside a line without an end, p99", percentile99(times), 100, "ms");
    tell("R12 memory of a line without an end", most - before, 2, "MiB");
    const bool isOpen = client.raw().waitForRawEnd(1s) == RawClient::Ending::StillOpen;
    tell("R12 open a second after it was too long", isOpen ? 1 : 0, 0, "");
}

/// R5; its second half is in watchDeadlines(), which lasts long enough.
void HostilePeers::sendJunk()
{
    constexpr int kinds = 5;
    const auto junk = rawClients(200 * kinds, m_server.port(), {}, [](RawClient &client, int i) {
        if (i % kinds == 0)
            client.reset();
        else if (i % kinds == 1)
            client.closeTcp();
        else if (i % kinds == 2)
            client.sendRaw("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server.info\"}\n");
        else if (i % kinds == 3)
            client.sendRaw(server::halfClientHello());
    });
    // On a busy machine one may be late by chance; whom junk delays it delays each time.
    const double shortest = std::min({legitMs(), legitMs(), legitMs()});
    tell("R5 legit right after 200 each of five kinds of junk", shortest, 1000, "ms");
}

/// R4, R11 and the second half of R5: they wait beside each other.
void HostilePeers::watchDeadlines()
{
    const auto connected = [this](bool isEncrypted) {
        auto client = std::make_unique<RawClient>(here, m_server.port());
        if (isEncrypted && !client->handshake())
            m_report.problems.append(u"a slow peer could not begin"_s);
        return client;
    };
    PlainClient reader(m_server.port());
    static_cast<void>(reader.isConnected() && reader.resume(m_tokens[0]));
    // What the peers before took is given back within ten seconds, and is not this one's.
    std::this_thread::sleep_for(11s);
    const double before = mebibytes("VmRSS");
    QElapsedTimer timer;
    timer.start();
    const QByteArray hello = server::halfClientHello();
    std::array<SlowPeer, 4> peers{
        SlowPeer{"R4 silent TCP is closed after", 10, connected(false), {}},
        SlowPeer{"R4 a ClientHello of 1 byte/s is closed after", 10, connected(false), hello},
        SlowPeer{"R4 silent TLS is closed after", 15, connected(true), {}},
        SlowPeer{"R4 a login line of 1 byte/s is closed after", 15, connected(true),
            QByteArray(100, ' '), true}};
    // Some 100 MB of answers, none of which is read.
    const QByteArray list = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"employee.list\",\"params\":"
                            "{\"limit\":1000}}\n";
    static_cast<void>(reader.raw().send(list.repeated(2'000), 2s));
    double most = 0;
    double later = 0;
    for (int second = 0; timer.elapsed() < 34'000; ++second) {
        for (SlowPeer &peer : peers)
            peer.step(second, elapsedMs(timer) / 1000);
        most = std::max(most, mebibytes("VmRSS"));
        if (second == 20)
            later = legitMs();
        const auto next = std::chrono::milliseconds(1000 * (second + 1) - timer.elapsed());
        std::this_thread::sleep_for(std::max(next, 0ms));
    }
    constexpr double never = 999;
    for (const SlowPeer &peer : peers)
        tell(
            peer.name, peer.endedAfter < 0 ? never : peer.endedAfter, peer.allowedSeconds + 1, "s");
    tell("R5 legit 20 s after the junk", later, 1000, "ms");
    tell("R11 memory of a reader that reads nothing", most - before, 16, "MiB");
    const bool isOpen = reader.raw().waitForRawEnd(1s) == RawClient::Ending::StillOpen;
    tell("R11 a reader that stalls is open after 34 s", isOpen ? 1 : 0, 0, "");
}

/// R19.
void HostilePeers::loginAllAtOnce()
{
    PlainClient reader(m_server.port());
    static_cast<void>(reader.isConnected() && reader.resume(m_tokens[0]));
    const auto pool = std::max(1U, std::thread::hardware_concurrency() / 2);
    QFile refs(u"/proc/%1/clear_refs"_s.arg(m_server.pid()));
    if (refs.open(QIODevice::WriteOnly))
        refs.write("5"); // the peak counts from now on
    refs.close();
    const double before = mebibytes("VmRSS");
    auto clients = std::vector<std::unique_ptr<RawClient>>();
    for (int i = 0; i < 200; ++i) {
        clients.push_back(std::make_unique<RawClient>(
            here, m_server.port(), QHostAddress(u"127.0.%1.1"_s.arg(i + 10))));
        static_cast<void>(clients.back()->handshake());
    }
    const QByteArray login
        = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"session.login\",\"params\":"
          "{\"username\":\"nobody\",\"password\":\"of this name\"}}\n";
    for (const auto &client : clients)
        client->send(login);
    QList<double> times;
    for (int i = 0; i < 200; ++i)
        times.append(readMs(reader));
    int later = 0;
    int refused = 0;
    for (const auto &client : clients) {
        const auto line = client->readLine();
        const QString reason
            = reasonOf(line ? QJsonDocument::fromJson(*line).object() : QJsonObject());
        later += reason == "try_later"_L1 ? 1 : 0;
        refused += reason == "invalid_credentials"_L1 ? 1 : 0;
    }
    tell("R19 reads beside 200 logins at once, p99", percentile99(times), 500, "ms");
    tell("R19 memory of 200 logins at once", mebibytes("VmHWM") - before, argonMiB * pool + 32,
        "MiB");
    tell("R19 of 200 logins, neither judged nor told to try later", 200 - later - refused, 0, "");
    if (later == 0)
        m_report.problems.append(u"R19: nobody was told to try later"_s);
}

/// R51.
void HostilePeers::stop()
{
    const Clients clients = manySessions();
    const QByteArray list = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"employee.list\"}\n";
    for (const auto &client : clients)
        client->raw().send(list);
    QElapsedTimer timer;
    timer.start();
    const int code = m_server.stop();
    tell("R51 SIGTERM with 1,000 requests under way, out after", elapsedMs(timer) / 1000, 5, "s");
    if (code != 0)
        m_report.problems.append(u"no clean end: "_s + m_server.log());
}

double HostilePeers::legitMs()
{
    QElapsedTimer timer;
    timer.start();
    PlainClient client(m_server.port());
    const bool isServed = client.isConnected() && client.resume(m_tokens[1])
        && isResult(client.call(u"employee.get"_s, {{u"id"_s, 1}}));
    return isServed ? elapsedMs(timer) : 1e6;
}

double HostilePeers::readMs(PlainClient &client)
{
    QElapsedTimer timer;
    timer.start();
    const bool isServed = isResult(client.call(u"employee.get"_s, {{u"id"_s, 1}}));
    return isServed ? elapsedMs(timer) : 1e6;
}

double HostilePeers::mebibytes(const QByteArray &what) const
{
    QFile status(u"/proc/%1/status"_s.arg(m_server.pid()));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith(what + ':'))
            return line.mid(what.size() + 1).simplified().split(' ').first().toDouble() / 1024;
    }
    return 0;
}

qsizetype HostilePeers::openDescriptors() const
{
    return QDir(u"/proc/%1/fd"_s.arg(m_server.pid()))
        .entryList(QDir::System | QDir::AllEntries | QDir::NoDotAndDotDot)
        .size();
}

void HostilePeers::tell(const char *what, double seen, double allowed, const char *unit)
{
    m_report.figures.append(u"%1: %2 %5 (at most %3)%4"_s.arg(QString::fromLatin1(what))
                                .arg(seen, 0, 'f', 1)
                                .arg(allowed, 0, 'f', 0)
                                .arg(seen > allowed ? u" BROKEN"_s : QString())
                                .arg(QString::fromLatin1(unit)));
    if (seen > allowed)
        m_report.problems.append(m_report.figures.last());
}

} // namespace roster::torture
