#include "gui-client/table/ListCriteria.h"

#include <QJsonArray>

namespace roster::gui {

using namespace Qt::StringLiterals;

QJsonObject ListCriteria::params() const
{
    QJsonObject filter = fields;
    if (!text.isEmpty())
        filter.insert("text"_L1, text);
    if (isShowingDeleted)
        filter.insert("deleted"_L1, true);
    QJsonObject params;
    if (!filter.isEmpty())
        params.insert("filter"_L1, filter);
    QJsonArray keys;
    for (const SortKey &key : sort) {
        keys.append(QJsonObject{
            {u"field"_s, QString(describe(key.field).name)}, {u"descending"_s, key.isDescending}});
    }
    if (!keys.isEmpty())
        params.insert("sort"_L1, keys);
    return params;
}

} // namespace roster::gui
