#include "tests/gui/MemoryKeyRing.h"

#include "gui-client/app/DesktopKeyRing.h"

#include <QMetaObject>
#include <QObject>

#include <utility>

namespace roster::gui::test {
namespace {

void later(QObject *context, std::function<void()> what)
{
    QMetaObject::invokeMethod(context, std::move(what), Qt::QueuedConnection);
}

} // namespace

void MemoryKeyRing::probe(QObject *context, Answer answer)
{
    later(context, [answer = std::move(answer), works = m_works] { answer(works); });
}

void MemoryKeyRing::read(
    const ServerAddress &server, const QString &username, QObject *context, TokenAnswer answer)
{
    const QByteArray token = m_works ? m_tokens.value(keyRingKey(server, username)) : QByteArray();
    later(context, [answer = std::move(answer), token] {
        answer(token.isEmpty() ? std::optional<SecretBytes>()
                               : SecretBytes::copyOf(QByteArrayView(token)));
    });
}

void MemoryKeyRing::write(const ServerAddress &server, const QString &username,
    const SecretBytes &token, QObject *context, Answer answer)
{
    if (m_works)
        m_tokens.insert(keyRingKey(server, username), token.view().toByteArray());
    later(context, [answer = std::move(answer), works = m_works] { answer(works); });
}

void MemoryKeyRing::remove(
    const ServerAddress &server, const QString &username, QObject *context, Answer answer)
{
    m_tokens.remove(keyRingKey(server, username));
    later(context, [answer = std::move(answer), works = m_works] { answer(works); });
}

} // namespace roster::gui::test
