#include "cli-client/terminal/PagedOutput.h"

#include "cli-client/text/DisplayWidth.h"

#include <QProcessEnvironment>
#include <QRegularExpression>
#include <QStandardPaths>

#include <algorithm>

#include <signal.h>

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

constexpr int patience = 1'000; // ms

/// Without the sequences that switch colours.
QString plain(const QByteArray &bytes)
{
    static const QRegularExpression style(u"\\x1b\\[[0-9;]*m"_s);
    return QString::fromUtf8(bytes).remove(style);
}

} // namespace

PagedOutput::PagedOutput(QString command, QSize screen, QObject *parent)
    : QObject(parent)
    , m_command(std::move(command))
    , m_screen(screen)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"LESSSECURE"_s, u"1"_s); // no shell and no files out of a list of records
    m_pager.setProcessEnvironment(environment);
    m_pager.setProcessChannelMode(QProcess::ForwardedChannels);
    m_pager.setChildProcessModifier([] {
        // We take signals by other means; the pager is to take them as any program does.
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, nullptr);
        ::signal(SIGPIPE, SIG_DFL);
    });
    connect(&m_pager, &QProcess::bytesWritten, this, &PagedOutput::progressed);
    connect(&m_pager, &QProcess::finished, this, &PagedOutput::progressed);
    connect(&m_pager, &QProcess::errorOccurred, this, &PagedOutput::progressed);
}

PagedOutput::~PagedOutput()
{
    m_pager.disconnect(this);
    if (!hasPager())
        return;
    // Asked, and not killed: it has to put the terminal back.
    m_pager.terminate();
    m_pager.waitForFinished(patience);
}

void PagedOutput::write(const QByteArray &bytes)
{
    if (m_wasStarted) {
        if (hasPager())
            m_pager.write(bytes);
        return;
    }
    m_held += bytes;
    if (!fits())
        startPager();
}

bool PagedOutput::fits() const
{
    const QList<QByteArray> lines = m_held.split('\n');
    // One row stays for the shell's prompt.
    if (lines.size() > m_screen.height())
        return false;
    return std::ranges::all_of(lines,
        [this](const QByteArray &line) { return displayWidth(plain(line)) <= m_screen.width(); });
}

void PagedOutput::startPager()
{
    m_wasStarted = true;
    m_pager.start(u"/bin/sh"_s, {u"-c"_s, m_command});
    m_pager.write(m_held);
    m_held.clear();
}

void PagedOutput::end()
{
    m_pager.closeWriteChannel();
}

QString pagerCommand()
{
    const QString wanted = qEnvironmentVariable("PAGER", u"less -RSX"_s);
    const QString program = wanted.trimmed().section(u' ', 0, 0);
    const bool isThere = !program.isEmpty() && !QStandardPaths::findExecutable(program).isEmpty();
    return isThere ? wanted : QString();
}

} // namespace roster::cli
