#pragma once

#include "gui-client/edit/EmployeeEditor.h"

namespace roster::gui {

/// Why this session cannot write what a form shows, as sentences that name the right and who grants
/// it. A value; the session and the editor outlive it.
class WriteObstacle
{
public:
    WriteObstacle(const ServerSession &session, const EmployeeEditor &editor);

    /// Of a record that exists; empty: the field can be written.
    [[nodiscard]] QString toChange(Field field) const;
    /// A right, or a field that every employee must have and this session may not write.
    [[nodiscard]] QString toAdd() const;

private:
    const ServerSession &m_session;
    const EmployeeEditor &m_editor;
};

} // namespace roster::gui
