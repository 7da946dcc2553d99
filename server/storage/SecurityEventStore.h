#pragma once

#include "common/base/Result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <chrono>
#include <optional>

namespace roster::server {

class Database;

/// Something that the security trail tells of. Never holds a password, a token or a record's value.
struct SecurityEvent
{
    std::chrono::milliseconds at{0}; ///< UTC
    QString kind; ///< such as `login`, `login_refused`, `user_added`
    QString username; ///< who acted, or whose login was refused; may be empty
    QString peer; ///< address or address block; may be empty
    QJsonObject detail;
};

/// What SecurityEventStore::verify() found.
struct ChainVerdict
{
    qint64 events = 0; ///< examined and sound
    std::optional<qint64> brokenAt{}; ///< the first seq that is missing, altered or cut off
};

/// The table `security_event`: append-only, hash-chained.
///
/// The hash of an event is SHA-256 over these parts, each preceded by its length in bytes as a
/// 64-bit big-endian number: `roster.security_event.1`, the previous event's hash (32 zero bytes
/// for the first), seq and at in decimal, kind, username, peer and detail as they are stored
/// (UTF-8; detail is compact JSON). `security_event_head` repeats the last seq and hash.
class SecurityEventStore
{
public:
    explicit SecurityEventStore(Database &database);

    /// Adds @p event at the chain's end, in the caller's transaction. Errors: StorageUnavailable.
    [[nodiscard]] Outcome append(const SecurityEvent &event);
    /// Walks the chain's last @p events events; the whole chain with -1. Errors:
    /// StorageUnavailable.
    [[nodiscard]] Result<ChainVerdict> verify(qint64 events = -1);
    /// When the last event was; 0 before the first. Errors: StorageUnavailable.
    [[nodiscard]] Result<std::chrono::milliseconds> lastAt();

private:
    struct Head
    {
        qint64 seq = 0;
        QByteArray hash;
    };

    [[nodiscard]] Result<Head> head();

    Database &m_database;
};

} // namespace roster::server
