#pragma once

#include "cli-client/text/RecordView.h"
#include "common/model/FieldRules.h"

#include <QJsonObject>
#include <QMap>
#include <QString>

#include <optional>

namespace roster::cli {

/// @p text, or `(empty)` in its place.
[[nodiscard]] QString orEmptyMark(const QString &text);

/// What was typed into a form and is not saved yet: it outlives an interrupted form, a lost server
/// and an ended session. Of a new record, or of changes to an existing one.
class Draft
{
public:
    /// The record that is changed; none for a new one.
    void startFrom(RecordView base);
    [[nodiscard]] const std::optional<RecordView> &base() const { return m_base; }
    [[nodiscard]] bool isUpdate() const { return m_base.has_value(); }

    /// The value that the record will have, canonical; empty text is an empty value.
    [[nodiscard]] QString value(Field field) const;
    /// What a person is shown for it: also masks and unfit originals.
    [[nodiscard]] QString shown(Field field) const;
    /// Typing what the record has already is no change.
    void set(Field field, const QString &canonical);
    void remove(Field field);
    void clear();

    [[nodiscard]] bool isEmpty() const { return m_typed.isEmpty(); }
    [[nodiscard]] bool isTyped(Field field) const { return m_typed.contains(field); }
    /// As the protocol's `employee` or `changes`.
    [[nodiscard]] QJsonObject toJson() const;
    /// A line for each typed field; of an update, `old -> new`.
    [[nodiscard]] QString toText() const;
    /// The record as far as it is known, for the rules between fields.
    [[nodiscard]] Employee toEmployee(const RuleContext &context) const;

    /// The same for as long as the content and the base stay the same, so that a retry is safe.
    [[nodiscard]] QString requestKey();

private:
    std::optional<RecordView> m_base;
    QMap<Field, QString> m_typed;
    QString m_requestKey;
};

} // namespace roster::cli
