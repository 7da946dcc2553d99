#include "cli-client/menu/ConflictDialog.h"

#include "cli-client/menu/Questions.h"
#include "cli-client/session/Problem.h"
#include "common/base/EscapedText.h"
#include "cli-client/text/TableFormatter.h"

namespace roster::cli {
namespace {

using namespace Qt::StringLiterals;

QList<Field> fieldsInConflict(const Error &conflict, const Draft &draft)
{
    QList<Field> fields;
    for (const FieldProblem &problem : fieldProblems(conflict.data)) {
        const FieldDescription *row = findField(problem.field);
        if (row && draft.isTyped(row->field))
            fields.append(row->field);
    }
    return fields;
}

QString comparison(
    const Draft &draft, const RecordView &theirs, const QList<Field> &fields, int width)
{
    QList<QStringList> rows;
    for (const Field field : fields) {
        rows.append({describe(field).label, orEmptyMark(draft.shown(field)),
            orEmptyMark(theirs.shown(field))});
    }
    const TableFormatter table({{u"Field"_s, Alignment::Left, 4}, {u"Mine"_s, Alignment::Left, 8},
                                   {u"Theirs"_s, Alignment::Left, 8}},
        rows, width);
    QString text = table.header();
    for (const QStringList &row : rows)
        text += table.row(row);
    return text;
}

QString headline(const Error &conflict, const RecordView &theirs)
{
    const QString who = theirs.json().value("updated_by"_L1).toString();
    if (who.isEmpty())
        return conflict.message;
    return u"%1 has changed this record since you saw it."_s.arg(who);
}

} // namespace

Task<ConflictChoice> resolveConflict(Terminal &terminal, Draft &draft, Error conflict)
{
    const RecordView theirs(conflict.data.value("employee"_L1).toObject());
    const QList<Field> fields = fieldsInConflict(conflict, draft);
    terminal.print(
        u"\n%1 Nothing of yours was saved yet.\n"_s.arg(escaped(headline(conflict, theirs))));
    if (!fields.isEmpty())
        terminal.print(comparison(draft, theirs, fields, terminal.width()));

    const QString prompt = u"Keep [m]ine, keep [t]heirs, [e]dit again, [c]ancel: "_s;
    const QChar choice = co_await askChoice(terminal, prompt, u"mtec"_s);
    if (theirs.id() > 0)
        draft.startFrom(theirs);
    if (choice == u't') {
        for (const Field field : fields)
            draft.remove(field);
        co_return ConflictChoice::KeepTheirs;
    }
    if (choice == u'm')
        co_return ConflictChoice::KeepMine;
    co_return choice == u'e' ? ConflictChoice::EditAgain : ConflictChoice::Cancel;
}

} // namespace roster::cli
