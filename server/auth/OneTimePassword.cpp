#include "server/auth/OneTimePassword.h"

#include <sodium.h>

#include <string_view>

namespace roster::server {

namespace {

constexpr std::string_view alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
constexpr int groups = 6;
constexpr int groupLength = 4;

} // namespace

QString makeOneTimePassword()
{
    QString password;
    for (int i = 0; i < groups * groupLength; ++i) {
        if (i > 0 && i % groupLength == 0)
            password += u'-';
        password += QLatin1Char(alphabet[randombytes_uniform(alphabet.size())]);
    }
    return password;
}

} // namespace roster::server
