#pragma once

#include "common/client/ServerIdentity.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace roster::gui {

/// Asks whether a server that nobody vouches for is the right one, and says what to compare. The
/// safe answer is the default. A child of the LoginDialog.
class TrustPage : public QWidget
{
    Q_OBJECT

public:
    explicit TrustPage(QWidget *parent = nullptr);

    void ask(const ServerIdentity &stranger);
    /// After the page was chosen.
    void makeDefault();

Q_SIGNALS:
    void trusted();
    void declined();

private:
    QLabel *m_title;
    QLabel *m_words;
    QLabel *m_fingerprint;
    QPushButton *m_decline;
    QPushButton *m_trust;
};

} // namespace roster::gui
