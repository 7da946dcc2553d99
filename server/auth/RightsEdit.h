#pragma once

#include "common/base/Result.h"
#include "common/model/Rights.h"

#include <QList>
#include <QStringList>

#include <optional>
#include <utility>

namespace roster::server {

/// A change of a role's rights, as an administrator writes it. A value.
class RightsEdit
{
public:
    /// @p permissions: names, also several with commas between. With `+` or `-` before each, these
    /// are granted or withdrawn; without, they are all that the role has. @p fields: `ssn=masked`.
    /// Errors: ValidationFailed (`permission`, `field`); the message names what is wrong.
    [[nodiscard]] static Result<RightsEdit> parse(
        const QStringList &permissions, const QStringList &fields);

    [[nodiscard]] bool isEmpty() const;
    [[nodiscard]] Rights appliedTo(Rights rights) const;

private:
    [[nodiscard]] Outcome addPermission(const QString &written);
    [[nodiscard]] Outcome addField(const QString &written);
    [[nodiscard]] bool isSetBefore(Field field, FieldAccess otherThan) const;

    std::optional<QList<Permission>> m_whole;
    QList<Permission> m_granted;
    QList<Permission> m_withdrawn;
    QList<std::pair<Field, FieldAccess>> m_fields;
};

} // namespace roster::server
