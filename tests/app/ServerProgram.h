#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>

namespace roster::server::test {

/// How a run of the program ended.
struct ProgramRun
{
    int exitCode = -1; ///< -1: it did not end, or by a signal
    QString output;
    QString errors;
};

/// The real program, as people start it.
class ServerProgram
{
public:
    /// Runs to its end, for at most @p patience ms. @p input goes to its standard input.
    [[nodiscard]] static ProgramRun run(
        const QStringList &arguments, const QByteArray &input = {}, int patience = 60'000);

    ~ServerProgram();

    /// Starts `serve` with @p arguments. True once it has printed an address.
    [[nodiscard]] bool serve(const QStringList &arguments);
    /// SIGTERM and wait: the exit code, -1 for another end.
    [[nodiscard]] int stop();

    /// SHA-256 of the certificate that it shows to a new client.
    [[nodiscard]] QByteArray shownCertificate() const;
    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] qint64 pid() const { return m_process.processId(); }
    [[nodiscard]] QString output() const { return m_output; }
    /// All that it has written to stderr so far.
    [[nodiscard]] QString errors();

private:
    QProcess m_process;
    QString m_output;
    QByteArray m_errors;
    quint16 m_port = 0;
};

} // namespace roster::server::test
