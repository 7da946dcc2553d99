#include "cli-client/terminal/Terminal.h"

#include "cli-client/terminal/PagedOutput.h"
#include "cli-client/terminal/Wait.h"
#include "common/base/EscapedText.h"
#include "common/base/FileDescriptor.h"

#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace roster::cli {
namespace {

/// Negative where there is none.
int openControllingTerminal()
{
    return ::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
}

/// A pager that is behind by more lets its reader wait.
constexpr qint64 mostWaiting = 1024 * 1024;

winsize windowSize()
{
    winsize size{};
    const bool isTerminal = isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;
    if (isTerminal && size.ws_col == 0) // one that does not know its size, such as a serial line
        size = {24, 80, 0, 0};
    return size;
}

Wait<Done>::Start pagerProgress(PagedOutput &paged)
{
    return [&paged](QObject *context, Wait<Done>::Callback callback) {
        QObject::connect(
            &paged, &PagedOutput::progressed, context, [callback] { callback(Done{}); },
            Qt::QueuedConnection);
    };
}

} // namespace

/// A secret being typed on the controlling terminal.
struct Terminal::SecretEntry
{
    explicit SecretEntry(int openDescriptor)
        : tty(openDescriptor)
        , echo(openDescriptor)
        , reader(openDescriptor)
    {
    }
    SecretEntry(const SecretEntry &) = delete;
    SecretEntry &operator=(const SecretEntry &) = delete;

    FileDescriptor tty; ///< closed last, when the echo is back
    EchoGuard echo;
    LineReader reader;
};

Terminal::Question::Question(Terminal &terminal, QString prompt, bool isSecret)
    : m_terminal(terminal)
    , m_prompt(std::move(prompt))
    , m_isSecret(isSecret)
{
}

Terminal::Question::~Question()
{
    m_terminal.forget(*this);
}

void Terminal::Question::await_suspend(std::coroutine_handle<> asker)
{
    m_asker = asker;
    m_terminal.begin(*this);
}

Terminal::Terminal(SignalWatcher &watcher, QObject *parent)
    : QObject(parent)
    , m_input(STDIN_FILENO)
{
    connect(&m_input, &LineReader::lineRead, this, &Terminal::onLine);
    connect(&m_input, &LineReader::endReached, this, [this] {
        finish({Input::Kind::End, {}, {}});
    });
    connect(&watcher, &SignalWatcher::raised, this, &Terminal::onSignal);
}

Terminal::~Terminal() = default;

void Terminal::begin(Question &question)
{
    Q_ASSERT(!m_question);
    m_question = &question;
    if (question.m_isSecret) {
        const int tty = openControllingTerminal();
        if (tty >= 0) {
            m_secretEntry = std::make_unique<SecretEntry>(tty);
            LineReader &reader = m_secretEntry->reader;
            connect(&reader, &LineReader::lineRead, this, &Terminal::onLine);
            connect(&reader, &LineReader::endReached, this, [this] {
                finish({Input::Kind::End, {}, {}});
            });
        }
    }
    printPrompt();
    (m_secretEntry ? m_secretEntry->reader : m_input).want();
}

void Terminal::forget(const Question &question)
{
    if (m_question != &question)
        return;
    m_question = nullptr;
    m_isAnswered = false;
    m_secretEntry.reset();
    m_input.cancel();
}

void Terminal::onLine(QByteArray line)
{
    if (!m_question)
        return;
    Input input{Input::Kind::Line, {}, {}};
    if (m_question->m_isSecret)
        input.secret = SecretBytes::copyOf(QByteArrayView(line));
    else
        input.text = QString::fromUtf8(line);
    wipe(line);
    finish(std::move(input));
}

void Terminal::finish(Input input)
{
    if (!m_question)
        return;
    endEntry(input.isLine());
    m_question->m_input = std::move(input);
    // From the event loop, so that questions answered by a file do not pile up on the stack, and
    // the reader that is reporting lives until it has returned.
    if (!std::exchange(m_isAnswered, true))
        QMetaObject::invokeMethod(this, &Terminal::resumeAsker, Qt::QueuedConnection);
}

void Terminal::endEntry(bool isLine)
{
    // The line end is on the screen only where it was typed and echoed.
    const bool isEchoed = isLine && !m_secretEntry && isInteractive();
    if (m_secretEntry) {
        m_secretEntry->reader.cancel();
        m_secretEntry->echo.restore();
        printTo(m_secretEntry->tty.get(), "\n");
    } else if (!isEchoed) {
        print(QStringLiteral("\n"));
    }
    m_input.cancel();
}

void Terminal::resumeAsker()
{
    if (!std::exchange(m_isAnswered, false))
        return;
    m_secretEntry.reset();
    if (const Question *question = std::exchange(m_question, nullptr))
        question->m_asker.resume();
}

