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

    /// From any thread.
    void post(Letter letter);
    /// On the mailbox's thread: no letter is opened any more, not even those that are here.
    void close();

protected:
    bool event(QEvent *event) override;

private:
    void openLetters();

    std::mutex m_mutex;
    std::vector<Letter> m_letters;
    bool m_isClosed = false; ///< on the mailbox's thread
};

} // namespace roster::server
