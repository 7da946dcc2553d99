#pragma once

#include "common/base/FileDescriptor.h"
#include "tests/bench/load/LatencyRecord.h"
#include "tests/bench/load/TlsSetup.h"

#include <netinet/in.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace roster::bench {

/// Where the server listens: a numeric address, IPv4.
struct Endpoint
{
    sockaddr_in address{};
    std::string host;

    /// `127.0.0.1:7433`.
    [[nodiscard]] static Result<Endpoint> parse(const std::string &text);
};

/// One TLS connection that never blocks: lines out, lines in. It belongs to a load, which calls it
/// when its descriptor is ready; ask() and open() are for what is done before a load begins.
class Connection
{
public:
    enum class State { Connecting, Handshaking, Open, Closed };
    using LineHandler = std::function<void(std::string_view)>;

    /// Begins to connect.
    Connection(SSL_CTX *context, const Endpoint &endpoint);
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    [[nodiscard]] int descriptor() const { return m_descriptor.get(); }
    [[nodiscard]] State state() const { return m_state; }
    /// Why it is closed.
    [[nodiscard]] const std::string &problem() const { return m_problem; }

    /// Goes on with the connection's beginning as far as it can.
    void advance();
    /// What flush() is to send; to be appended to.
    [[nodiscard]] std::string &output() { return m_output; }
    void flush();
    [[nodiscard]] bool hasOutput() const { return m_sent < m_output.size(); }
    /// Reads what has come and hands over each whole line, without its end. For descriptors that
    /// are watched level-triggered: there may be more.
    void receive(const LineHandler &onLine);

    /// Waits until it is open.
    [[nodiscard]] Outcome open();
    /// Sends @p lines and waits for as many.
    [[nodiscard]] Result<std::vector<std::string>> ask(const std::vector<std::string> &lines);
    [[nodiscard]] Result<std::string> ask(const std::string &line);

private:
    void close(const std::string &problem);
    void closeUnlessWaiting(int result, const char *doing);
    void handOver(const LineHandler &onLine);
    [[nodiscard]] bool waitForReadiness(TimePoint deadline) const;

    FileDescriptor m_descriptor;
    SslPtr m_ssl;
    State m_state = State::Connecting;
    std::string m_output;
    std::size_t m_sent = 0; ///< of m_output
    std::string m_input;
    std::size_t m_scanned = 0; ///< of m_input: holds no end of a line
    std::string m_problem;
};

} // namespace roster::bench
