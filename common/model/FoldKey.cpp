#include "common/model/FoldKey.h"

namespace roster {
namespace {

QString withoutMarks(const QString &decomposed)
{
    QString kept;
    kept.reserve(decomposed.size());
    for (const char32_t c : decomposed.toUcs4()) {
        if (!QChar::isMark(c))
            kept.append(QChar::fromUcs4(c));
    }
    return kept;
}

bool isAscii(QStringView text)
{
    for (const QChar c : text) {
        if (c.unicode() > 0x7f)
            return false;
    }
    return true;
}

} // namespace

QString foldKey(QStringView text)
{
    if (isAscii(text))
        return text.toString().toLower();
    const auto decompose = [](const QString &s) {
        return withoutMarks(s.normalized(QString::NormalizationForm_KD));
    };
    // Of what full folding lengthens, NFKD leaves only the sharp s, which Qt folds to itself.
    const auto fold = [](const QString &s) {
        return s.toCaseFolded().replace(u'\u00DF', QLatin1StringView("ss"));
    };
    // Folding can bring back characters that decompose (U+0130), so it is done on both sides.
    return decompose(fold(decompose(text.toString())));
}

QStringList wordsOf(QStringView key)
{
    QStringList words;
    QString word;
    for (const char32_t c : key.toUcs4()) {
        if (QChar::isLetterOrNumber(c)) {
            word.append(QChar::fromUcs4(c));
        } else if (!word.isEmpty()) {
            words.append(word);
            word.clear();
        }
    }
    if (!word.isEmpty())
        words.append(word);
    return words;
}

} // namespace roster
