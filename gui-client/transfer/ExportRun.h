#pragma once

#include "common/client/CallOutcome.h"
#include "gui-client/session/ServerSession.h"
#include "gui-client/table/ListCriteria.h"

#include <QObject>
#include <QSaveFile>

namespace roster::gui {

/// Writes all employees of a list into a CSV file, page after page as the server gives them, so
/// that any number fits into little memory. The headings are the protocol's names of the fields and
/// the values as the protocol writes them, which ImportPlan reads. The file is there, whole and for
/// its owner's eyes alone, when all has gone well; else what was there before stays. A connection
/// that is lost is waited for. Owned by an ExportDialog, on the GUI thread.
class ExportRun : public QObject
{
    Q_OBJECT

public:
    ExportRun(ServerSession &session, const ListCriteria &criteria, const QList<Field> &fields,
        const QString &path, QObject *parent = nullptr);

    void start();
    [[nodiscard]] bool isRunning() const { return m_isRunning; }
    void cancel();

Q_SIGNALS:
    void progressed(qint64 written, qint64 total);
    /// How many employees the file holds, or one sentence about why there is no file.
    void finished(const roster::Result<qint64> &result);

private:
    void askForPage();
    void onPage(const CallOutcome &outcome);
    [[nodiscard]] bool write(const QByteArray &bytes);
    void fail(const QString &sentence);
    void finish();

    ServerSession &m_session;
    const ListCriteria m_criteria;
    const QList<Field> m_fields;
    QSaveFile m_file;
    QString m_after; ///< the server's word for where the next page begins; empty: the first
    qint64 m_written = 0;
    qint64 m_total = 0;
    bool m_isRunning = false;
    bool m_isWaiting = false; ///< for the connection, or for the server's leave
};

} // namespace roster::gui
