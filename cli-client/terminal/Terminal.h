#pragma once

#include "cli-client/terminal/EchoGuard.h"
#include "cli-client/terminal/LineReader.h"
#include "cli-client/terminal/SignalWatcher.h"
#include "cli-client/terminal/Task.h"
#include "cli-client/terminal/TextStyle.h"
#include "common/base/SecretBytes.h"

#include <QObject>
#include <QString>

#include <coroutine>
#include <memory>

namespace roster::cli {

class PagedOutput;

/// What came of a question.
struct Input
{
    enum class Kind {
        Line,
        End, ///< Ctrl-D, or the end of a file
        Interrupted, ///< Ctrl-C
    };
    Kind kind = Kind::End;
    QString text;
    SecretBytes secret; ///< instead of text, for a secret

    [[nodiscard]] bool isLine() const { return kind == Kind::Line; }
};

/// The person at the keyboard, or the script in their place: questions, text, notices, signals. The
/// line discipline of the terminal edits the line, and nothing here waits, so that news from the
/// server is seen while a question stands. Everything printed is escaped: whoever wrote it, the
/// terminal obeys none of it. One at a time for a process.
class Terminal : public QObject
{
    Q_OBJECT

public:
    explicit Terminal(SignalWatcher &watcher, QObject *parent = nullptr);
    ~Terminal() override;

    /// What ask() and askSecret() give; co_await it for the Input. One question stands at a time.
    class [[nodiscard]] Question
    {
    public:
        Question(Terminal &terminal, QString prompt, bool isSecret);
        ~Question();
        Question(const Question &) = delete;
        Question &operator=(const Question &) = delete;

        // The names are those that the language asks for.
        bool await_ready() const noexcept { return false; }
        void await_suspend(std::coroutine_handle<> asker);
        Input await_resume() { return std::move(m_input); }

    private:
        friend class Terminal;
        Terminal &m_terminal;
        QString m_prompt;
        bool m_isSecret;
        std::coroutine_handle<> m_asker;
        Input m_input;
    };

    Question ask(const QString &prompt) { return {*this, prompt, false}; }
    /// Without echo, on the controlling terminal, wherever input and output lead; without
    /// a controlling terminal a line of the input.
    Question askSecret(const QString &prompt) { return {*this, prompt, true}; }

    /// To the standard output, escaped but for line feeds.
    void print(const QString &text);
    /// The same, in colours where the output may show them.
    void printStyled(const QString &text, TextStyle style);
    /// The same to the standard error, @p prefix standing out.
    void printError(const QString &text, const QString &prefix = {});
    /// To the standard output as it is; for formats that have an escaping of their own.
    void write(const QByteArray &bytes);
    /// Prints above a question that stands, and asks it again; else nothing, as then a call is
    /// under way, whose outcome tells.
    void notice(const QString &text);

    /// On a terminal, what does not fit goes through a pager from now on, if there is one.
    void usePager();
    /// Ends when the pager has taken most of what was written; true while it wants more.
    [[nodiscard]] Task<bool> outputTaken();
    /// Shows what was held back, or ends when the person leaves the pager.
    [[nodiscard]] Task<bool> endPaging();

    /// One line on the standard error that the next one takes the place of; only on a terminal.
    void showStatus(const QString &text);
    void clearStatus();

    /// Whether a person answers.
    [[nodiscard]] bool isInteractive() const;
    /// Whether a secret can be asked where it is not echoed.
    [[nodiscard]] static bool hasControllingTerminal();
    /// In columns and rows; 0 where the output is no terminal.
    [[nodiscard]] int width() const;
    [[nodiscard]] int height() const;
    /// The width that lines should keep to; 0 where they need not.
    [[nodiscard]] int layoutWidth() const { return m_paged ? 0 : width(); }
    [[nodiscard]] bool isOutputTerminal() const { return width() > 0; }
    /// Whether whoever read the output has left: a closed pipe, a pager that was quit.
    [[nodiscard]] bool isOutputClosed() const;
    /// Whether something could not be written for another reason, such as a full disk.
    [[nodiscard]] bool hasOutputFailed() const { return m_hasOutputFailed; }

Q_SIGNALS:
    /// Ctrl-C while no question stands.
    void interrupted();
    /// SIGTERM, SIGHUP or SIGQUIT: the program has to end.
    void terminated(int signalNumber);

private:
    struct SecretEntry;

    void begin(Question &question);
    void forget(const Question &question);
    void finish(Input input);
    void endEntry(bool isLine);
    void resumeAsker();
    void onLine(QByteArray line);
    void onSignal(int number);
    void stopUntilContinued();
    void onContinued();
    void printPrompt();
    void printOut(const QByteArray &bytes);
    void printTo(int descriptor, const QByteArray &bytes);

    LineReader m_input;
    Question *m_question = nullptr;
    std::unique_ptr<SecretEntry> m_secretEntry;
    bool m_isAnswered = false; ///< and its asker about to go on
    std::unique_ptr<PagedOutput> m_paged;
    bool m_hasStatus = false;
    bool m_hasOutputFailed = false;
    bool m_isOutputClosed = false;
};

} // namespace roster::cli
