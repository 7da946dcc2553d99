#pragma once

#include "common/base/Result.h"
#include "common/model/Rights.h"
#include "gui-client/session/WriteQueue.h"
#include "gui-client/text/FieldFormat.h"

#include <QStringList>

namespace roster::gui {

/// A line of a file that is to become an employee.
struct ImportLine
{
    qint64 number = 0; ///< in the file, from 1
    FieldChanges values; ///< canonical; what cannot be read, as it stands in the file
    QStringList problems; ///< sentences; with any the line is left out
    bool hasWrongDate = false;
};

/// What the lines of a CSV file would add, worked out before anything is sent, and what stands in
/// the way of them. The first line names the fields: by their names in the protocol, in English or
/// in the desktop's language. Values are read as people write them on this desktop, or as the
/// protocol does; only the latter where all headings are the protocol's, as in an exported file. A
/// value; any thread.
class ImportPlan
{
public:
    static constexpr qint64 maxFileSize = 64LL * 1024 * 1024;

    /// Errors: ParseError with a sentence for people, for a file that cannot be read as a table of
    /// employees.
    [[nodiscard]] static Result<ImportPlan> ofFile(
        const QByteArray &content, const FieldFormat &format, const Rights &rights);

    /// The fields that the file has, in its order.
    [[nodiscard]] const QList<Field> &fields() const { return m_fields; }
    [[nodiscard]] const QList<ImportLine> &lines() const { return m_lines; }
    /// What is left out of all lines, and how dates are written where some are wrong; sentences.
    [[nodiscard]] const QStringList &remarks() const { return m_remarks; }
    [[nodiscard]] qsizetype goodLines() const;

private:
    /// A column of the file; without a field it is passed over.
    using Columns = QList<std::optional<Field>>;

    [[nodiscard]] Outcome readHeadings(const QStringList &headings, const Rights &rights);
    /// How dates of this file are written.
    [[nodiscard]] QString dateHint(const FieldFormat &format) const;
    [[nodiscard]] ImportLine readLine(
        qint64 number, const QStringList &cells, const FieldFormat &format) const;

    Columns m_columns;
    QList<Field> m_fields;
    QList<ImportLine> m_lines;
    QStringList m_remarks;
    bool m_isExported = false; ///< all headings are the protocol's names
};

} // namespace roster::gui
