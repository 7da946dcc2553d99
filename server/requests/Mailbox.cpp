#include "server/requests/Mailbox.h"

#include <QCoreApplication>
#include <QEvent>

namespace roster::server {
namespace {

const QEvent::Type lettersArrived = static_cast<QEvent::Type>(QEvent::registerEventType());

} // namespace

void Mailbox::post(Letter letter)
{
    bool isFirst = false;
    {
        const std::scoped_lock lock(m_mutex);
        isFirst = m_letters.empty();
        m_letters.push_back(std::move(letter));
    }
    if (!isFirst)
        return;
    if (MailRound *round = MailRound::current)
        round->m_mailboxes.push_back(this);
    else
        wake();
}

void Mailbox::wake()
{
    QCoreApplication::postEvent(this, new QEvent(lettersArrived));
}

void Mailbox::close()
{
    m_isClosed = true;
}

bool Mailbox::event(QEvent *event)
{
    if (event->type() != lettersArrived)
        return QObject::event(event);
    openLetters();
    return true;
}

void Mailbox::openLetters()
{
    std::vector<Letter> letters;
    {
        const std::scoped_lock lock(m_mutex);
        letters.swap(m_letters);
    }
    for (const Letter &letter : letters) {
        if (m_isClosed)
            return;
        letter();
    }
}

thread_local MailRound *MailRound::current = nullptr;

MailRound::MailRound()
{
    Q_ASSERT(!current);
    current = this;
}

MailRound::~MailRound()
{
    current = nullptr;
    for (Mailbox *mailbox : m_mailboxes)
        mailbox->wake();
}

} // namespace roster::server
