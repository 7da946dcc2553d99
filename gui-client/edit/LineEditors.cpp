#include "gui-client/edit/LineEditors.h"

#include "gui-client/edit/FieldLine.h"

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

/// Room for what a person may paste by mistake. The field's own limit is a rule that says what is
/// wrong: cutting a value to it would lose its end without a word.
constexpr int longestText = 4'096;
constexpr int longestNumber = 64;

} // namespace

TextEditor::TextEditor(
    const FieldDescription &field, const FieldFormat &format, Place place, QWidget *parent)
    : FieldEditor(field, format, place, parent)
{
    line().setMaxLength(longestText);
    if (field.type == FieldType::Email)
        line().setInputMethodHints(Qt::ImhEmailCharactersOnly);
}

SsnEditor::SsnEditor(
    const FieldDescription &field, const FieldFormat &format, Place place, QWidget *parent)
    : FieldEditor(field, format, place, parent)
{
    line().setMaxLength(longestNumber);
    line().setInputMethodHints(Qt::ImhPreferNumbers | Qt::ImhSensitiveData);
    setExample(u"123-45-6789"_s);
}

MoneyEditor::MoneyEditor(
    const FieldDescription &field, const FieldFormat &format, Place place, QWidget *parent)
    : FieldEditor(field, format, place, parent)
{
    line().setMaxLength(longestNumber);
    line().setInputMethodHints(Qt::ImhFormattedNumbersOnly);
    line().setAlignment(Qt::AlignRight | Qt::AlignVCenter);
}

} // namespace roster::gui
