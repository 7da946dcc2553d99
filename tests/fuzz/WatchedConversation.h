#pragma once

#include "common/protocol/LineCodec.h"
#include "tests/fuzz/DispatchWorld.h"

#include <QJsonObject>

#include <deque>
#include <memory>

namespace roster::test {

/// What one input has done to its world so far; shared by its conversations.
struct Course
{
    std::vector<std::shared_ptr<torture::KnownSession>> sessions;
    QHash<QString, QString> passwords; ///< of users whose password is known
    QList<Marker> secrets; ///< those that the input itself does not say
    int served = 0; ///< requests that succeeded, but for resumptions
    qint64 writes = 0; ///< that were acknowledged
    bool isChanged = false; ///< the world may not be as it was
};

/// One client's end of a conversation, as ClientConnection feeds it, and the judge of what comes
/// back: each line one reply, in order, with its id; nothing that the session may not do or see.
/// Ends the process when a claim does not hold.
class WatchedConversation
{
public:
    WatchedConversation(DispatchWorld &world, Course &course);

    /// Goes on with that session, as its client would.
    void resume(const QString &user);
    void send(QByteArrayView bytes);
    /// Hands over what can be; true once everything is answered.
    [[nodiscard]] bool isSettled();
    [[nodiscard]] const server::Conversation &conversation() const { return *m_conversation; }
    /// The server stops.
    void finish() { m_conversation->finish(); }
    /// The `next` of the last page, or nothing.
    [[nodiscard]] const QByteArray &nextPage() const { return m_nextPage; }

private:
    void onOutput(const QByteArray &lines);
    void onLine(const QByteArray &line);
    void onNotice(const QJsonObject &notice);
    void judge(const QByteArray &asked, const QJsonValue &answer);
    void judgeItem(const QJsonObject &request, const QJsonObject &reply, bool isInBatch);
    void noteChange(const QString &method, const QString &reason);
    void follow(const QString &method, const QJsonObject &params, const QJsonObject &result);
    void enter(const QString &method, const QJsonObject &params, const QJsonObject &result);
    void endSessions(const std::function<bool(const torture::KnownSession &)> &isMeant);
    [[nodiscard]] bool maySee(const QString &field) const;

    DispatchWorld &m_world;
    Course &m_course;
    torture::KnownState m_state;
    LineDecoder m_decoder;
    std::deque<QByteArray> m_asked; ///< lines that are not answered
    QByteArray m_nextPage;
    bool m_isFinished = false;
    std::unique_ptr<server::Conversation> m_conversation;
};

} // namespace roster::test
