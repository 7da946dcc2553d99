#include "gui-client/window/AboutDialog.h"

#include "gui-client/app/Icons.h"
#include "gui-client/app/Rhythm.h"
#include "gui-client/window/DialogSize.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QFile>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSslSocket>
#include <QSysInfo>
#include <QVBoxLayout>

#include <sodium.h>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

constexpr int markSize = 64;
constexpr double titleScale = 1.6;
constexpr QSize aboutSize(480, 400);

/// Its paragraphs as lines, which the window breaks itself.
QString licenceText()
{
    QFile file(u":/LICENSE"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    static const QRegularExpression lineEnd(u"(?<!\n)\n(?!\n|$)"_s);
    return QString::fromUtf8(file.readAll()).replace(lineEnd, u" "_s);
}

} // namespace

AboutDialog::AboutDialog(ClientSettings &settings, QWidget *parent)
    : QDialog(parent)
{
    setObjectName(u"aboutDialog"_s);
    setWindowTitle(tr("About Roster"));

    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(rhythm);
    addTitle(*layout);
    auto *details = new QPlainTextEdit(this);
    details->setObjectName(u"aboutDetails"_s);
    details->setAccessibleName(tr("Libraries and licence"));
    details->setReadOnly(true);
    details->setTabChangesFocus(true);
    details->setPlainText(tr("Built on:") + u'\n' + versions() + u"\n\n"_s + licenceText());
    layout->addWidget(details, 1);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setText(tr("Close"));
    buttons->button(QDialogButtonBox::Close)->setObjectName(u"aboutClose"_s);
    buttons->button(QDialogButtonBox::Close)->setDefault(true);
    auto *copy = buttons->addButton(tr("Copy versions"), QDialogButtonBox::ActionRole);
    copy->setObjectName(u"aboutCopy"_s);
    connect(copy, &QPushButton::clicked, this,
        [] { QGuiApplication::clipboard()->setText(versions()); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
    resize(aboutSize.expandedTo(sizeHint()));
    new DialogSize(settings, this);
    buttons->button(QDialogButtonBox::Close)->setFocus();
}

QString AboutDialog::versions()
{
    const QStringList lines{
        u"Roster %1"_s.arg(QStringLiteral(ROSTER_VERSION)),
        u"Qt %1 (LGPL 3)"_s.arg(QString::fromLatin1(qVersion())),
        u"%1 (Apache 2.0)"_s.arg(QSslSocket::sslLibraryVersionString()),
        u"libsodium %1 (ISC)"_s.arg(QString::fromLatin1(sodium_version_string())),
        u"QtKeychain (BSD)"_s,
        u"JSON for Modern C++ (MIT)"_s,
        u"%1, %2"_s.arg(QSysInfo::prettyProductName(), QSysInfo::currentCpuArchitecture()),
    };
    return lines.join(u'\n');
}

void AboutDialog::addTitle(QVBoxLayout &layout)
{
    auto *mark = new QLabel(this);
    mark->setObjectName(u"aboutMark"_s);
    mark->setPixmap(productMark().pixmap(QSize(markSize, markSize), devicePixelRatioF()));
    auto *name = new QLabel(tr("Roster %1").arg(QStringLiteral(ROSTER_VERSION)), this);
    name->setObjectName(u"aboutName"_s);
    QFont large = name->font();
    large.setPointSizeF(large.pointSizeF() * titleScale);
    name->setFont(large);
    auto *what = new QLabel(tr("Employee records on a server of your own, over a connection that "
                               "nobody else can read. Free software under the MIT licence."),
        this);
    what->setObjectName(u"aboutWhat"_s);
    what->setTextFormat(Qt::PlainText);
    what->setWordWrap(true);

    auto *texts = new QVBoxLayout;
    texts->addWidget(name);
    texts->addWidget(what);
    auto *title = new QHBoxLayout;
    title->setSpacing(2 * rhythm);
    title->addWidget(mark, 0, Qt::AlignTop);
    title->addLayout(texts, 1);
    layout.addLayout(title);
}

} // namespace roster::gui
