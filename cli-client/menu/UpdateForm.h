#pragma once

#include "cli-client/menu/Draft.h"
#include "cli-client/menu/RecordForm.h"
#include "cli-client/session/ConsoleSession.h"

namespace roster::cli {

/// The dialogue that changes a record: which, new values, confirmation as old -> new, and what a
/// conflict or a refusal asks for. What was typed stays here when it is broken off, for the next
/// time.
class UpdateForm
{
public:
    UpdateForm(Terminal &terminal, ConsoleSession &session);

    /// True when something was saved.
    [[nodiscard]] Task<bool> run();
    [[nodiscard]] const Draft &draft() const { return m_draft; }

private:
    enum class Step { Fill, Confirm, Send, Leave };

    [[nodiscard]] Task<bool> chooseRecord();
    [[nodiscard]] Task<bool> loadRecord(qint64 id);
    [[nodiscard]] Task<Step> fill();
    [[nodiscard]] Task<Step> confirm();
    [[nodiscard]] Task<Step> send();
    [[nodiscard]] Task<Step> onRefused(Error refusal);
    [[nodiscard]] QJsonObject params();

    Terminal &m_terminal;
    ConsoleSession &m_session;
    RecordForm m_form;
    Draft m_draft;
    QList<Field> m_toAsk;
};

} // namespace roster::cli