void Terminal::onSignal(int number)
{
    switch (number) {
    case SIGINT:
        if (m_question)
            finish({Input::Kind::Interrupted, {}, {}});
        else if (!m_paged
            || !m_paged->hasPager()) // the pager has got it too, and is left by itself
            Q_EMIT interrupted();
        break;
    case SIGTSTP:
        stopUntilContinued();
        break;
    case SIGCONT:
        onContinued();
        break;
    default:
        Q_EMIT terminated(number);
    }
}

void Terminal::stopUntilContinued()
{
    if (m_secretEntry)
        m_secretEntry->echo.restore();
    raise(SIGSTOP);
}

void Terminal::onContinued()
{
    if (!m_question || m_isAnswered)
        return;
    if (m_secretEntry)
        m_secretEntry->echo.apply();
    printPrompt();
}

void Terminal::print(const QString &text)
{
    printOut(escapedLines(text).toUtf8());
}

void Terminal::printStyled(const QString &text, TextStyle style)
{
    const QByteArray bytes = escapedLines(text).toUtf8();
    printOut(isColoured(STDOUT_FILENO) ? styled(bytes, style) : bytes);
}

void Terminal::printError(const QString &text, const QString &prefix)
{
    clearStatus();
    QByteArray head = prefix.toUtf8();
    if (isColoured(STDERR_FILENO) && !head.isEmpty())
        head = styled(head, TextStyle::Bad);
    printTo(STDERR_FILENO, head + escapedLines(text).toUtf8());
}

void Terminal::write(const QByteArray &bytes)
{
    printOut(bytes);
}

void Terminal::printOut(const QByteArray &bytes)
{
    clearStatus();
    if (m_paged)
        m_paged->write(bytes);
    else
        printTo(STDOUT_FILENO, bytes);
}

void Terminal::usePager()
{
    const QString command = isOutputTerminal() ? pagerCommand() : QString();
    if (!command.isEmpty())
        m_paged = std::make_unique<PagedOutput>(command, QSize(width(), height()));
}

Task<bool> Terminal::outputTaken()
{
    while (m_paged && m_paged->hasPager() && m_paged->waiting() > mostWaiting) {
        Wait<Done> progress(*this, pagerProgress(*m_paged));
        co_await progress;
    }
    co_return !isOutputClosed();
}

Task<bool> Terminal::endPaging()
{
    if (!m_paged)
        co_return true;
    m_paged->end();
    while (m_paged->hasPager()) {
        Wait<Done> progress(*this, pagerProgress(*m_paged));
        co_await progress;
    }
    const QByteArray rest = m_paged->heldBack();
    m_isOutputClosed = m_isOutputClosed || m_paged->isClosed();
    m_paged.reset();
    printTo(STDOUT_FILENO, rest);
    co_return true;
}

void Terminal::showStatus(const QString &text)
{
    if (!isatty(STDERR_FILENO) || qgetenv("TERM") == "dumb")
        return;
    m_hasStatus = true;
    printTo(STDERR_FILENO, "\r\x1b[K" + escaped(text).toUtf8());
}

void Terminal::clearStatus()
{
    if (std::exchange(m_hasStatus, false))
        printTo(STDERR_FILENO, "\r\x1b[K");
}

bool Terminal::isOutputClosed() const
{
    return m_isOutputClosed || (m_paged && m_paged->isClosed());
}

void Terminal::notice(const QString &text)
{
    if (!m_question || m_isAnswered)
        return;
    const QByteArray bytes = escapedLines(u'\n' + text + u'\n').toUtf8();
    printTo(m_secretEntry ? m_secretEntry->tty.get() : STDOUT_FILENO, bytes);
    printPrompt();
}

void Terminal::printPrompt()
{
    const QByteArray prompt = escapedLines(m_question->m_prompt).toUtf8();
    printTo(m_secretEntry ? m_secretEntry->tty.get() : STDOUT_FILENO, prompt);
}

void Terminal::printTo(int descriptor, const QByteArray &bytes)
{
    QByteArrayView rest(bytes);
    while (!rest.isEmpty()) {
        const ssize_t count = ::write(descriptor, rest.data(), static_cast<size_t>(rest.size()));
        if (count >= 0) {
            rest = rest.sliced(count);
        } else if (errno == EAGAIN) {
            // Whoever shares the descriptor made it non-blocking.
            pollfd ready{descriptor, POLLOUT, 0};
            poll(&ready, 1, -1);
        } else if (errno != EINTR) {
            if (descriptor == STDOUT_FILENO)
                (errno == EPIPE ? m_isOutputClosed : m_hasOutputFailed) = true;
            return;
        }
    }
}

bool Terminal::isInteractive() const
{
    return isatty(STDIN_FILENO);
}

bool Terminal::hasControllingTerminal()
{
    return FileDescriptor(openControllingTerminal()).isValid();
}

int Terminal::width() const
{
    return windowSize().ws_col;
}

int Terminal::height() const
{
    return windowSize().ws_row;
}

} // namespace roster::cli
