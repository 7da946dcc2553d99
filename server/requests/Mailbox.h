#pragma once

#include <QObject>

#include <functional>
#include <mutex>
#include <vector>

namespace roster::server {

/// How other threads hand work to a worker: letters are opened on the thread the mailbox lives on,
/// in the order they were posted. Owned by ServerApp and outlives everything that posts; what is
/// posted after the worker has ended is never opened.
class Mailbox : public QObject
{
    Q_OBJECT
public:
    using Letter = std::function<void()>;

    using QObject::QObject;

    /// From any thread. Wakes the mailbox's thread, now or at the end of this thread's MailRound.
    void post(Letter letter);
    /// On the mailbox's thread: no letter is opened any more, not even those that are here.
    void close();

protected:
    bool event(QEvent *event) override;

private:
    friend class MailRound;

    void wake();
    void openLetters();

    std::mutex m_mutex;
    std::vector<Letter> m_letters;
    bool m_isClosed = false; ///< on the mailbox's thread
};

/// While there is one on a thread, what the thread posts wakes nobody; at its end each mailbox is
/// woken once. So what belongs to one commit is read in one turn. One at a time; short.
class MailRound
{
public:
    MailRound();
    ~MailRound();
    MailRound(const MailRound &) = delete;
    MailRound &operator=(const MailRound &) = delete;

private:
    friend class Mailbox;

    static thread_local MailRound *current;

    std::vector<Mailbox *> m_mailboxes; ///< that have letters and were not woken
};

} // namespace roster::server
