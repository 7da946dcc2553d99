#include "cli-client/menu/Questions.h"

#include "common/model/Employee.h"

#include <algorithm>

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

} // namespace

Task<QChar> askChoice(Terminal &terminal, QString prompt, QString letters)
{
    for (;;) {
        const Input input = co_await terminal.ask(prompt);
        if (!input.isLine())
            co_return QChar();
        const QString answer = input.text.trimmed().toLower();
        if (!answer.isEmpty() && letters.contains(answer.front()))
            co_return answer.front();
        terminal.print(u"Please answer with one of: %1.\n"_s.arg(
            letters.split(QString(), Qt::SkipEmptyParts).join(u", "_s)));
    }
}

std::optional<qint64> parseId(QStringView text)
{
    const bool isDigits = std::ranges::all_of(text, [](QChar c) { return c >= u'0' && c <= u'9'; });
    bool isNumber = false;
    const qint64 id = text.toLongLong(&isNumber);
    if (!isDigits || !isNumber || id < 1 || id > maxSafeInteger)
        return std::nullopt;
    return id;
}

Task<std::optional<qint64>> askId(Terminal &terminal, QString prompt)
{
    for (;;) {
        const Input input = co_await terminal.ask(prompt);
        const QString answer = input.text.trimmed();
        if (!input.isLine() || answer.isEmpty())
            co_return std::nullopt;
        const std::optional<qint64> id = parseId(answer);
        if (id)
            co_return id;
        terminal.print(u"An ID is a whole number from 1 on, such as 17.\n"_s);
    }
}

} // namespace roster::cli
