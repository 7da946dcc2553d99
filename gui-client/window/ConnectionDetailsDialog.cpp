#include "gui-client/window/ConnectionDetailsDialog.h"

#include "common/base/EscapedText.h"
#include "common/net/ServerChain.h"
#include "gui-client/app/Rhythm.h"
#include "gui-client/window/DialogSize.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QFormLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QSslCertificate>
#include <QSslCipher>
#include <QSslKey>
#include <QVBoxLayout>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

constexpr int firstColumns = 96;
constexpr int firstMargin = 80; ///< around the facts, with the buttons
constexpr double wordsScale = 1.3;

QString protocolName(QSsl::SslProtocol protocol)
{
    return protocol == QSsl::TlsV1_3 ? u"TLS 1.3"_s : u"TLS"_s;
}

QString commonName(const QStringList &names, const QString &fallback)
{
    return names.isEmpty() ? fallback : names.join(u", "_s);
}

QString alternativeNames(const QSslCertificate &certificate)
{
    QStringList names = certificate.subjectAlternativeNames().values();
    names.removeDuplicates();
    names.sort();
    return names.join(u", "_s);
}

} // namespace

ConnectionDetailsDialog::ConnectionDetailsDialog(const ServerAddress &server,
    const QSslConfiguration &tls, ClientSettings &settings, QWidget *parent)
    : QDialog(parent)
{
    setObjectName(u"connectionDetailsDialog"_s);
    setWindowTitle(tr("Connection details"));

    auto *facts = new QWidget;
    auto *form = new QFormLayout(facts);
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setHorizontalSpacing(2 * rhythm);
    form->setVerticalSpacing(rhythm);
    addFact(*form, u"server"_s, tr("Server:"), toString(server));
    addConnection(*form, tls);
    const ServerChain chain = tls.peerCertificateChain();
    addCertificate(*form, tls.peerCertificate());
    addIdentity(*form, identityIn(chain));

    auto *area = new QScrollArea(this);
    area->setObjectName(u"connectionFacts"_s);
    area->setAccessibleName(windowTitle());
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setWidget(facts);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setText(tr("Close"));
    buttons->button(QDialogButtonBox::Close)->setObjectName(u"connectionClose"_s);
    buttons->button(QDialogButtonBox::Close)->setDefault(true);
    auto *copy = buttons->addButton(tr("Copy fingerprint"), QDialogButtonBox::ActionRole);
    copy->setObjectName(u"connectionCopy"_s);
    copy->setEnabled(!m_fingerprint.isNull());
    connect(copy, &QPushButton::clicked, this, &ConnectionDetailsDialog::copyFingerprint);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *layout = new QVBoxLayout(this);
    layout->addWidget(area, 1);
    layout->addWidget(buttons);
    // Wide enough for a fingerprint in one line.
    const int width = firstColumns * fontMetrics().averageCharWidth();
    const QSize wanted(width, form->heightForWidth(width) + firstMargin);
    resize(wanted.expandedTo(sizeHint()));
    new DialogSize(settings, this);
}

void ConnectionDetailsDialog::addConnection(QFormLayout &form, const QSslConfiguration &tls)
{
    const QSslCipher cipher = tls.sessionCipher();
    if (cipher.isNull()) {
        addFact(form, u"protocol"_s, tr("Protection:"), tr("No connection has been made yet."));
        return;
    }
    addFact(form, u"protocol"_s, tr("Protection:"), protocolName(tls.sessionProtocol()));
    addFact(form, u"cipher"_s, tr("Cipher:"),
        tr("%1, %n bit(s)", nullptr, cipher.usedBits()).arg(cipher.name()));
}

void ConnectionDetailsDialog::addCertificate(QFormLayout &form, const QSslCertificate &certificate)
{
    if (certificate.isNull())
        return;
    addFact(form, u"subject"_s, tr("Certificate of:"),
        commonName(certificate.subjectInfo(QSslCertificate::CommonName),
            certificate.subjectDisplayName()));
    addFact(form, u"names"_s, tr("Valid for:"), alternativeNames(certificate));
    addFact(form, u"issuer"_s, tr("Issued by:"),
        commonName(
            certificate.issuerInfo(QSslCertificate::CommonName), certificate.issuerDisplayName()));
    const QLocale locale;
    addFact(form, u"validity"_s, tr("Valid:"),
        tr("%1 to %2")
            .arg(locale.toString(certificate.effectiveDate().toLocalTime(), QLocale::ShortFormat),
                locale.toString(certificate.expiryDate().toLocalTime(), QLocale::ShortFormat)));
}

void ConnectionDetailsDialog::addIdentity(QFormLayout &form, const QSslCertificate &identity)
{
    m_fingerprint = KeyFingerprint::of(identity);
    if (m_fingerprint.isNull())
        return;
    QLabel *fingerprint = addFact(form, u"fingerprint"_s, tr("Fingerprint:"), m_fingerprint.text());
    fingerprint->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    QLabel *words = addFact(form, u"words"_s, tr("In words:"), m_fingerprint.words());
    QFont large = words->font();
    large.setPointSizeF(large.pointSizeF() * wordsScale);
    words->setFont(large);
    QLabel *hint = addFact(form, u"hint"_s, {},
        tr("An administrator sees the same words on the server with \"roster-server certificate "
           "show\". If they differ, somebody stands between you and the server."));
    hint->setForegroundRole(QPalette::PlaceholderText);
}

QLabel *ConnectionDetailsDialog::addFact(
    QFormLayout &form, const QString &name, const QString &label, const QString &text)
{
    auto *fact = new QLabel(escaped(text));
    fact->setObjectName(name);
    fact->setTextFormat(Qt::PlainText);
    fact->setWordWrap(true);
    fact->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    fact->setAccessibleName(label.isEmpty() ? fact->text() : label + u' ' + fact->text());
    auto *caption = new QLabel(label);
    caption->setBuddy(fact);
    form.addRow(caption, fact);
    return fact;
}

void ConnectionDetailsDialog::copyFingerprint()
{
    QGuiApplication::clipboard()->setText(m_fingerprint.text());
}

} // namespace roster::gui
