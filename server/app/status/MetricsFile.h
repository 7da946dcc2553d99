#pragma once

#include "common/base/FileDescriptor.h"
#include "common/base/Result.h"

#include <QByteArray>
#include <QString>

namespace roster::server {

/// The file that a collector of metrics reads. It is replaced as a whole, so that nobody reads half
/// of it, is readable by everybody, and goes when the server ends. Of what was there before, only a
/// file that a server has left is replaced. Owned by ServerApp, on the main thread.
class MetricsFile
{
public:
    explicit MetricsFile(QString path);
    ~MetricsFile();
    MetricsFile(const MetricsFile &) = delete;
    MetricsFile &operator=(const MetricsFile &) = delete;

    /// Whether the file may be there, for a server on @p dataPath; changes nothing. Errors: those
    /// of write().
    [[nodiscard]] Outcome check(const QString &dataPath) const;
    /// write(), while there are no figures yet.
    [[nodiscard]] Outcome claim();
    /// Errors: StorageUnavailable, naming the file and why.
    [[nodiscard]] Outcome write(const QByteArray &text);
    /// write(); that it failed, and that it works again, is logged once.
    void update(const QByteArray &text);

private:
    [[nodiscard]] Outcome checkFolder(const QString &dataPath) const;
    [[nodiscard]] Outcome checkTarget() const;
    [[nodiscard]] Result<FileDescriptor> writeBeside(
        const QByteArray &path, const QByteArray &text) const;

    const QString m_path;
    FileDescriptor m_written; ///< what is there; held open, so that its number stays its own
    bool m_hasFailed = false;
};

} // namespace roster::server
