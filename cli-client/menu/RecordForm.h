#pragma once

#include "cli-client/menu/Draft.h"
#include "cli-client/session/Problem.h"
#include "cli-client/terminal/Task.h"
#include "cli-client/terminal/Terminal.h"
#include "common/client/SessionInfo.h"
#include "common/model/FieldRules.h"

#include <QList>

#include <optional>

namespace roster::cli {

/// Asks for the fields of a record, one prompt each, until each is right: says why a value is
/// refused and asks again. Fields that the role may not write are not asked.
class RecordForm
{
public:
    RecordForm(Terminal &terminal, const SessionInfo &session);

    /// Every field that the session may write.
    [[nodiscard]] QList<Field> writableFields() const;
    /// Asks for @p fields into @p draft. False: the person broke off; what was typed is in the
    /// draft.
    [[nodiscard]] Task<bool> fill(Draft &draft, QList<Field> fields);
    /// Prints what the server found wrong and gives the fields to be asked again.
    [[nodiscard]] QList<Field> showRefusal(const Error &refusal) const;

private:
    [[nodiscard]] Task<bool> askField(Draft &draft, Field field);
    /// Why @p typed is no value for the field; if it is one, the draft holds it.
    [[nodiscard]] std::optional<QString> accept(
        Draft &draft, Field field, const QString &typed) const;
    [[nodiscard]] std::optional<QString> brokenRule(const Draft &draft, Field field) const;
    [[nodiscard]] QString promptFor(const Draft &draft, Field field) const;
    [[nodiscard]] RuleContext ruleContext() const;

    Terminal &m_terminal;
    const SessionInfo &m_session;
};

/// What the server remarked on a write that it carried out, a line each; empty if nothing.
[[nodiscard]] QString warningsText(const QJsonObject &result);

} // namespace roster::cli
