#pragma once

#include "common/base/Result.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>

namespace roster::certs {

/// The file with a new CA's key under the old CA's signature (issueSuccessor()), which is there
/// only while clients of the old CA are led to the new one. A file that is not there leads nowhere.
/// Errors: those of readCertificateFile() and inspect(), which name the file.
class CaBridge
{
public:
    explicit CaBridge(QString path);

    /// The bridge, if it ends at the first certificate of @p caPem and may be shown at @p now; else
    /// empty.
    [[nodiscard]] Result<QByteArray> leadingTo(QByteArrayView caPem, const QDateTime &now) const;
    /// Whether there is one.
    [[nodiscard]] Result<bool> leadsTo(QByteArrayView caPem, const QDateTime &now) const;
    /// @p chainPem, which ends with @p caPem, with the bridge before that while it leads there: who
    /// trusts the old CA must meet its signature before a root it does not know.
    [[nodiscard]] Result<QByteArray> insertedInto(
        const QByteArray &chainPem, const QByteArray &caPem, const QDateTime &now) const;
    [[nodiscard]] Outcome dropUnlessLeadingTo(QByteArrayView caPem, const QDateTime &now) const;

private:
    QString m_path;
};

} // namespace roster::certs
