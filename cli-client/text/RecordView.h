#pragma once

#include "cli-client/text/TableFormatter.h"
#include "common/model/Employee.h"
#include "common/model/Rights.h"

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

namespace roster::cli {

/// An employee record as the server gave it, for people: what is hidden is absent, what is masked
/// stays masked, and an imported value that fits no rule is marked. Its text is escaped.
class RecordView
{
public:
    explicit RecordView(QJsonObject record);

    [[nodiscard]] EmployeeId id() const;
    [[nodiscard]] qint64 version() const;
    /// Whether the record holds more than its id and version, which is all that some roles get.
    [[nodiscard]] bool hasFields() const;
    [[nodiscard]] bool has(Field field) const;
    /// The value as the protocol writes it; empty for an empty, hidden, masked or unfit one.
    [[nodiscard]] QString value(Field field) const;
    /// As value(), but with masks and unfit originals; unescaped.
    [[nodiscard]] QString shown(Field field) const;
    /// `Zoë O'Brien (ID 17)`, escaped.
    [[nodiscard]] QString title() const;
    /// A block of lines, one field each.
    [[nodiscard]] QString toText(const Currency &currency) const;
    [[nodiscard]] const QJsonObject &json() const { return m_record; }

private:
    QJsonObject m_record;
};

/// `  Label:   value` lines, labels in one column; the values are escaped.
[[nodiscard]] QString labelledLines(const QList<std::pair<QString, QString>> &lines);

/// The columns of a list as a session with @p rights sees it, and a record's cells for them.
[[nodiscard]] QList<Field> visibleFields(const Rights &rights);
[[nodiscard]] QList<TableColumn> tableColumns(const QList<Field> &fields);
[[nodiscard]] QStringList tableCells(const RecordView &record, const QList<Field> &fields);

} // namespace roster::cli
