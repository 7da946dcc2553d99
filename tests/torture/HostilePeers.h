#pragma once

#include "tests/torture/PlainClient.h"
#include "tests/torture/TormentedServer.h"

#include <QStringList>

#include <functional>
#include <memory>
#include <vector>

namespace roster::torture {

struct PeersReport
{
    QStringList problems;
    QStringList figures; ///< one for each requirement: what was seen, and what is allowed
};

/// What the suite checks of slow, silent, broken and many peers at shortened times, here at the
/// real ones and on the real program, with the figures that the requirements name (R4 to R6, R9,
/// R11 to R13, R19, R51). Wants a release build; takes some two minutes.
class HostilePeers
{
public:
    HostilePeers();

    [[nodiscard]] PeersReport run();

private:
    using Clients = std::vector<std::unique_ptr<PlainClient>>;

    [[nodiscard]] bool begin();
    void holdManySessions();
    void floodBeforeLogin();
    void sendEndlessLine();
    void sendJunk();
    void breakHandshakes();
    void watchDeadlines();
    void loginAllAtOnce();
    void stop();

    [[nodiscard]] Clients manySessions();
    /// From the first byte to the answer of a read, over a connection of its own.
    [[nodiscard]] double legitMs();
    [[nodiscard]] double readMs(PlainClient &client);
    [[nodiscard]] double mebibytes(const QByteArray &what) const;
    [[nodiscard]] qsizetype openDescriptors() const;
    void tell(const char *what, double seen, double allowed, const char *unit);

    TormentedServer m_server;
    PeersReport m_report;
    QStringList m_tokens; ///< one session of each user
};

} // namespace roster::torture
