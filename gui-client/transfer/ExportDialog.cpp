#include "gui-client/transfer/ExportDialog.h"

#include "gui-client/app/Rhythm.h"
#include "gui-client/edit/MessageLabel.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace roster::gui {

using namespace Qt::StringLiterals;

ExportDialog::ExportDialog(ServerSession &session, const ListCriteria &criteria,
    const QList<Field> &fields, const QString &path, const QString &remark, QWidget *parent)
    : QDialog(parent)
    , m_fileName(QFileInfo(path).fileName())
    , m_run(session, criteria, fields, path)
    , m_state(new MessageLabel(this))
    , m_progress(new QProgressBar(this))
    , m_closeButton(new QPushButton(tr("Cancel"), this))
{
    setObjectName(u"exportDialog"_s);
    setWindowTitle(tr("Export employees"));
    m_state->setObjectName(u"state"_s);
    m_state->say(MessageLabel::Kind::Quiet, tr("Writing %1...").arg(m_fileName));
    auto *note = new MessageLabel(this);
    note->setObjectName(u"remark"_s);
    note->say(MessageLabel::Kind::Notice, remark);
    m_progress->setObjectName(u"progress"_s);
    m_progress->setAccessibleName(tr("Progress of the export"));
    m_progress->setRange(0, 0);
    m_closeButton->setObjectName(u"close"_s);
    m_closeButton->setDefault(true);

    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_closeButton);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * rhythm, 2 * rhythm, 2 * rhythm, 2 * rhythm);
    layout->setSpacing(rhythm);
    layout->addWidget(m_state);
    layout->addWidget(m_progress);
    layout->addWidget(note);
    layout->addStretch();
    layout->addLayout(buttons);
    constexpr int firstWidth = 480;
    resize(firstWidth, sizeHint().height());
    connect(m_closeButton, &QPushButton::clicked, this, &ExportDialog::reject);
    connect(&m_run, &ExportRun::progressed, this, &ExportDialog::onProgressed);
    connect(&m_run, &ExportRun::finished, this, &ExportDialog::onFinished);
}

void ExportDialog::start()
{
    m_run.start();
}

void ExportDialog::onProgressed(qint64 written, qint64 total)
{
    // A progress bar counts in int; no list is as long.
    m_progress->setRange(0, static_cast<int>(total));
    m_progress->setValue(static_cast<int>(written));
    const QLocale locale;
    m_state->say(MessageLabel::Kind::Quiet,
        tr("Writing %1: %2 of %3 employees")
            .arg(m_fileName, locale.toString(written), locale.toString(total)));
}

void ExportDialog::onFinished(const Result<qint64> &result)
{
    m_progress->hide();
    m_closeButton->setText(tr("Close"));
    if (result) {
        m_state->say(MessageLabel::Kind::Quiet,
            tr("%1 holds %n employee(s). Only you can read it; it is not sealed, so keep it safe.",
                nullptr, static_cast<int>(*result))
                .arg(m_fileName));
    } else {
        m_state->say(MessageLabel::Kind::Problem,
            tr("Nothing was exported. %1").arg(result.error().message));
    }
}

void ExportDialog::reject()
{
    m_run.cancel();
    QDialog::reject();
}

} // namespace roster::gui
