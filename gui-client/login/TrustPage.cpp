#include "gui-client/login/TrustPage.h"

#include "gui-client/login/PageParts.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace roster::gui {

using namespace Qt::StringLiterals;

TrustPage::TrustPage(QWidget *parent)
    : QWidget(parent)
    , m_title(newTitle({}, this))
    , m_words(newWords(tr("The server's six words"), u"trustWords"_s, this))
    , m_fingerprint(newFixedText(tr("The server's fingerprint"), u"trustFingerprint"_s, this))
    , m_decline(newButton(tr("&Do not connect"), u"doNotConnect"_s, this))
    , m_trust(newButton(tr("&Trust this server"), u"trustServer"_s, this))
{
    m_title->setObjectName(u"trustTitle"_s);
    QLabel *command = newFixedText(tr("Command"), u"trustCommand"_s, this);
    command->setText(u"roster-server certificate show"_s);

    QVBoxLayout *layout = newPageLayout(this, 12);
    layout->addWidget(m_title);
    layout->addWidget(newParagraph(
        tr("This computer has not met it before, and no authority vouches for it. Your password "
           "has not been sent. Compare these words with those of the server:"),
        this));
    layout->addWidget(m_words);
    layout->addWidget(m_fingerprint);
    layout->addWidget(newParagraph(
        tr("Its administrator sees the same words, on the server's host, with the command"), this));
    layout->addWidget(command);
    layout->addWidget(newParagraph(
        tr("Ask by telephone or in person. If a single word differs, somebody may be listening: do "
           "not connect."),
        this));
    layout->addStretch(1);
    layout->addLayout(newButtonRow({m_trust, m_decline}));
    setTabOrder(m_decline, m_trust);

    connect(m_trust, &QPushButton::clicked, this, &TrustPage::trusted);
    connect(m_decline, &QPushButton::clicked, this, &TrustPage::declined);
}

void TrustPage::ask(const ServerIdentity &stranger)
{
    const KeyFingerprint key = stranger.fingerprint();
    m_title->setText(tr("Is %1 the right server?").arg(toString(stranger.server)));
    m_words->setText(inTwoLines(key.words()));
    m_fingerprint->setText(key.text());
}

void TrustPage::makeDefault()
{
    m_decline->setDefault(true);
    m_decline->setFocus();
}

} // namespace roster::gui
