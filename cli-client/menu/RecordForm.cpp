#include "cli-client/menu/RecordForm.h"

#include "common/base/EscapedText.h"
#include "cli-client/text/FieldInput.h"
#include "cli-client/text/WriteWarnings.h"

namespace roster::cli {

using namespace Qt::StringLiterals;

RecordForm::RecordForm(Terminal &terminal, const SessionInfo &session)
    : m_terminal(terminal)
    , m_session(session)
{
}

QList<Field> RecordForm::writableFields() const
{
    QList<Field> fields;
    for (const FieldDescription &field : editableFields()) {
        if (m_session.rights.canWrite(field.field))
            fields.append(field.field);
    }
    return fields;
}

Task<bool> RecordForm::fill(Draft &draft, QList<Field> fields)
{
    for (const Field field : fields) {
        const bool isAnswered = co_await askField(draft, field);
        if (!isAnswered)
            co_return false;
    }
    co_return true;
}

Task<bool> RecordForm::askField(Draft &draft, Field field)
{
    for (;;) {
        const QString prompt = promptFor(draft, field);
        const Input input = co_await m_terminal.ask(prompt);
        if (!input.isLine())
            co_return false;
        const std::optional<QString> refusal = accept(draft, field, input.text);
        if (!refusal)
            co_return true;
        m_terminal.print(u"  %1\n"_s.arg(escaped(*refusal)));
    }
}

std::optional<QString> RecordForm::accept(Draft &draft, Field field, const QString &typed) const
{
    const FieldDescription &row = describe(field);
    const bool isKept = typed.trimmed().isEmpty() && (draft.isUpdate() || draft.isTyped(field));
    if (isKept)
        return std::nullopt;
    const QString text = typed.trimmed() == "-"_L1 ? QString() : canonicalInput(row, typed);
    const auto parsed = parseField(row, text, ruleContext());
    if (const auto *error = std::get_if<FieldError>(&parsed))
        return complaintOf(*error);

    Draft changed = draft;
    changed.set(field, textOf(std::get<FieldValue>(parsed), m_session.currency.digits));
    std::optional<QString> broken = brokenRule(changed, field);
    if (!broken)
        draft = changed;
    return broken;
}

/// Only with fields that were asked before @p field: a later one may still be put right.
std::optional<QString> RecordForm::brokenRule(const Draft &draft, Field field) const
{
    const auto isChanged = [field](Field other) { return other == field; };
    const auto isReadable = [this, field](Field other) {
        return indexOf(other) <= indexOf(field) && m_session.rights.canRead(other);
    };
    const QList<FieldError> errors
        = checkDates(draft.toEmployee(ruleContext()), isChanged, isReadable);
    return errors.isEmpty() ? std::nullopt : std::optional(errors.first().message);
}

QString RecordForm::promptFor(const Draft &draft, Field field) const
{
    const FieldDescription &row = describe(field);
    QStringList remarks;
    if (!draft.isUpdate() && !row.isRequired)
        remarks.append(u"optional"_s);
    if (const QString hint = inputHint(row); !hint.isEmpty())
        remarks.append(hint);
    if (row.type == FieldType::Money)
        remarks.append(m_session.currency.code);
    QString prompt = row.label;
    if (!remarks.isEmpty())
        prompt += u" (%1)"_s.arg(escaped(remarks.join(u", "_s)));
    if (const QString current = draft.shown(field); !current.isEmpty())
        prompt += u" [%1]"_s.arg(escaped(current));
    return prompt + u": "_s;
}

RuleContext RecordForm::ruleContext() const
{
    return {m_session.currency.digits, QDate::currentDate()};
}

QList<Field> RecordForm::showRefusal(const Error &refusal) const
{
    m_terminal.print(toText(problemOf(refusal)));
    QList<Field> fields;
    for (const FieldProblem &problem : fieldProblems(refusal.data)) {
        const FieldDescription *row = findField(problem.field);
        if (row && m_session.rights.canWrite(row->field) && row->field != Field::Id)
            fields.append(row->field);
    }
    return fields;
}

QString warningsText(const QJsonObject &result)
{
    QString text;
    for (const QString &warning : warningsIn(result))
        text += u"  Note: %1\n"_s.arg(escaped(warning));
    return text;
}

} // namespace roster::cli
