#include "cli-client/menu/RecordLookup.h"

#include "cli-client/menu/Questions.h"

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

} // namespace

Task<std::optional<RecordView>> fetchRecord(Terminal &terminal, ConsoleSession &session, qint64 id)
{
    const QJsonObject params{{u"id"_s, id}};
    const ConsoleSession::Answer answer = co_await session.call(u"employee.get"_s, params);
    if (!answer)
        co_return std::nullopt;
    if (answer->isOk())
        co_return RecordView((*answer)->value("employee"_L1).toObject());
    terminal.print(toText(problemOf(answer->error())));
    co_return std::nullopt;
}

Task<bool> showRecord(Terminal &terminal, ConsoleSession &session)
{
    const std::optional<qint64> id = co_await askId(terminal, u"ID of the record: "_s);
    if (!id)
        co_return false;
    const std::optional<RecordView> record = co_await fetchRecord(terminal, session, *id);
    if (record)
        terminal.print(u'\n' + record->toText(session.info().currency));
    co_return record.has_value();
}

} // namespace roster::cli
