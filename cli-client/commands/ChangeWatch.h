#pragma once

#include "cli-client/commands/CommandSession.h"

#include <QObject>

#include <functional>

namespace roster::cli {

/// Shows the changes of others as the server tells them. Reconnects when the link breaks, and says
/// which changes it missed then. Ends on Ctrl-C, when the session ends, or when nobody reads on.
class ChangeWatch : public QObject
{
    Q_OBJECT

public:
    explicit ChangeWatch(CommandSession &session, QObject *parent = nullptr);

    [[nodiscard]] Task<MaybeProblem> run();

private:
    enum class Ending { Interrupted, LinkLost, SessionEnded, OutputClosed };

    [[nodiscard]] Task<Ending> watchUntilEnd();
    [[nodiscard]] Task<MaybeProblem> subscribe();
    void onNotified(const QString &method, const QJsonObject &params);
    void onSubscribed(qint64 revision);
    void tell(const QJsonObject &change);
    void tellForPeople(const QJsonObject &change);
    void end(Ending ending);

    CommandSession &m_session;
    qint64 m_revision = -1; ///< of the last change that was told; -1: none yet
    std::optional<Ending> m_ending;
    std::function<void()> m_onEnding;
};

} // namespace roster::cli
