#include "common/model/Ssn.h"

#include <QLatin1StringView>

#include <algorithm>

namespace roster {

bool isNineDigits(QStringView text)
{
    return text.size() == 9
        && std::ranges::all_of(text, [](QChar c) { return c >= u'0' && c <= u'9'; });
}

bool isNeverIssued(QStringView ssn)
{
    const QStringView area = ssn.first(3);
    return area == QLatin1StringView("000") || area == QLatin1StringView("666")
        || area.front() == u'9' || ssn.sliced(3, 2) == QLatin1StringView("00")
        || ssn.sliced(5) == QLatin1StringView("0000");
}

} // namespace roster
