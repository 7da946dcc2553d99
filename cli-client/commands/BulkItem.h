#pragma once

#include "cli-client/session/Problem.h"
#include "common/client/CallOutcome.h"

#include <QJsonObject>
#include <QString>

#include <optional>

namespace roster::cli {

/// One of many records to be added, and what is known of it. An attempt whose answer is missing
/// leaves it unknown, until a later one with the same request key says what came of both.
class BulkItem
{
public:
    enum class State {
        Unsent, ///< was never handed to the network
        Unknown, ///< sent: it may have been added
        Failed, ///< was refused: it was not added
        Added,
    };

    BulkItem(QJsonObject record, QString requestKey);

    /// Of `employee.add`.
    [[nodiscard]] QJsonObject params() const;
    void onSent();
    void onAnswered(const CallOutcome &outcome);

    [[nodiscard]] State state() const;
    /// When it was added.
    [[nodiscard]] const QJsonObject &result() const { return *m_outcome->result(); }
    /// When it was not, or nobody knows; holds the request key.
    [[nodiscard]] Problem problem() const;
    [[nodiscard]] bool isWorthRepeating() const;
    /// How long the server asks to wait because it is busy; 0 when that is not what it says.
    [[nodiscard]] std::chrono::milliseconds busyPause() const;
    /// What became of it would become of every other one.
    [[nodiscard]] bool endsAll() const;

private:
    QJsonObject m_record;
    QString m_requestKey;
    std::optional<CallOutcome> m_outcome; ///< of the latest attempt that was answered
    bool m_isAwaited = false; ///< an attempt is not answered yet
    bool m_isUnknown = false; ///< what the attempts that were answered have done
};

} // namespace roster::cli
