#pragma once

#include "common/base/SecretBytes.h"
#include "server/app/DataFolder.h"
#include "server/app/FirstStart.h"
#include "server/app/ServerConfiguration.h"
#include "server/auth/PasswordHasher.h"
#include "server/storage/Database.h"
#include "server/storage/UserStore.h"

#include <QFile>
#include <QTemporaryDir>

#include <sys/stat.h>

/// What the tests of the program's parts share: a world with a data folder of its own.
namespace roster::server::test {

using namespace Qt::StringLiterals;

/// The permission bits of @p path; 0 when there is nothing.
inline mode_t modeOf(const QString &path)
{
    struct stat status = {};
    return ::lstat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 07777 : 0;
}

inline bool writeFile(const QString &path, QByteArrayView content, mode_t mode)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly)
        && file.write(content.data(), content.size()) == content.size()
        && ::chmod(QFile::encodeName(path).constData(), mode) == 0;
}

inline QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Sets the umask for its lifetime.
class Umask
{
public:
    explicit Umask(mode_t mask)
        : m_before(::umask(mask))
    {
    }
    ~Umask() { ::umask(m_before); }
    Umask(const Umask &) = delete;
    Umask &operator=(const Umask &) = delete;

private:
    mode_t m_before;
};

/// A data folder `data` in a folder that goes with the test.
struct World
{
    World() { configuration.dataPath = path(u"data"_s); }

    [[nodiscard]] QString path(const QString &name) const { return root.filePath(name); }
    [[nodiscard]] DataFolder folder() const
    {
        return DataFolder(configuration.dataPath, configuration.keyFile);
    }
    /// Makes the folder ready; gives the one-time password, empty when none was made.
    [[nodiscard]] Result<QString> setUp() const
    {
        QString password;
        if (const Outcome made = folder().ensure(); !made)
            return made.error();
        const Outcome ready
            = FirstStart(configuration, folder()).run([&password](const IssuedPassword &issued) {
                  password = issued.oneTimePassword;
                  return true;
              });
        if (!ready)
            return ready.error();
        return password;
    }
    /// Whether @p password is that of @p username in the folder.
    [[nodiscard]] bool isPassword(const QString &username, const QString &password) const
    {
        const auto database = Database::open({folder().userDatabase(), true});
        if (!database)
            return false;
        const auto user = UserStore(**database).find(username);
        return user && *user
            && PasswordHasher({}).verify(SecretBytes::copyOf(password), (*user)->passwordHash);
    }

    QTemporaryDir root;
    ServerConfiguration configuration;
};

} // namespace roster::server::test
