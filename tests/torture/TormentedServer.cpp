#include "tests/torture/TormentedServer.h"

#include "tests/torture/PlainClient.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QRegularExpression>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <csignal>

namespace roster::torture {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int patienceMs = 60'000;
const QString program = QStringLiteral(ROSTER_SERVER);

QString folderTemplate(const QString &parent)
{
    return (parent.isEmpty() ? QDir::tempPath() : parent) + u"/roster-torture-XXXXXX"_s;
}

FaultControl *shareControl(const QString &path)
{
    const int file
        = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0 || ::ftruncate(file, sizeof(FaultControl)) != 0)
        qFatal("no memory to share");
    void *memory
        = ::mmap(nullptr, sizeof(FaultControl), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    ::close(file);
    if (memory == MAP_FAILED)
        qFatal("no memory to share");
    return new (memory) FaultControl;
}

} // namespace

TormentedServer::TormentedServer(bool hasShim, const QString &parent)
    : m_folder(folderTemplate(parent))
    , m_hasShim(hasShim)
    , m_process(std::make_unique<QProcess>())
{
    if (!m_folder.isValid())
        qFatal("no temporary folder");
    m_faults = shareControl(m_folder.filePath(u"control"_s));
    QDir(m_folder.path()).mkdir(u"backup"_s);
}

TormentedServer::~TormentedServer()
{
    kill();
    ::munmap(m_faults, sizeof(FaultControl));
}

bool TormentedServer::prepare()
{
    return command({u"init"_s}) && addUser(u"hr"_s, u"hr"_s);
}

bool TormentedServer::addUser(const QString &name, const QString &role)
{
    return command({u"user"_s, u"add"_s, name, u"--role"_s, role, u"--password-stdin"_s},
        password().toUtf8() + '\n')
        .has_value();
}

std::optional<QString> TormentedServer::command(const QStringList &words, const QByteArray &input)
{
    QProcess process;
    process.start(program, words + QStringList{u"--data"_s, dataFolder()});
    process.write(input);
    process.closeWriteChannel();
    const bool isDone = process.waitForFinished(patienceMs)
        && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    if (!isDone) {
        qWarning("%s", process.readAllStandardError().constData());
        return std::nullopt;
    }
    return QString::fromUtf8(process.readAllStandardOutput());
}

int TormentedServer::initCheated()
{
    begin({u"init"_s, u"--data"_s, dataFolder()});
    return waitForEnd(60s);
}

bool TormentedServer::start(const QStringList &options)
{
    m_port = 0;
    m_startedAt = std::chrono::steady_clock::now();
    begin(QStringList{u"serve"_s, u"--data"_s, dataFolder(), u"--listen"_s, u"127.0.0.1:0"_s}
        + options);
    static const QRegularExpression listening(u"listening on .*:(\\d+)\n"_s);
    QString output;
    const QDeadlineTimer deadline(patienceMs);
    while (m_port == 0 && !deadline.hasExpired()
        && m_process->waitForReadyRead(static_cast<int>(deadline.remainingTime()))) {
        output += QString::fromUtf8(m_process->readAllStandardOutput());
        m_port = listening.match(output).captured(1).toUShort();
    }
    return m_port != 0;
}

void TormentedServer::begin(const QStringList &arguments)
{
    m_process = std::make_unique<QProcess>();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    if (m_hasShim) {
        environment.insert(u"LD_PRELOAD"_s, QStringLiteral(ROSTER_FAULT_SHIM));
        environment.insert(u"ROSTER_FAULT_FOLDER"_s, dataFolder());
        environment.insert(u"ROSTER_FAULT_BACKUP"_s, m_folder.filePath(u"backup"_s));
        environment.insert(u"ROSTER_FAULT_CONTROL"_s, m_folder.filePath(u"control"_s));
        // The shim stands before AddressSanitizer's runtime, which it calls as the C library.
        environment.insert(u"ASAN_OPTIONS"_s, u"verify_asan_link_order=0"_s);
    }
    m_process->setProcessEnvironment(environment);
    m_process->setStandardErrorFile(m_folder.filePath(u"log"_s), QIODevice::Append);
    m_process->start(program, arguments);
}

std::optional<TormentedServer::Milliseconds> TormentedServer::measureReady()
{
    PlainClient client(m_port);
    if (!client.isConnected() || !client.call(u"server.info"_s))
        return std::nullopt;
    return std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now() - m_startedAt);
}

void TormentedServer::kill()
{
    m_process->kill();
    m_process->waitForFinished(patienceMs);
}

int TormentedServer::stop()
{
    if (isRunning())
        ::kill(static_cast<pid_t>(pid()), SIGTERM);
    return waitForEnd(60s);
}

int TormentedServer::waitForEnd(Milliseconds limit)
{
    if (m_process->state() != QProcess::NotRunning
        && !m_process->waitForFinished(static_cast<int>(limit.count())))
        return -1;
    return m_process->exitStatus() == QProcess::NormalExit ? m_process->exitCode() : -1;
}

bool TormentedServer::isRunning()
{
    return m_process->state() != QProcess::NotRunning && !m_process->waitForFinished(0);
}

QString TormentedServer::log() const
{
    QFile file(m_folder.filePath(u"log"_s));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

void TormentedServer::healFaults()
{
    m_faults->failAt = 0;
    m_faults->cutAt = 0;
    m_faults->isLasting = 0;
    m_faults->kinds = FaultControl::All;
    m_faults->files = FaultControl::AllFiles;
    m_faults->calls = 0;
    m_faults->failed = 0;
}

} // namespace roster::torture
