#include "gui-client/login/ChangedIdentityPage.h"

#include "gui-client/app/Icons.h"
#include "gui-client/app/ThemeColors.h"
#include "gui-client/login/PageParts.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

namespace roster::gui {

using namespace Qt::StringLiterals;

ChangedIdentityPage::ChangedIdentityPage(QWidget *parent)
    : QWidget(parent)
    , m_title(newTitle({}, this))
    , m_knownTitle(newParagraph({}, this))
    , m_knownWords(newWords(tr("The words known so far"), u"knownWords"_s, this))
    , m_knownFingerprint(
          newFixedText(tr("The fingerprint known so far"), u"knownFingerprint"_s, this))
    , m_shownWords(newWords(tr("The words shown now"), u"shownWords"_s, this))
    , m_shownFingerprint(newFixedText(tr("The fingerprint shown now"), u"shownFingerprint"_s, this))
    , m_command(newFixedText(tr("Command"), u"forgetCommand"_s, this))
    , m_back(newButton(tr("&Back"), u"leaveChangedIdentity"_s, this))
{
    m_title->setObjectName(u"changedTitle"_s);
    m_knownTitle->setObjectName(u"knownSince"_s);
    layRows();
    connect(m_back, &QPushButton::clicked, this, &ChangedIdentityPage::left);
}

void ChangedIdentityPage::layRows()
{
    auto *heading = new QHBoxLayout;
    heading->setSpacing(12);
    auto *sign = new QLabel(this);
    const int side = style()->pixelMetric(QStyle::PM_LargeIconSize);
    sign->setPixmap(icon(u"error"_s, themeColor(ColorRole::Negative, palette()))
                        .pixmap(QSize(side, side), devicePixelRatioF()));
    heading->addWidget(sign, 0, Qt::AlignTop);
    heading->addWidget(m_title, 1);

    QVBoxLayout *layout = newPageLayout(this, 10);
    layout->addLayout(heading);
    layout->addWidget(newParagraph(
        tr("Somebody may stand between this computer and the server, or the server was set up "
           "anew. Nothing was sent, and nothing will be."),
        this));
    layout->addWidget(m_knownTitle);
    layout->addWidget(m_knownWords);
    layout->addWidget(m_knownFingerprint);
    layout->addWidget(newParagraph(tr("What answers now shows"), this));
    layout->addWidget(m_shownWords);
    layout->addWidget(m_shownFingerprint);
    layout->addWidget(newParagraph(
        tr("Ask the server's administrator, by telephone or in person. Only when the new words are "
           "confirmed, make this computer forget the old ones, in a terminal:"),
        this));
    layout->addWidget(m_command);
    layout->addStretch(1);
    layout->addLayout(newButtonRow({m_back}));
}

void ChangedIdentityPage::explain(
    const ServerIdentity &shown, const std::optional<KnownServer> &known)
{
    const QString name = toString(shown.server);
    m_title->setText(tr("The identity of %1 has changed").arg(name));
    m_command->setText(u"roster-cli known-servers forget %1"_s.arg(name));
    const KeyFingerprint now = shown.fingerprint();
    m_shownWords->setText(inTwoLines(now.words()));
    m_shownFingerprint->setText(now.text());
    m_knownWords->setVisible(known.has_value());
    m_knownFingerprint->setVisible(known.has_value());
    if (!known) {
        m_knownTitle->setText(tr("A moment ago it showed other words."));
        return;
    }
    const QString since
        = QLocale().toString(known->since.toLocalTime().date(), QLocale::LongFormat);
    const KeyFingerprint before = known->identity.fingerprint();
    m_knownTitle->setText(tr("Since %1 it has been known by").arg(since));
    m_knownWords->setText(inTwoLines(before.words()));
    m_knownFingerprint->setText(before.text());
}

void ChangedIdentityPage::makeDefault()
{
    m_back->setDefault(true);
    m_back->setFocus();
}

} // namespace roster::gui
