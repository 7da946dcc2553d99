#include "gui-client/transfer/ImportPlan.h"

#include "common/base/Csv.h"
#include "gui-client/edit/RecordRules.h"

#include <QCoreApplication>

#include <algorithm>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

QString sayOfImport(const char *text)
{
    return QCoreApplication::translate("ImportPlan", text);
}

Error noTable(const QString &sentence)
{
    return {ErrorCode::ParseError, sentence, {}};
}

/// What readCsv() found, in the desktop's language.
Error noCsv(const Error &error)
{
    const QString reason = error.data.value("reason"_L1).toString();
    QString sentence = sayOfImport(QT_TRANSLATE_NOOP(
        "ImportPlan", "Line %1: the file is not in UTF-8. Save it in that form."));
    if (reason == "open_quote"_L1) {
        sentence = sayOfImport(
            QT_TRANSLATE_NOOP("ImportPlan", "Line %1: a quotation mark is not closed."));
    } else if (reason == "text_after_quote"_L1) {
        sentence = sayOfImport(QT_TRANSLATE_NOOP(
            "ImportPlan", "Line %1: text stands behind a closing quotation mark."));
    }
    return noTable(sentence.arg(error.data.value("line"_L1).toInteger()));
}

/// Headings that differ in case, spaces or hyphens alone mean the same.
QString comparable(const QString &heading)
{
    QString text = heading.toCaseFolded();
    text.removeIf([](QChar c) { return c.isSpace() || c == u'_' || c == u'-'; });
    return text;
}

std::optional<Field> fieldNamed(const QString &heading)
{
    const QString wanted = comparable(heading);
    for (const FieldDescription &field : employeeFields()) {
        const std::array<QString, 3> names{field.name, field.label, labelOf(field.field)};
        if (std::ranges::any_of(
                names, [&](const QString &name) { return comparable(name) == wanted; }))
            return field.field;
    }
    return std::nullopt;
}

/// What an export says of a record beside its fields (PROTOCOL, "Employee object").
bool isMetadata(const QString &heading)
{
    static const QStringList names{u"version"_s, u"updated_at"_s, u"updated_by"_s, u"deleted_at"_s};
    return names.contains(heading);
}

QString problemOfId(const QString &text)
{
    bool isNumber = false;
    const qint64 id = text.toLongLong(&isNumber);
    if (isNumber && id >= 1 && id <= maxSafeInteger)
        return {};
    return sayOfImport(
        QT_TRANSLATE_NOOP("ImportPlan", "A number of an employee is a whole number from 1 on."));
}

QString ofField(Field field, const QString &sentence)
{
    return sayOfImport(QT_TRANSLATE_NOOP("ImportPlan", "%1: %2")).arg(labelOf(field), sentence);
}

} // namespace

Result<ImportPlan> ImportPlan::ofFile(
    const QByteArray &content, const FieldFormat &format, const Rights &rights)
{
    if (content.size() > maxFileSize) {
        return noTable(sayOfImport(
            QT_TRANSLATE_NOOP("ImportPlan", "The file is larger than 64 MiB; please divide it.")));
    }
    const Result<QList<CsvRecord>> records = readCsv(content);
    if (!records)
        return noCsv(records.error());
    if (records->size() < 2) {
        return noTable(sayOfImport(QT_TRANSLATE_NOOP("ImportPlan",
            "The file has no employees: below a line with headings there is nothing.")));
    }
    ImportPlan plan;
    if (const Outcome read = plan.readHeadings(records->first().cells, rights); !read)
        return read.error();
    for (const CsvRecord &record : records->sliced(1))
        plan.m_lines.append(plan.readLine(record.line, record.cells, format));
    if (std::ranges::any_of(plan.m_lines, &ImportLine::hasWrongDate))
        plan.m_remarks.append(plan.dateHint(format));
    return plan;
}

qsizetype ImportPlan::goodLines() const
{
    return std::ranges::count_if(
        m_lines, [](const ImportLine &line) { return line.problems.isEmpty(); });
}

