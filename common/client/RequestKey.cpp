#include "common/client/RequestKey.h"

#include <QUuid>

namespace roster {

QString newRequestKey()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

} // namespace roster
