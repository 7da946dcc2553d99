#pragma once

#include "common/client/KnownServers.h"

#include <QWidget>

#include <optional>

class QLabel;
class QPushButton;

namespace roster::gui {

/// The end of the road when a known server shows another key: what was known, what is shown now,
/// and whom to ask. There is no way on from here. A child of the LoginDialog.
class ChangedIdentityPage : public QWidget
{
    Q_OBJECT

public:
    explicit ChangedIdentityPage(QWidget *parent = nullptr);

    /// @p known: empty if it was accepted only a moment ago.
    void explain(const ServerIdentity &shown, const std::optional<KnownServer> &known);
    /// After the page was chosen.
    void makeDefault();

Q_SIGNALS:
    void left();

private:
    void layRows();

    QLabel *m_title;
    QLabel *m_knownTitle;
    QLabel *m_knownWords;
    QLabel *m_knownFingerprint;
    QLabel *m_shownWords;
    QLabel *m_shownFingerprint;
    QLabel *m_command;
    QPushButton *m_back;
};

} // namespace roster::gui
