#pragma once

#include "cli-client/session/ConsoleSession.h"
#include "cli-client/text/RecordView.h"

namespace roster::cli {

/// The dialogue that deletes a record: which, what it holds, and a confirmation. When the record
/// changes in between, it is shown and asked for again.
class DeleteForm
{
public:
    DeleteForm(Terminal &terminal, ConsoleSession &session);

    /// True when it was deleted.
    [[nodiscard]] Task<bool> run();

private:
    enum class Step { Again, Deleted, Leave };

    [[nodiscard]] Task<std::optional<RecordView>> chooseRecord();
    [[nodiscard]] Task<bool> isConfirmed(RecordView record);
    [[nodiscard]] Task<Step> send(RecordView *record);

    Terminal &m_terminal;
    ConsoleSession &m_session;
};

} // namespace roster::cli
