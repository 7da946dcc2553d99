#pragma once

#include <QByteArray>
#include <QObject>
#include <QProcess>
#include <QSize>

namespace roster::cli {

/// The standard output of a terminal, held back until it is known whether it fits the screen. What
/// does not fit goes to a pager, which the person may leave at any time. Owned by the Terminal.
class PagedOutput : public QObject
{
    Q_OBJECT

public:
    /// @p command is for the shell.
    PagedOutput(QString command, QSize screen, QObject *parent = nullptr);
    ~PagedOutput() override;

    void write(const QByteArray &bytes);
    /// No more follows; the pager ends when the person leaves it.
    void end();

    [[nodiscard]] bool hasPager() const { return m_pager.state() != QProcess::NotRunning; }
    /// The person has left the pager.
    [[nodiscard]] bool isClosed() const { return m_wasStarted && !hasPager(); }
    /// What fits the screen and was given to no pager.
    [[nodiscard]] const QByteArray &heldBack() const { return m_held; }
    /// Bytes that the pager has not taken yet.
    [[nodiscard]] qint64 waiting() const { return m_pager.bytesToWrite(); }

Q_SIGNALS:
    /// The pager took something, or has ended.
    void progressed();

private:
    [[nodiscard]] bool fits() const;
    void startPager();

    QString m_command;
    QSize m_screen;
    QByteArray m_held;
    QProcess m_pager;
    bool m_wasStarted = false;
};

/// The person's pager as a command for the shell; empty where there is none, or none is wanted.
[[nodiscard]] QString pagerCommand();

} // namespace roster::cli
