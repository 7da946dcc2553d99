#pragma once

#include "common/base/Result.h"

#include <QByteArray>
#include <QString>

namespace roster::server {

/// The file that a collector of metrics reads. It is replaced as a whole, so that nobody reads half
/// of it, is readable by everybody, and goes when the server ends. Owned by ServerApp, on the main
/// thread.
class MetricsFile
{
public:
    explicit MetricsFile(QString path);
    ~MetricsFile();
    MetricsFile(const MetricsFile &) = delete;
    MetricsFile &operator=(const MetricsFile &) = delete;

    /// Errors: StorageUnavailable, naming the file and why.
    [[nodiscard]] Outcome write(const QByteArray &text);
    /// write(); that it failed, and that it works again, is logged once.
    void update(const QByteArray &text);

private:
    [[nodiscard]] Outcome writeBeside(const QByteArray &path, const QByteArray &text) const;

    const QString m_path;
    bool m_isThere = false;
    bool m_hasFailed = false;
};

} // namespace roster::server
