#include "server/original/OriginalEmployees.h"

#include "common/model/Ssn.h"
#include "server/original/TakeOverReport.h"
#include "server/storage/BulkLoad.h"

#include <QLoggingCategory>
#include <QRegularExpression>

#include <algorithm>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(takeOverLog, "roster.takeover", QtInfoMsg)

/// Records after which a long take-over gives a sign of life.
constexpr qint64 tellEvery = 50'000;

/// The id, if the original's is one of ours.
std::optional<EmployeeId> readId(const OriginalValue &value)
{
    static const QRegularExpression form(uR"(\A[1-9]\d{0,15}\z)"_s);
    if (!value.isText || !form.match(value.text()).hasMatch())
        return std::nullopt;
    const EmployeeId id = value.text().toLongLong();
    return id <= maxSafeInteger ? std::optional(id) : std::nullopt;
}

/// `mm-dd-yyyy` and `mm/dd/yyyy` as ISO 8601; anything else as it is.
QString isoDate(const QString &text)
{
    static const QRegularExpression form(uR"(\A\s*(\d{1,2})([-/])(\d{1,2})\2(\d{4})\s*\z)"_s);
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch())
        return text;
    return u"%1-%2-%3"_s.arg(match.captured(4), match.captured(1).rightJustified(2, u'0'),
        match.captured(3).rightJustified(2, u'0'));
}

/// A number has lost its leading zeros; text may have the usual hyphens.
QString nineDigits(const OriginalValue &value)
{
    static const QRegularExpression hyphened(uR"(\A(\d{3})-(\d{2})-(\d{4})\z)"_s);
    const QString text = value.text().trimmed();
    if (const auto match = hyphened.match(text); match.hasMatch())
        return match.captured(1) + match.captured(2) + match.captured(3);
    return value.isInteger && !text.startsWith(u'-') ? text.rightJustified(9, u'0') : text;
}

} // namespace

OriginalEmployees::OriginalEmployees(const FieldSealer &sealer, const RuleContext &rules,
    TakeOverReport &report, std::chrono::milliseconds now)
    : m_sealer(sealer)
    , m_writer(sealer)
    , m_rules(rules)
    , m_report(report)
    , m_now(now)
    , m_rights(std::make_shared<const Rights>(
          std::initializer_list<Permission>{Permission::EmployeeGet, Permission::EmployeeAdd},
          FieldAccess::Write, FieldAccess::Write, FieldAccess::Write))
{
}

Outcome OriginalEmployees::take(OriginalDatabase &from, Database &into)
{
    m_report.say(
        u"Salaries were whole units of the currency; they are kept with %1 decimals."_s.arg(
            m_rules.currencyDigits));
    m_report.say(u"What fits no rule is kept beside its empty field, as \"unfit\"."_s);
    if (Outcome collected = collectIds(from); !collected)
        return collected;
    const auto load = [&]() -> Outcome {
        Outcome taken
            = from.eachEmployee([&](const OriginalEmployeeRow &row) { return takeRow(row, into); });
        return taken ? EmployeeStore::skipIdsBefore(into, nextFreeId()) : taken;
    };
    if (Outcome loaded = BulkLoad(into).run(load); !loaded)
        return loaded;
    m_report.count(u"records"_s, m_count);
    return Done{};
}

Outcome OriginalEmployees::collectIds(OriginalDatabase &from)
{
    EmployeeId largest = 0;
    const Outcome read = from.eachEmployee([&](const OriginalEmployeeRow &row) -> Outcome {
        if (const std::optional<EmployeeId> id = readId(row.id)) {
            m_ids.insert(*id);
            largest = std::max(largest, *id);
        }
        ++m_total;
        return Done{};
    });
    // A gap was somebody's, as a rule.
    if (largest < maxSafeInteger)
        m_nextId = largest + 1;
    return read;
}

EmployeeId OriginalEmployees::nextFreeId()
{
    while (m_ids.contains(m_nextId))
        ++m_nextId;
    m_ids.insert(m_nextId);
    return m_nextId;
}

EmployeeId OriginalEmployees::idFor(const OriginalEmployeeRow &row)
{
    const std::optional<EmployeeId> own = readId(row.id);
    if (own && !m_taken.contains(*own)) {
        m_taken.insert(*own);
        return *own;
    }
    const EmployeeId id = nextFreeId();
    m_report.note(u"employee row %1"_s.arg(row.row),
        own ? u"its id %1 is that of an earlier row; it is now employee %2"_s.arg(*own).arg(id)
            : u"its id is no positive integer; it is now employee %1"_s.arg(id));
    return id;
}

Outcome OriginalEmployees::takeRow(const OriginalEmployeeRow &row, Database &into)
{
    EmployeeWrite write;
    write.action = ChangeAction::Added;
    write.id = idFor(row);
    write.actor = u"original program"_s;
    write.origin = u"import"_s;
    write.rights = m_rights;
    write.currencyDigits = m_rules.currencyDigits;
    write.now = m_now;
    takeField(write, Field::FirstName, row.firstName, row.firstName.text());
    takeField(write, Field::LastName, row.lastName, row.lastName.text());
    takeField(write, Field::Ssn, row.ssn, nineDigits(row.ssn));
    takeField(write, Field::DateOfBirth, row.dateOfBirth, isoDate(row.dateOfBirth.text()));
    takeField(write, Field::Salary, row.salary, row.salary.text());
    noteSsn(write);
    const Result<WriteResult> added = m_writer.apply(into, write);
    if (!added)
        return added.error();
    if (++m_count % tellEvery == 0)
        qCInfo(takeOverLog) << "employee.db:" << m_count << "of" << m_total << "records";
    return Done{};
}

void OriginalEmployees::takeField(
    EmployeeWrite &write, Field field, const OriginalValue &original, const QString &text)
{
    if (!original.isNull && !original.isText) {
        // The hexadecimal text that stands for it may look like a name.
        write.unfit.insert(field, original.text());
        note(write, field, u"is unfit (not_text)"_s);
        return;
    }
    const auto parsed = parseField(describe(field), text, m_rules);
    if (const auto *value = std::get_if<FieldValue>(&parsed)) {
        write.values.insert(field, *value);
        return;
    }
    if (original.isNull || original.text().isEmpty()) {
        note(write, field, u"is empty"_s);
        return;
    }
    write.unfit.insert(field, original.text());
    note(write, field, u"is unfit (%1)"_s.arg(std::get<FieldError>(parsed).reason));
}

void OriginalEmployees::noteSsn(const EmployeeWrite &write)
{
    const auto found = write.values.constFind(Field::Ssn);
    if (found == write.values.cend())
        return;
    const QString ssn = textOf(*found, 0);
    if (isNeverIssued(ssn))
        note(write, Field::Ssn, u"was never issued"_s);
    const QByteArray index = m_sealer.blindIndex("ssn", ssn.toUtf8());
    const auto owner = m_ssnOwners.constFind(index);
    if (owner == m_ssnOwners.cend())
        m_ssnOwners.insert(index, *write.id);
    else
        note(write, Field::Ssn, u"is that of employee %1 too"_s.arg(*owner));
}

void OriginalEmployees::note(const EmployeeWrite &write, Field field, const QString &what)
{
    m_report.note(u"employee %1"_s.arg(*write.id), u"%1 %2"_s.arg(describe(field).name, what));
}

} // namespace roster::server
