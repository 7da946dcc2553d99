#include "gui-client/edit/WriteObstacle.h"

#include "gui-client/text/FieldFormat.h"

#include <QCoreApplication>

namespace roster::gui {
namespace {

QString sayObstacle(const char *text)
{
    return QCoreApplication::translate("WriteObstacle", text);
}

} // namespace

WriteObstacle::WriteObstacle(const ServerSession &session, const EmployeeEditor &editor)
    : m_session(session)
    , m_editor(editor)
{
}

QString WriteObstacle::toChange(Field field) const
{
    if (m_session.rights().access(field) == FieldAccess::Masked) {
        return sayObstacle(
            QT_TRANSLATE_NOOP("WriteObstacle",
                "Your role, %1, sees this field masked. An administrator can grant the "
                "access %2:read."))
            .arg(m_session.info().role, QString(describe(field).name));
    }
    return m_editor.whyNotWritable(field);
}

QString WriteObstacle::toAdd() const
{
    if (!m_editor.mayAdd()) {
        return sayObstacle(
            QT_TRANSLATE_NOOP("WriteObstacle",
                "Your role, %1, may not add employees. An administrator can grant the "
                "right employee.add."))
            .arg(m_session.info().role);
    }
    for (const FieldDescription &field : editableFields()) {
        if (field.isRequired && !m_session.rights().canWrite(field.field)) {
            return sayObstacle(
                QT_TRANSLATE_NOOP("WriteObstacle",
                    "Every employee has the field %1, which your role, %2, may not write. "
                    "An administrator can grant the access %3:write."))
                .arg(labelOf(field.field), m_session.info().role, QString(field.name));
        }
    }
    return {};
}

} // namespace roster::gui
