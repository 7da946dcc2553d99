#pragma once

#include "tests/torture/FaultControl.h"

#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <chrono>
#include <memory>
#include <optional>

namespace roster::torture {

/// The real server program on a data folder of its own, to be killed and cheated. Used on one
/// thread. With a shim its file calls can be made to fail through faults().
class TormentedServer
{
public:
    using Milliseconds = std::chrono::milliseconds;

    /// @p parent: where the data folder is made; empty for the system's temporary folder.
    explicit TormentedServer(bool hasShim, const QString &parent = {});
    ~TormentedServer();

    /// Makes the folder with an administrator, and a user `hr` of that role.
    [[nodiscard]] bool prepare();
    [[nodiscard]] bool addUser(const QString &name, const QString &role);
    /// An administrator's command: what it printed; nothing when it failed.
    [[nodiscard]] std::optional<QString> command(
        const QStringList &words, const QByteArray &input = {});
    /// `init` under the shim: the exit code, -1 for a signal.
    [[nodiscard]] int initCheated();
    [[nodiscard]] static QString password()
    {
        return QStringLiteral("correct horse battery staple");
    }

    /// True once it listens; false when it has ended instead or a minute has passed.
    [[nodiscard]] bool start(const QStringList &options = {});
    /// From the last start until it had answered over TLS; measures by asking.
    [[nodiscard]] std::optional<Milliseconds> measureReady();
    void kill();
    /// SIGTERM and wait: the exit code, -1 for an end by a signal.
    [[nodiscard]] int stop();
    /// Waits for its end, at most @p limit: the exit code, -1 for a signal or none.
    [[nodiscard]] int waitForEnd(Milliseconds limit);
    [[nodiscard]] bool isRunning();

    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] qint64 pid() const { return m_process->processId(); }
    [[nodiscard]] QString dataFolder() const { return m_folder.filePath(QStringLiteral("data")); }
    [[nodiscard]] QString folder() const { return m_folder.path(); }
    /// What it and those before it have written to stderr.
    [[nodiscard]] QString log() const;
    [[nodiscard]] FaultControl &faults() { return *m_faults; }
    /// No more faults, numbers from 0.
    void healFaults();

private:
    void begin(const QStringList &arguments);

    QTemporaryDir m_folder;
    const bool m_hasShim;
    std::unique_ptr<QProcess> m_process;
    std::chrono::steady_clock::time_point m_startedAt;
    FaultControl *m_faults = nullptr;
    quint16 m_port = 0;
};

} // namespace roster::torture
