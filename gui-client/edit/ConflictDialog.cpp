#include "gui-client/edit/ConflictDialog.h"

#include "gui-client/app/Rhythm.h"
#include "gui-client/edit/ContentScroll.h"
#include "gui-client/edit/FieldEditor.h"
#include "gui-client/edit/FieldLine.h"
#include "gui-client/edit/RecordRules.h"
#include "gui-client/text/PlainToolTip.h"

#include <QButtonGroup>
#include <QDateTime>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

constexpr int widestValue = 32; ///< in average characters

/// Plain text for a button: no letter of it is a shortcut.
QString withoutMnemonics(QString text)
{
    return text.replace(u'&', u"&&"_s);
}

} // namespace

ConflictDialog::ConflictDialog(
    const EditConflict &conflict, const FieldFormat &format, ValueSource *values, QWidget *parent)
    : QDialog(parent)
    , m_conflict(conflict)
    , m_format(format)
    , m_values(values)
{
    setObjectName(u"conflictDialog"_s);
    setWindowTitle(tr("Changed by somebody else"));
    // A conflict that names no field is about all of them.
    if (m_conflict.fields.isEmpty())
        m_conflict.fields = m_conflict.mine.keys();

    auto *text = new QLabel(heading(), this);
    text->setObjectName(u"heading"_s);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    auto *table = new QWidget(this);
    auto *grid = new QGridLayout(table);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(2 * rhythm);
    grid->setVerticalSpacing(rhythm);
    addHeader(grid);
    for (const Field field : std::as_const(m_conflict.fields))
        addRow(grid, field);
    grid->setRowStretch(grid->rowCount(), 1);
    constexpr int usualWidth = 80;
    auto *scroll = new ContentScroll(table, usualWidth, 1, this);
    scroll->setObjectName(u"conflictScroll"_s);
    scroll->setAccessibleName(tr("Fields that both of you changed"));

    auto *later = new QPushButton(tr("Decide later"), this);
    auto *save = new QPushButton(tr("Save my choices"), this);
    auto *keep = new QPushButton(tr("Keep theirs"), this);
    later->setObjectName(u"later"_s);
    later->setToolTip(tr("Your values stay in the table, marked as not saved"));
    later->setAutoDefault(false);
    save->setObjectName(u"save"_s);
    save->setAutoDefault(false);
    keep->setObjectName(u"keepTheirs"_s);
    keep->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(rhythm);
    buttons->addWidget(later);
    buttons->addStretch();
    buttons->addWidget(save);
    buttons->addWidget(keep);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * rhythm, 2 * rhythm, 2 * rhythm, 2 * rhythm);
    layout->setSpacing(2 * rhythm);
    layout->addWidget(text);
    layout->addWidget(scroll, 1);
    layout->addLayout(buttons);
    connect(later, &QPushButton::clicked, this, &QDialog::reject);
    connect(save, &QPushButton::clicked, this, &ConflictDialog::saveChoices);
    connect(keep, &QPushButton::clicked, this, [this] { decide(undisputed()); });
    keep->setFocus();
}

QString ConflictDialog::heading() const
{
    const EmployeeRow &theirs = m_conflict.theirs;
    const QDateTime at = QDateTime::fromString(theirs.updatedAt, Qt::ISODate).toLocalTime();
    return tr("%1 changed %2 on %3, while you were editing the same. Nothing of yours has been "
              "saved yet. Which values shall stand?")
        .arg(
            theirs.updatedBy, nameOf(theirs), m_format.locale().toString(at, QLocale::ShortFormat));
}

void ConflictDialog::addHeader(QGridLayout *grid)
{
    const QStringList titles{
        tr("Field"), tr("Before"), tr("Theirs"), tr("Yours"), tr("Something else")};
    for (int column = 0; column < titles.size(); ++column) {
        auto *title = new QLabel(titles[column], this);
        QFont bold = title->font();
        bold.setBold(true);
        title->setFont(bold);
        grid->addWidget(title, 0, column);
    }
    grid->setColumnStretch(int(titles.size()) - 1, 1);
}

