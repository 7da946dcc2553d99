#pragma once

#include "common/client/ServerAddress.h"
#include "common/net/KeyFingerprint.h"

#include <QDialog>
#include <QSslConfiguration>

class QFormLayout;
class QLabel;

namespace roster::gui {

class ClientSettings;

/// How the connection is protected and whom the server is known as: for a look, and to compare its
/// words with an administrator. Owned by the main window; not modal.
class ConnectionDetailsDialog : public QDialog
{
    Q_OBJECT

public:
    /// @p tls: RosterClient::tls().
    ConnectionDetailsDialog(const ServerAddress &server, const QSslConfiguration &tls,
        ClientSettings &settings, QWidget *parent = nullptr);

private:
    void addConnection(QFormLayout &form, const QSslConfiguration &tls);
    void addCertificate(QFormLayout &form, const QSslCertificate &certificate);
    void addIdentity(QFormLayout &form, const QSslCertificate &identity);
    /// One fact; @p text may come from a stranger.
    QLabel *addFact(
        QFormLayout &form, const QString &name, const QString &label, const QString &text);
    void copyFingerprint();

    KeyFingerprint m_fingerprint;
};

} // namespace roster::gui
