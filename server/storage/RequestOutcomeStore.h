#pragma once

#include "common/base/Result.h"
#include "common/model/Employee.h"
#include "server/crypto/FieldSealer.h"

#include <QStringList>

#include <chrono>
#include <optional>

namespace roster::server {

class Database;

/// How long a request key is remembered.
inline constexpr std::chrono::hours requestKeyLifetime{24};

/// What a successful write left behind: the record as committed and the reasons of its warnings.
struct WriteOutcome
{
    Employee employee;
    QStringList ssnWarnings; ///< `duplicate`, `never_issued`
};

/// A client's name for one write, with a digest of the write's content.
struct RequestKey
{
    QString key;
    QByteArray digest;
};

/// Table `request_outcome`: the first outcomes of writes that came with a request key, sealed.
class RequestOutcomeStore
{
public:
    explicit RequestOutcomeStore(const FieldSealer &sealer);

    /// The first outcome, or nothing when the key is new. Errors: InvalidParams when the key was
    /// used for other content.
    [[nodiscard]] Result<std::optional<WriteOutcome>> find(Database &database,
        const QString &username, const RequestKey &key, std::chrono::milliseconds now) const;
    [[nodiscard]] Outcome remember(Database &database, const QString &username,
        const RequestKey &key, const WriteOutcome &outcome, std::chrono::milliseconds now) const;
    /// Forgets what is older than requestKeyLifetime.
    [[nodiscard]] static Outcome prune(Database &database, std::chrono::milliseconds now);

private:
    const FieldSealer &m_sealer;
};

} // namespace roster::server
