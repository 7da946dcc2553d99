#pragma once

#include "common/base/Result.h"

#include <QByteArrayView>
#include <QList>
#include <QString>

#include <sys/types.h>

namespace roster::certs {

/// Replaces several files of one folder as if they were one: they are written aside, a single
/// rename decides, and then they take their places. After a crash at any moment recover() leaves
/// all of the old files or all of the new ones. One writer at a time.
class StagedFiles
{
public:
    struct File
    {
        QString name;
        QByteArrayView content;
        mode_t mode;
    };

    explicit StagedFiles(const QString &folder);

    /// Files that are not among @p files stay. Errors: those of PrivateFile.h.
    [[nodiscard]] Outcome replace(const QList<File> &files) const;
    /// Ends what a crash interrupted.
    [[nodiscard]] Outcome recover() const;

private:
    [[nodiscard]] Outcome takePlaces() const;

    QString m_folder;
    QString m_staging; ///< being written: of no account
    QString m_decided; ///< whole, and to take their places
};

} // namespace roster::certs
