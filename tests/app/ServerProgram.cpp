#include "tests/app/ServerProgram.h"

#include <QRegularExpression>
#include <QSslCertificate>
#include <QSslSocket>
#include <QTest>

#include <csignal>

namespace roster::server::test {

using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 60'000;
const QString program = QStringLiteral(ROSTER_SERVER);

} // namespace

ProgramRun ServerProgram::run(const QStringList &arguments, const QByteArray &input, int patience)
{
    QProcess process;
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    const bool isOver = process.waitForFinished(patience);
    const bool isExit = isOver && process.exitStatus() == QProcess::NormalExit;
    return {isExit ? process.exitCode() : -1, QString::fromUtf8(process.readAllStandardOutput()),
        QString::fromUtf8(process.readAllStandardError())};
}

ServerProgram::~ServerProgram()
{
    m_process.kill();
    m_process.waitForFinished(patienceMs);
}

bool ServerProgram::serve(const QStringList &arguments)
{
    m_process.start(program, QStringList(u"serve"_s) + arguments);
    static const QRegularExpression listening(u"listening on .*:(\\d+)\n"_s);
    return QTest::qWaitFor(
               [this] {
                   m_output += QString::fromUtf8(m_process.readAllStandardOutput());
                   m_port = listening.match(m_output).captured(1).toUShort();
                   return m_port != 0 || m_process.state() == QProcess::NotRunning;
               },
               patienceMs)
        && m_port != 0;
}

int ServerProgram::stop()
{
    ::kill(static_cast<pid_t>(m_process.processId()), SIGTERM);
    m_process.waitForFinished(patienceMs);
    return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

QByteArray ServerProgram::shownCertificate() const
{
    QSslSocket socket;
    socket.setPeerVerifyMode(QSslSocket::VerifyNone);
    socket.connectToHostEncrypted(u"127.0.0.1"_s, m_port);
    if (!QTest::qWaitFor([&socket] { return socket.isEncrypted(); }, 10'000))
        return {};
    return socket.peerCertificate().digest(QCryptographicHash::Sha256);
}

QString ServerProgram::errors()
{
    m_errors += m_process.readAllStandardError();
    return QString::fromUtf8(m_errors);
}

} // namespace roster::server::test
