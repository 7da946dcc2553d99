#include "server/app/Console.h"

#include "common/base/EscapedText.h"

#include <QLocale>

#include <cerrno>
#include <cstdio>
#include <termios.h>
#include <unistd.h>

namespace roster::server::console {
namespace {

using namespace Qt::StringLiterals;

constexpr std::size_t longestLine = 4096;

/// Keeps what is typed off the screen for its lifetime.
class SilentTerminal
{
public:
    SilentTerminal()
    {
        if (::tcgetattr(STDIN_FILENO, &m_before) != 0)
            return;
        m_isTerminal = true;
        termios silent = m_before;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        silent.c_lflag |= ECHONL;
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    ~SilentTerminal()
    {
        if (m_isTerminal)
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
    }
    SilentTerminal(const SilentTerminal &) = delete;
    SilentTerminal &operator=(const SilentTerminal &) = delete;

private:
    termios m_before{};
    bool m_isTerminal = false;
};

/// Reads up to a line's end or the end of input; nothing when it does not fit.
std::optional<std::size_t> readLine(SecretBytes &into)
{
    std::size_t size = 0;
    for (;;) {
        unsigned char *next = into.data() + size;
        const ssize_t got = ::read(STDIN_FILENO, next, 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0 || *next == '\n')
            return size;
        if (++size == into.size())
            return std::nullopt;
    }
}

} // namespace

bool print(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    const auto size = static_cast<std::size_t>(bytes.size());
    return std::fwrite(bytes.constData(), 1, size, stdout) == size && std::fflush(stdout) == 0;
}

void complain(const QString &message)
{
    const QByteArray line = (u"roster-server: "_s + escaped(message) + u'\n').toUtf8();
    std::fputs(line.constData(), stderr);
}

void complain(const QStringList &messages)
{
    for (const QString &message : messages)
        complain(message);
}

void showProgress(const QString &what, qint64 done, qint64 total)
{
    if (::isatty(STDERR_FILENO) == 0)
        return;
    const QLocale locale(QLocale::English);
    const QString text = u"\r%1 of %2 %3%4"_s.arg(
        locale.toString(done), locale.toString(total), what, done == total ? u"\n"_s : u""_s);
    std::fputs(text.toUtf8().constData(), stderr);
}

bool confirm(const QString &question)
{
    if (::isatty(STDIN_FILENO) == 0)
        return true;
    std::fputs((escaped(question) + u" [y/N] "_s).toUtf8().constData(), stderr);
    SecretBytes buffer(longestLine);
    const std::size_t size = readLine(buffer).value_or(0);
    const QByteArray answer
        = buffer.view().first(static_cast<qsizetype>(size)).toByteArray().trimmed().toLower();
    return answer == "y" || answer == "yes";
}

Result<SecretBytes> readPassword()
{
    const SilentTerminal silent;
    SecretBytes buffer(longestLine);
    std::optional<std::size_t> size = readLine(buffer);
    if (size && *size > 0 && buffer.data()[*size - 1] == '\r')
        --*size;
    if (!size || *size == 0) {
        return Error{ErrorCode::InvalidParams,
            u"The password is expected on standard input, as one line."_s, {}};
    }
    return SecretBytes::copyOf(buffer.view().first(static_cast<qsizetype>(*size)));
}

} // namespace roster::server::console
