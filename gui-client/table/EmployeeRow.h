#pragma once

#include "common/model/Employee.h"
#include "common/model/EmployeeFields.h"
#include "common/model/Rights.h"

#include <QJsonObject>
#include <QMap>
#include <QString>

#include <array>
#include <utility>

namespace roster::gui {

/// One cell, whatever row it stands in.
using CellKey = std::pair<EmployeeId, Field>;

/// What a cell holds beside its text.
enum class Visibility : std::uint8_t {
    Shown,
    Masked, ///< the server sends a mask in place of the value
    Unfit, ///< an imported value that fits no rule, as it was
};

/// One record as the server showed it to this session: the wire's texts by field. A value.
struct EmployeeRow
{
    EmployeeId id = 0;
    qint64 version = 0;
    std::array<QString, fieldCount>
        texts; ///< canonical, as on the wire; empty where null or hidden
    std::array<Visibility, fieldCount> visibility{};
    QString updatedAt; ///< ISO 8601, UTC
    QString updatedBy;
    QString deletedAt; ///< empty unless it is deleted

    [[nodiscard]] const QString &text(Field field) const { return texts[indexOf(field)]; }
    [[nodiscard]] Visibility seen(Field field) const { return visibility[indexOf(field)]; }
    [[nodiscard]] bool isDeleted() const { return !deletedAt.isEmpty(); }
};

[[nodiscard]] EmployeeRow rowFromJson(const QJsonObject &employee);

/// Whether a role with @p rights is shown @p field at all.
[[nodiscard]] inline bool isVisible(Field field, const Rights &rights)
{
    return rights.access(field) != FieldAccess::None;
}

} // namespace roster::gui