Outcome ImportPlan::readHeadings(const QStringList &headings, const Rights &rights)
{
    m_isExported = std::ranges::all_of(
        headings, [](const QString &heading) { return findField(heading) || isMetadata(heading); });
    QStringList unknown;
    for (const QString &each : headings) {
        const QString heading = each.trimmed();
        std::optional<Field> field = fieldNamed(heading);
        if (field && m_columns.contains(field)) {
            return noTable(sayOfImport(
                QT_TRANSLATE_NOOP("ImportPlan", "Two columns of the file are for the field %1."))
                               .arg(labelOf(*field)));
        }
        const bool isOurs = field && (*field == Field::Id || rights.canWrite(*field));
        if (field && !isOurs) {
            m_remarks.append(
                sayOfImport(QT_TRANSLATE_NOOP("ImportPlan",
                                "Your role may not write %1; that column is left out."))
                    .arg(labelOf(*field)));
        } else if (!field && !heading.isEmpty() && !isMetadata(heading)) {
            unknown.append(u'\u201c' + heading + u'\u201d');
        }
        m_columns.append(isOurs ? field : std::nullopt);
        if (isOurs)
            m_fields.append(*field);
    }
    if (!unknown.isEmpty()) {
        m_remarks.append(
            sayOfImport(QT_TRANSLATE_NOOP("ImportPlan",
                            "Columns that are no field of an employee are left out: %1"))
                .arg(QLocale().createSeparatedList(unknown)));
    }
    for (const FieldDescription &field : editableFields()) {
        if (field.isRequired && !m_fields.contains(field.field)) {
            return noTable(
                sayOfImport(QT_TRANSLATE_NOOP("ImportPlan",
                                "The first line of the file must hold headings; none of them is "
                                "%1, which every employee has."))
                    .arg(labelOf(field.field)));
        }
    }
    return Done{};
}

QString ImportPlan::dateHint(const FieldFormat &format) const
{
    const QString iso = QDate(QDate::currentDate().year(), 12, 31).toString(Qt::ISODate);
    if (m_isExported)
        return sayOfImport(QT_TRANSLATE_NOOP("ImportPlan", "Dates are written like %1.")).arg(iso);
    return sayOfImport(QT_TRANSLATE_NOOP("ImportPlan", "Dates are written like %1 or %2."))
        .arg(format.dateHint(), iso);
}

ImportLine ImportPlan::readLine(
    qint64 number, const QStringList &cells, const FieldFormat &format) const
{
    ImportLine line{number, {}, {}};
    for (qsizetype column = 0; column < m_columns.size(); ++column) {
        if (!m_columns[column])
            continue;
        const Field field = *m_columns[column];
        const QString cell = cells.value(column).trimmed();
        if (field == Field::Id) {
            if (!cell.isEmpty())
                line.values.insert(field, cell);
            if (const QString problem = problemOfId(cell); !cell.isEmpty() && !problem.isEmpty())
                line.problems.append(ofField(field, problem));
            continue;
        }
        const QString canonical = m_isExported ? cell : format.canonical(describe(field), cell);
        const QString problem = format.problem(describe(field), canonical);
        line.hasWrongDate = line.hasWrongDate
            || (describe(field).type == FieldType::Date && !problem.isEmpty() && !cell.isEmpty());
        if (!problem.isEmpty())
            line.problems.append(ofField(field, problem));
        if (!canonical.isEmpty())
            line.values.insert(field, problem.isEmpty() ? canonical : cell);
    }
    if (cells.size() > m_columns.size()) {
        line.problems.append(sayOfImport(
            QT_TRANSLATE_NOOP("ImportPlan", "The line has more cells than there are headings.")));
    }
    if (line.problems.isEmpty()) {
        const QMap<Field, QString> broken = brokenDateRules({}, line.values);
        for (auto it = broken.begin(); it != broken.end(); ++it)
            line.problems.append(ofField(it.key(), it.value()));
    }
    return line;
}

} // namespace roster::gui
