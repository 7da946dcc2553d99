#include "tests/torture/FullDisk.h"

#include "tests/torture/RecordChecker.h"

#include <QElapsedTimer>
#include <QFile>
#include <QStorageInfo>

namespace roster::torture {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int fillers = 4;
constexpr qsizetype refusalsWanted = 40;
constexpr qint64 ballastBytes = 256 * 1024;
constexpr int refusalsInARow = 10;
constexpr int mostTries = 2'000;
constexpr int triesWithRoom = 5;
constexpr qint64 patienceMs = 120'000;

} // namespace

FullDisk::FullDisk(const QString &folder)
    : m_ballast(folder + u"/ballast"_s)
    , m_server(false, folder)
{
}

FullDisk::~FullDisk()
{
    m_stop.request_stop();
    m_abandon.request_stop();
    for (std::thread &writer : m_writers) {
        if (writer.joinable())
            writer.join();
    }
    QFile::remove(m_ballast);
}

FullDiskReport FullDisk::run()
{
    if (begin()) {
        fill();
        useTheLastRoom();
        serveWhileFull();
        checkStored();
        freeAndGoOn();
        finish();
    }
    m_report.acknowledged = m_ledger.count(Verdict::Acknowledged);
    m_report.refused = m_ledger.count(Verdict::Refused);
    return m_report;
}

bool FullDisk::begin()
{
    QFile ballast(m_ballast);
    const bool isReady = m_server.prepare() && m_server.start()
        && ballast.open(QIODevice::WriteOnly)
        && ballast.write(QByteArray(ballastBytes, 'b')) == ballastBytes && ballast.flush();
    m_client = std::make_unique<PlainClient>(m_server.port());
    m_token = isReady && m_client->isConnected() ? m_client->login(u"hr"_s) : QString();
    if (m_token.isEmpty())
        complain(u"no server: is the disk too small?"_s);
    m_report.roomAtFirst = QStorageInfo(m_ballast).bytesAvailable();
    return !m_token.isEmpty();
}

/// Several writers at once, so that the disk is full in the middle of commits of many.
void FullDisk::fill()
{
    m_door.open(m_server.port());
    for (int number = 1; number <= fillers; ++number) {
        m_writers.emplace_back([this, number] {
            Writer(number, m_door, m_ledger).run(m_stop.get_token(), m_abandon.get_token());
        });
    }
    QElapsedTimer timer;
    timer.start();
    while (m_ledger.count(Verdict::Refused) < refusalsWanted && timer.elapsed() < patienceMs
        && m_server.isRunning())
        std::this_thread::sleep_for(20ms);
    if (m_ledger.count(Verdict::Refused) < refusalsWanted)
        complain(u"the disk did not become full"_s);
    m_stop.request_stop();
    for (std::thread &writer : m_writers)
        writer.join();
}

/// What is left may do for a short write here and there.
void FullDisk::useTheLastRoom()
{
    int refused = 0;
    for (int i = 0; i < mostTries && refused < refusalsInARow; ++i) {
        const QString reason = add();
        refused = reason.isEmpty() ? 0 : refused + 1;
        if (!reason.isEmpty() && reason != "storage_unavailable"_L1)
            return complain(u"a write on a full disk was refused as "_s + reason);
    }
    if (refused < refusalsInARow)
        complain(u"writes go on on a full disk"_s);
}

void FullDisk::serveWhileFull()
{
    if (!isResult(m_client->call(u"employee.list"_s, {{u"limit"_s, 100}, {u"total"_s, true}}))
        || !isResult(m_client->call(u"employee.get"_s, {{u"id"_s, 1}})))
        complain(u"reads do not go on"_s);
    PlainClient other(m_server.port());
    if (!other.isConnected() || !other.resume(m_token)
        || !isResult(other.call(u"employee.get"_s, {{u"id"_s, 1}})))
        complain(u"an open session does not go on"_s);

    PlainClient newcomer(m_server.port());
    const auto login = [&newcomer](const QString &password) {
        return newcomer.call(
            u"session.login"_s, {{u"username"_s, u"hr"_s}, {u"password"_s, password}});
    };
    if (reasonOf(login(u"not the password"_s)) != "invalid_credentials"_L1)
        complain(u"a wrong password is not called wrong"_s);
    const auto right = login(TormentedServer::password());
    m_report.loginWhileFull = reasonOf(right);
    if (!isResult(right) && m_report.loginWhileFull != "storage_unavailable"_L1)
        complain(u"a login on a full disk was told "_s + m_report.loginWhileFull);
}

void FullDisk::freeAndGoOn()
{
    QFile::remove(m_ballast);
    QString reason = u"nothing"_s;
    for (int i = 0; i < triesWithRoom && !reason.isEmpty(); ++i)
        reason = add();
    if (!reason.isEmpty())
        complain(u"writes do not go on with room: "_s + reason);
    PlainClient newcomer(m_server.port());
    if (!newcomer.isConnected() || newcomer.login(u"hr"_s).isEmpty())
        complain(u"logins do not go on with room"_s);
}

void FullDisk::finish()
{
    if (!m_server.isRunning())
        return complain(u"the server died"_s);
    RecordChecker checker;
    if (checker.read(m_server.dataFolder()))
        m_report.problems += checker.differencesFromServed(m_server.port());
    if (m_server.stop() != 0)
        complain(u"no clean end"_s);
    checkStored();
}

/// Empty when it was acknowledged, else why not.
QString FullDisk::add()
{
    const QString value = u"last-%1"_s.arg(++m_values);
    m_ledger.open(value);
    const QJsonObject employee{{u"first_name"_s, u"Ann"_s}, {u"last_name"_s, u"O'Brien"_s},
        {u"ssn"_s, u"001020003"_s}, {u"date_of_birth"_s, u"1996-02-29"_s},
        {u"salary"_s, u"45210.50"_s}, {u"department"_s, value}};
    const auto reply
        = m_client->call(u"employee.add"_s, {{u"employee"_s, employee}, {u"request_key"_s, value}});
    const Verdict verdict = verdictOf(reply);
    if (verdict != Verdict::Unknown) {
        const QJsonObject added = (*reply)["result"_L1]["employee"_L1].toObject();
        m_ledger.close(
            {value, verdict, added["id"_L1].toInteger(), added["version"_L1].toInteger()});
    }
    if (verdict == Verdict::Acknowledged)
        return {};
    return reply ? reasonOf(reply) : u"no answer"_s;
}

void FullDisk::checkStored()
{
    RecordChecker checker;
    if (!checker.read(m_server.dataFolder()))
        complain(u"the database cannot be read"_s);
    m_report.problems += checker.problems(m_ledger.attempts());
}

void FullDisk::complain(const QString &problem)
{
    m_report.problems.append(problem);
    if (m_report.problems.size() == 1)
        m_report.problems.append(m_server.log().right(2'000));
}

} // namespace roster::torture
