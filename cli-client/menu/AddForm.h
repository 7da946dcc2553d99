#pragma once

#include "cli-client/menu/Draft.h"
#include "cli-client/menu/RecordForm.h"
#include "cli-client/session/ConsoleSession.h"

namespace roster::cli {

/// The dialogue that adds a record: fields, confirmation, and again what the server refuses. What
/// was typed stays here when it is broken off, for the next time.
class AddForm
{
public:
    AddForm(Terminal &terminal, ConsoleSession &session);

    /// True when something was saved.
    [[nodiscard]] Task<bool> run();
    [[nodiscard]] const Draft &draft() const { return m_draft; }

private:
    enum class Step { Send, Fill, Leave };

    [[nodiscard]] Task<Step> confirm();
    [[nodiscard]] Task<Step> send(QList<Field> *toAsk);
    void showSaved(const QJsonObject &result);

    Terminal &m_terminal;
    ConsoleSession &m_session;
    RecordForm m_form;
    Draft m_draft;
};

} // namespace roster::cli
