#include "cli-client/menu/UpdateForm.h"

#include "cli-client/menu/ConflictDialog.h"
#include "cli-client/menu/Questions.h"
#include "cli-client/menu/RecordLookup.h"

namespace roster::cli {

using namespace Qt::StringLiterals;

UpdateForm::UpdateForm(Terminal &terminal, ConsoleSession &session)
    : m_terminal(terminal)
    , m_session(session)
    , m_form(terminal, session.info())
{
}

Task<bool> UpdateForm::run()
{
    const bool isChosen = co_await chooseRecord();
    if (!isChosen)
        co_return false;
    m_toAsk = m_form.writableFields();
    Step step = Step::Fill;
    while (step != Step::Leave) {
        switch (step) {
        case Step::Fill:
            step = co_await fill();
            break;
        case Step::Confirm:
            step = co_await confirm();
            break;
        case Step::Send:
            step = co_await send();
            break;
        case Step::Leave:
            break;
        }
    }
    if (!m_draft.isEmpty() && !m_session.isOver()) {
        m_terminal.print(u"Not saved. What you entered is kept: choose 3 to go on with it.\n"_s);
    }
    co_return m_draft.isEmpty();
}

Task<bool> UpdateForm::chooseRecord()
{
    if (!m_draft.isEmpty()) {
        const QString question = u"Go on with your unsaved changes to %1? [y]es, [n]o: "_s.arg(
            m_draft.base()->title());
        const QChar choice = co_await askChoice(m_terminal, question, u"yn"_s);
        if (choice != u'n')
            co_return choice == u'y';
    }
    m_draft.clear();
    const std::optional<qint64> id = co_await askId(m_terminal, u"ID of the record to update: "_s);
    if (!id)
        co_return false;
    co_return co_await loadRecord(*id);
}

Task<bool> UpdateForm::loadRecord(qint64 id)
{
    if (!m_session.can(Permission::EmployeeGet)) {
        m_draft.startFrom(RecordView({{u"id"_s, id}}));
        co_return true;
    }
    const std::optional<RecordView> record = co_await fetchRecord(m_terminal, m_session, id);
    if (record) {
        m_draft.startFrom(*record);
        m_terminal.print(u'\n' + record->toText(m_session.info().currency));
    }
    co_return record.has_value();
}

Task<UpdateForm::Step> UpdateForm::fill()
{
    m_terminal.print(
        u"\nLeave blank to keep what stands in brackets; - empties an optional field.\n"_s);
    const bool isFilled = co_await m_form.fill(m_draft, m_toAsk);
    m_toAsk = m_form.writableFields();
    co_return isFilled ? Step::Confirm : Step::Leave;
}

Task<UpdateForm::Step> UpdateForm::confirm()
{
    if (m_draft.isEmpty()) {
        m_terminal.print(u"Nothing was changed.\n"_s);
        co_return Step::Leave;
    }
    m_terminal.print(
        u"\nThis will be changed in %1:\n"_s.arg(m_draft.base()->title()) + m_draft.toText());
    const QString prompt = u"Save it? [y]es, [e]dit, [n]o: "_s;
    const QChar choice = co_await askChoice(m_terminal, prompt, u"yen"_s);
    if (choice == u'y')
        co_return Step::Send;
    if (choice == u'e')
        co_return Step::Fill;
    if (choice == u'n') {
        m_draft.clear();
        m_terminal.print(u"Nothing was changed.\n"_s);
    }
    co_return Step::Leave;
}

QJsonObject UpdateForm::params()
{
    const RecordView &base = *m_draft.base();
    QJsonObject params{{u"id"_s, base.id()}, {u"changes"_s, m_draft.toJson()},
        {u"request_key"_s, m_draft.requestKey()}};
    if (base.version() > 0)
        params.insert("version"_L1, base.version());
    return params;
}

Task<UpdateForm::Step> UpdateForm::send()
{
    const ConsoleSession::Answer answer = co_await m_session.call(u"employee.update"_s, params());
    if (!answer)
        co_return Step::Leave;
    if (!answer->isOk())
        co_return co_await onRefused(answer->error());
    const QJsonObject result = **answer;
    const RecordView record(result.value("employee"_L1).toObject());
    m_terminal.print(
        u"Saved %1.\n"_s.arg(record.hasFields() ? record.title() : m_draft.base()->title())
        + warningsText(result));
    m_draft.clear();
    co_return Step::Leave;
}

Task<UpdateForm::Step> UpdateForm::onRefused(Error refusal)
{
    if (refusal.code == ErrorCode::Conflict) {
        const ConflictChoice choice = co_await resolveConflict(m_terminal, m_draft, refusal);
        if (choice == ConflictChoice::Cancel)
            co_return Step::Leave;
        if (choice == ConflictChoice::EditAgain)
            co_return Step::Fill;
        const bool isSent = choice == ConflictChoice::KeepMine && !m_draft.isEmpty();
        co_return isSent ? Step::Send : Step::Confirm;
    }
    const QList<Field> refused = m_form.showRefusal(refusal);
    if (refused.isEmpty())
        co_return Step::Leave;
    m_toAsk = refused;
    co_return Step::Fill;
}

} // namespace roster::cli