void ConflictDialog::addRow(QGridLayout *grid, Field field)
{
    const QString name(describe(field).name);
    const int row = grid->rowCount();
    auto *label = new QLabel(labelOf(field), this);
    label->setTextFormat(Qt::PlainText);
    const QString before = shown(field, m_conflict.original);
    auto *original = new QLabel(this);
    original->setObjectName(name + u"_original"_s);
    original->setTextFormat(Qt::PlainText);
    original->setText(fontMetrics().elidedText(
        before, Qt::ElideMiddle, widestValue * fontMetrics().averageCharWidth()));
    original->setToolTip(plainToolTip(before));

    QRadioButton *theirs = makeChoice(field, tr("Theirs"), shown(field, m_conflict.theirs));
    theirs->setObjectName(name + u"_theirs"_s);
    EmployeeRow own;
    own.texts[indexOf(field)] = m_conflict.mine.value(field);
    QRadioButton *mine = makeChoice(field, tr("Yours"), shown(field, own));
    mine->setObjectName(name + u"_mine"_s);
    auto *third = new QRadioButton(this);
    third->setObjectName(name + u"_other"_s);
    third->setAccessibleName(tr("%1, something else").arg(labelOf(field)));
    FieldEditor *editor = makeFieldEditor(describe(field), m_format, m_values, this);
    editor->setObjectName(name + u"_otherValue"_s);
    editor->setCanonical(m_conflict.mine.value(field));
    editor->line().setAccessibleName(tr("%1, something else").arg(labelOf(field)));
    editor->setMinimumWidth(widestValue / 2 * fontMetrics().averageCharWidth());

    auto *choices = new QButtonGroup(this);
    choices->addButton(theirs, Theirs);
    choices->addButton(mine, Mine);
    choices->addButton(third, Other);
    theirs->setChecked(true);
    connect(editor, &FieldEditor::edited, third, [third] { third->setChecked(true); });
    connect(third, &QRadioButton::clicked, editor, [editor] { editor->setFocus(); });

    auto *free = new QHBoxLayout;
    free->setSpacing(rhythm / 2);
    free->addWidget(third);
    free->addWidget(editor, 1);
    grid->addWidget(label, row, 0);
    grid->addWidget(original, row, 1);
    grid->addWidget(theirs, row, 2);
    grid->addWidget(mine, row, 3);
    grid->addLayout(free, row, 4);
    m_rows.push_back({field, choices, editor});
}

QRadioButton *ConflictDialog::makeChoice(Field field, const QString &whose, const QString &value)
{
    const QString elided = fontMetrics().elidedText(
        value, Qt::ElideMiddle, widestValue * fontMetrics().averageCharWidth());
    auto *button = new QRadioButton(withoutMnemonics(elided), this);
    button->setToolTip(plainToolTip(value));
    button->setAccessibleName(
        tr("%1, %2: %3", "a field, whose value, the value").arg(labelOf(field), whose, value));
    return button;
}

QString ConflictDialog::shown(Field field, const EmployeeRow &row) const
{
    const QString &text = row.text(field);
    if (text.isEmpty())
        return tr("(empty)", "a value");
    if (row.seen(field) == Visibility::Masked)
        return FieldFormat::mask(describe(field), text);
    return m_format.display(describe(field), text);
}

QString ConflictDialog::valueChosen(const Row &row) const
{
    switch (row.choices->checkedId()) {
    case Mine:
        return m_conflict.mine.value(row.field);
    case Other:
        return row.other->canonical();
    default:
        return m_conflict.theirs.text(row.field);
    }
}

FieldChanges ConflictDialog::undisputed() const
{
    FieldChanges changes = m_conflict.mine;
    for (const Field field : m_conflict.fields)
        changes.remove(field);
    return changes;
}

void ConflictDialog::saveChoices()
{
    FieldChanges changes = undisputed();
    for (const Row &row : m_rows) {
        const bool isTyped = row.choices->checkedId() == Other;
        if (isTyped && !row.other->problem().isEmpty()) {
            row.other->showProblem();
            row.other->setFocus(Qt::OtherFocusReason);
            return;
        }
        const QString value = valueChosen(row);
        if (!hasValue(m_conflict.theirs, row.field, value, m_format.currency()))
            changes.insert(row.field, value);
    }
    decide(changes);
}

void ConflictDialog::decide(const FieldChanges &changes)
{
    accept();
    Q_EMIT decided(changes);
}

} // namespace roster::gui
