#pragma once

#include "gui-client/edit/FieldEditor.h"

namespace roster::gui {

/// Edits names, e-mail addresses and other text.
class TextEditor : public FieldEditor
{
    Q_OBJECT

public:
    TextEditor(
        const FieldDescription &field, const FieldFormat &format, Place place, QWidget *parent);
};

/// Edits an SSN: nine digits, with or without hyphens.
class SsnEditor : public FieldEditor
{
    Q_OBJECT

public:
    SsnEditor(
        const FieldDescription &field, const FieldFormat &format, Place place, QWidget *parent);
};

/// Edits an amount, grouped as soon as it is left.
class MoneyEditor : public FieldEditor
{
    Q_OBJECT

public:
    MoneyEditor(
        const FieldDescription &field, const FieldFormat &format, Place place, QWidget *parent);
};

} // namespace roster::gui
