#include "server/auth/UserName.h"

#include <algorithm>

namespace roster::server {

namespace {

constexpr qsizetype longestUserName = 64;

bool isUserNameCharacter(QChar character)
{
    return (character >= u'a' && character <= u'z') || (character >= u'0' && character <= u'9')
        || character == u'.' || character == u'_' || character == u'-';
}

} // namespace

bool isUserName(QStringView name)
{
    return !name.isEmpty() && name.size() <= longestUserName
        && std::ranges::all_of(name, isUserNameCharacter);
}

QString foldUserName(QStringView typed)
{
    return typed.toString().normalized(QString::NormalizationForm_KC).toCaseFolded();
}

} // namespace roster::server
