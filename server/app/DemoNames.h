#pragma once

#include <QString>

namespace roster::server {

/// A person's name and the local part of the e-mail address that a company would make of it.
struct DemoName
{
    QString firstName;
    QString lastName;
    QString mailbox; ///< lower-case ASCII: `zoe.obrien`, for a namesake `zoe.obrien2`
};

/// The name of the @p number th person, from 0: repeatable, and no two mailboxes are equal. First
/// and last names come from the same part of the world or from neighbouring ones.
[[nodiscard]] DemoName demoName(quint64 number);

} // namespace roster::server
