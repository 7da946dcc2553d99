#include "cli-client/menu/DeleteForm.h"

#include "cli-client/menu/Questions.h"
#include "cli-client/menu/RecordLookup.h"
#include "common/client/RequestKey.h"

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

} // namespace

DeleteForm::DeleteForm(Terminal &terminal, ConsoleSession &session)
    : m_terminal(terminal)
    , m_session(session)
{
}

Task<bool> DeleteForm::run()
{
    std::optional<RecordView> record = co_await chooseRecord();
    while (record) {
        const bool isSure = co_await isConfirmed(*record);
        if (!isSure) {
            m_terminal.print(u"Nothing was deleted.\n"_s);
            break;
        }
        const Step step = co_await send(&*record);
        if (step != Step::Again)
            co_return step == Step::Deleted;
    }
    co_return false;
}

Task<std::optional<RecordView>> DeleteForm::chooseRecord()
{
    const std::optional<qint64> id = co_await askId(m_terminal, u"ID of the record to delete: "_s);
    if (!id)
        co_return std::nullopt;
    if (!m_session.can(Permission::EmployeeGet))
        co_return RecordView({{u"id"_s, *id}});
    co_return co_await fetchRecord(m_terminal, m_session, *id);
}

Task<bool> DeleteForm::isConfirmed(RecordView record)
{
    if (record.hasFields())
        m_terminal.print(u'\n' + record.toText(m_session.info().currency));
    const QString prompt = u"Delete %1? [y]es, [n]o: "_s.arg(record.title());
    const QChar choice = co_await askChoice(m_terminal, prompt, u"yn"_s);
    co_return choice == u'y';
}

Task<DeleteForm::Step> DeleteForm::send(RecordView *record)
{
    QJsonObject params{{u"id"_s, record->id()}, {u"request_key"_s, newRequestKey()}};
    if (record->version() > 0)
        params.insert("version"_L1, record->version());
    const ConsoleSession::Answer answer = co_await m_session.call(u"employee.delete"_s, params);
    if (!answer) {
        if (m_session.isOver())
            m_terminal.print(u"Not confirmed: the deletion of %1.\n"_s.arg(record->title()));
        co_return Step::Leave;
    }
    if (answer->isOk()) {
        m_terminal.print(u"Deleted %1.\n"_s.arg(record->title()));
        co_return Step::Deleted;
    }
    const QJsonObject current = answer->error().data.value("employee"_L1).toObject();
    if (answer->error().code != ErrorCode::Conflict || current.isEmpty()) {
        m_terminal.print(toText(problemOf(answer->error())));
        co_return Step::Leave;
    }
    m_terminal.print(u"The record was changed since you saw it. It is now:\n"_s);
    *record = RecordView(current);
    co_return Step::Again;
}

} // namespace roster::cli
