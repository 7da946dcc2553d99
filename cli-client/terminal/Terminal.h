#pragma once

#include "cli-client/terminal/EchoGuard.h"
#include "cli-client/terminal/LineReader.h"
#include "cli-client/terminal/SignalWatcher.h"
#include "common/base/SecretBytes.h"

#include <QObject>
#include <QString>

#include <coroutine>
#include <memory>

namespace roster::cli {

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
    /// The same to the standard error.
    void printError(const QString &text);
    /// To the standard output as it is; for formats that have an escaping of their own.
    void write(const QByteArray &bytes);
    /// Prints above a question that stands, and asks it again; else nothing, as then a call is
    /// under way, whose outcome tells.
    void notice(const QString &text);

    /// Whether a person answers.
    [[nodiscard]] bool isInteractive() const;
    /// Whether a secret can be asked where it is not echoed.
    [[nodiscard]] static bool hasControllingTerminal();
    /// In columns and rows; 0 where the output is no terminal.
    [[nodiscard]] int width() const;
    [[nodiscard]] int height() const;
    [[nodiscard]] bool isOutputTerminal() const { return width() > 0; }
    /// Whether something could not be written, to a full disk or a closed pipe.
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
    void printTo(int descriptor, const QByteArray &bytes);

    LineReader m_input;
    Question *m_question = nullptr;
    std::unique_ptr<SecretEntry> m_secretEntry;
    bool m_isAnswered = false; ///< and its asker about to go on
    bool m_hasOutputFailed = false;
};

} // namespace roster::cli
