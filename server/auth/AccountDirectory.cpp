#include "server/auth/AccountDirectory.h"

#include "server/auth/UserName.h"

namespace roster::server {

void AccountDirectory::replace(const QList<Role> &roles, const QList<UserRecord> &users,
    const QHash<QString, QStringList> &knownAddresses)
{
    const std::scoped_lock lock(m_mutex);
    m_rights.clear();
    for (const Role &role : roles)
        m_rights.insert(role.name, std::make_shared<const Rights>(role.rights));
    m_users.clear();
    for (const UserRecord &user : users)
        m_users.insert(user.username, user);
    m_knownAddresses = knownAddresses;
}

void AccountDirectory::putRole(const Role &role)
{
    const std::scoped_lock lock(m_mutex);
    m_rights.insert(role.name, std::make_shared<const Rights>(role.rights));
}

void AccountDirectory::removeRole(const QString &name)
{
    const std::scoped_lock lock(m_mutex);
    m_rights.remove(name);
}

void AccountDirectory::putUser(const UserRecord &user)
{
    const std::scoped_lock lock(m_mutex);
    m_users.insert(user.username, user);
}

void AccountDirectory::removeUser(const QString &username)
{
    const std::scoped_lock lock(m_mutex);
    m_users.remove(username);
    m_knownAddresses.remove(username);
}

void AccountDirectory::rememberAddress(const QString &username, const QString &block, int kept)
{
    const std::scoped_lock lock(m_mutex);
    QStringList &blocks = m_knownAddresses[username];
    blocks.removeOne(block);
    blocks.prepend(block);
    if (blocks.size() > kept)
        blocks.removeLast();
}

std::optional<UserRecord> AccountDirectory::find(const QString &typedName) const
{
    const QString folded = foldUserName(typedName);
    const std::scoped_lock lock(m_mutex);
    auto found = m_users.constFind(typedName);
    if (found == m_users.cend())
        found = m_users.constFind(folded);
    return found == m_users.cend() ? std::nullopt : std::optional(*found);
}

bool AccountDirectory::isKnownAddress(const QString &username, const QString &block) const
{
    const std::scoped_lock lock(m_mutex);
    return m_knownAddresses.value(username).contains(block);
}

std::shared_ptr<const Rights> AccountDirectory::rightsOf(const QString &role) const
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_rights.constFind(role);
    return found == m_rights.cend() ? std::make_shared<const Rights>() : *found;
}

} // namespace roster::server
