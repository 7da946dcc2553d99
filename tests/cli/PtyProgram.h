#pragma once

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>
#include <QStringList>

#include <memory>
#include <optional>

#include <sys/types.h>

namespace roster::test {

/// A program at the other end of a pseudo terminal, whose keyboard and screen are the test's.
class PtyProgram : public QObject
{
    Q_OBJECT

public:
    /// Starts @p path with @p arguments on a terminal of its own, @p columns wide.
    PtyProgram(const QString &path, const QStringList &arguments, int columns = 100);
    ~PtyProgram() override;

    /// Waits until the screen, from after the last match on, shows @p text.
    [[nodiscard]] bool expect(const QString &text);
    void type(const QByteArray &keys);
    void enter(const QString &line) { type(line.toUtf8() + '\n'); }
    void signal(int number) const;

    /// Waits for its end. Negative: it was killed by a signal, or did not end.
    [[nodiscard]] int exitCode();
    [[nodiscard]] bool isEchoOn() const;
    /// Everything that was ever on the screen.
    [[nodiscard]] QByteArray screen() const { return m_screen; }

private:
    void onReadable();

    int m_master = -1;
    pid_t m_process = -1;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QByteArray m_screen;
    qsizetype m_seen = 0;
};

} // namespace roster::test
