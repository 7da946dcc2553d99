#include "cli-client/menu/AddForm.h"

#include "cli-client/menu/Questions.h"

namespace roster::cli {

using namespace Qt::StringLiterals;

AddForm::AddForm(Terminal &terminal, ConsoleSession &session)
    : m_terminal(terminal)
    , m_session(session)
    , m_form(terminal, session.info())
{
}

Task<bool> AddForm::run()
{
    m_terminal.print(u"\nNew employee. Optional fields may be left blank.\n"_s);
    if (!m_draft.isEmpty())
        m_terminal.print(
            u"Values in brackets are what you entered before; blank keeps them, - empties.\n"_s);
    QList<Field> toAsk = m_form.writableFields();
    for (Step step = Step::Fill; step != Step::Leave;) {
        if (step == Step::Fill) {
            const bool isFilled = co_await m_form.fill(m_draft, toAsk);
            if (!isFilled)
                break;
            toAsk = m_form.writableFields();
            step = co_await confirm();
        } else {
            step = co_await send(&toAsk);
            if (m_draft.isEmpty())
                co_return true;
        }
    }
    if (!m_draft.isEmpty() && !m_session.isOver())
        m_terminal.print(u"Not saved. What you entered is kept: choose 2 to go on with it.\n"_s);
    co_return false;
}

Task<AddForm::Step> AddForm::confirm()
{
    m_terminal.print(u"\nThis will be added:\n"_s + m_draft.toText());
    const QString prompt = u"Add it? [y]es, [e]dit, [n]o: "_s;
    const QChar choice = co_await askChoice(m_terminal, prompt, u"yen"_s);
    if (choice == u'y')
        co_return Step::Send;
    if (choice == u'e')
        co_return Step::Fill;
    if (choice == u'n') {
        m_draft.clear();
        m_terminal.print(u"Nothing was added.\n"_s);
    }
    co_return Step::Leave;
}

Task<AddForm::Step> AddForm::send(QList<Field> *toAsk)
{
    const QJsonObject params{
        {u"employee"_s, m_draft.toJson()}, {u"request_key"_s, m_draft.requestKey()}};
    const ConsoleSession::Answer answer = co_await m_session.call(u"employee.add"_s, params);
    if (!answer)
        co_return Step::Leave;
    if (answer->isOk()) {
        showSaved(**answer);
        m_draft.clear();
        co_return Step::Leave;
    }
    const QList<Field> refused = m_form.showRefusal(answer->error());
    if (refused.isEmpty())
        co_return Step::Leave;
    *toAsk = refused;
    co_return Step::Fill;
}

void AddForm::showSaved(const QJsonObject &result)
{
    const RecordView record(result.value("employee"_L1).toObject());
    m_terminal.print(u"Added %1.\n"_s.arg(record.title()) + warningsText(result));
}

} // namespace roster::cli
