#pragma once

#include "gui-client/app/KeyRing.h"

#include <QHash>
#include <QStringList>

namespace roster::gui::test {

/// A key ring that lives as long as a test, and answers later, as the desktop's does.
class MemoryKeyRing final : public KeyRing
{
public:
    explicit MemoryKeyRing(bool works = true)
        : m_works(works)
    {
    }

    void probe(QObject *context, Answer answer) override;
    void read(const ServerAddress &server, const QString &username, QObject *context,
        TokenAnswer answer) override;
    void write(const ServerAddress &server, const QString &username, const SecretBytes &token,
        QObject *context, Answer answer) override;
    void remove(const ServerAddress &server, const QString &username, QObject *context,
        Answer answer) override;

    /// As they stand under `host:port/user`.
    [[nodiscard]] QHash<QString, QByteArray> &tokens() { return m_tokens; }

private:
    bool m_works;
    QHash<QString, QByteArray> m_tokens;
};

} // namespace roster::gui::test
