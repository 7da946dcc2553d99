#pragma once

#include <QString>
#include <QStringList>

namespace roster {

/// The key by which text is compared, sorted and searched: NFKD, marks removed, case folded
/// (Unicode, full folding). Keys are compared by code point, which is the order of their UTF-8
/// bytes, so every database agrees. `Zoë` and `ZOE` have the same key.
[[nodiscard]] QString foldKey(QStringView text);

/// The words of a fold key: its runs of letters and digits. `o'brien` has two.
[[nodiscard]] QStringList wordsOf(QStringView key);

} // namespace roster
