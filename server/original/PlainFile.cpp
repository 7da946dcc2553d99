#include "server/original/PlainFile.h"

#include <unistd.h>

namespace roster::server {

bool createPrivately(QFile &file)
{
    return file.open(QIODevice::WriteOnly | QIODevice::NewOnly,
        QFileDevice::ReadOwner | QFileDevice::WriteOwner);
}

bool syncToDisk(QFile &file)
{
    return file.flush() && ::fsync(file.handle()) == 0;
}

} // namespace roster::server
