#include "common/model/FoldKey.h"

#include <QTest>

using namespace roster;
using namespace Qt::StringLiterals;

class FoldKeyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void folds_data();
    void folds();
    void equalTextsHaveEqualKeys_data();
    void equalTextsHaveEqualKeys();
    void foldingAKeyChangesNothing_data();
    void foldingAKeyChangesNothing();
    void everyCharacterFoldsToAFixedPoint();
    void splitsIntoWords_data();
    void splitsIntoWords();
};

void FoldKeyTest::folds_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("key");
    const auto row = [](const char *name, const QString &text, const QString &key) {
        QTest::newRow(name) << text << key;
    };
    row("empty", QString(), QString());
    row("ASCII", u"Ada LOVELACE-17"_s, u"ada lovelace-17"_s);
    row("composed diaeresis", u"Zoë"_s, u"zoe"_s);
    row("decomposed diaeresis", u"Zoe\u0308"_s, u"zoe"_s);
    row("several marks on one letter", u"Nguyễn"_s, u"nguyen"_s);
    row("apostrophe stays", u"O'Brien"_s, u"o'brien"_s);
    row("typographic apostrophe stays", u"O’Brien"_s, u"o’brien"_s);
    row("sharp s", u"Weiß"_s, u"weiss"_s);
    row("capital sharp s", u"GROẞ"_s, u"gross"_s);
    row("stroked letters are letters of their own", u"Øystein Łukasz"_s, u"øystein łukasz"_s);
    row("ligature", u"ﬁne"_s, u"fine"_s);
    row("full width", u"Ｒｏｓｔｅｒ"_s, u"roster"_s);
    row("capital I with dot", u"İbrahim"_s, u"ibrahim"_s);
    row("dotless i stays", u"Işıl"_s, u"isıl"_s);
    row("Greek final sigma", u"Όσιος"_s, u"οσιοσ"_s);
    row("Greek capitals", u"ΟΔΥΣΣΕΥΣ"_s, u"οδυσσευσ"_s);
    row("Greek iota below", u"ᾳ"_s, u"α"_s);
    row("Cyrillic", u"ЙОШКАР-ОЛА Ёлкин"_s, u"иошкар-ола елкин"_s);
    row("Hebrew points", u"שָׁלוֹם"_s, u"שלום"_s);
    row("Arabic marks", u"مُحَمَّد"_s, u"محمد"_s);
    row("Arabic presentation form", u"ﻼ"_s, u"لا"_s);
    row("Devanagari vowel signs", u"हिन्दी"_s, u"हनद"_s);
    row("Hangul syllables fold to their letters", u"한"_s, u"\u1112\u1161\u11ab"_s);
    row("Han stays", u"王小明"_s, u"王小明"_s);
    row("katakana with sound mark", u"ガ"_s, u"カ"_s);
    row("half-width katakana", u"ｶﾞ"_s, u"カ"_s);
    row("outside the basic plane", u"\U00010400\U0001F600"_s, u"\U00010428\U0001F600"_s);
    row("mathematical letters", u"\U0001D400\U0001D41A"_s, u"aa"_s);
    row("superscript digit", u"m²"_s, u"m2"_s);
    row("Roman numeral", u"Ⅻ"_s, u"xii"_s);
    row("Cherokee", u"\u13A0\uAB70"_s, u"\u13A0\u13A0"_s);
    row("marks alone", u"\u0301\u0308"_s, QString());
}

void FoldKeyTest::folds()
{
    QFETCH(QString, text);
    QTEST(foldKey(text), "key");
}

void FoldKeyTest::equalTextsHaveEqualKeys_data()
{
    QTest::addColumn<QString>("one");
    QTest::addColumn<QString>("other");
    QTest::newRow("case") << u"ZOË"_s << u"zoë"_s;
    QTest::newRow("composition") << u"\u00C5sa"_s << u"A\u030Asa"_s;
    QTest::newRow("angstrom sign") << u"\u212B"_s << u"\u00E5"_s;
    QTest::newRow("kelvin sign") << u"\u212A"_s << u"k"_s;
    QTest::newRow("order of marks") << u"q\u0307\u0323"_s << u"q\u0323\u0307"_s;
    QTest::newRow("long s") << u"Congreſs"_s << u"congress"_s;
    QTest::newRow("dz digraph, title case") << u"ǅ"_s << u"ǆ"_s;
}

void FoldKeyTest::equalTextsHaveEqualKeys()
{
    QFETCH(QString, one);
    QFETCH(QString, other);
    QCOMPARE(foldKey(one), foldKey(other));
}

void FoldKeyTest::foldingAKeyChangesNothing_data()
{
    folds_data();
}

void FoldKeyTest::foldingAKeyChangesNothing()
{
    QFETCH(QString, key);
    QCOMPARE(foldKey(key), key);
}

void FoldKeyTest::everyCharacterFoldsToAFixedPoint()
{
    for (char32_t c = 1; c <= 0x10FFFF; ++c) {
        if (QChar::category(c) >= QChar::Other_Surrogate
            && QChar::category(c) <= QChar::Other_NotAssigned)
            continue; // folds to itself
        const QString key = foldKey(QString::fromUcs4(&c, 1));
        if (foldKey(key) != key)
            QFAIL(qPrintable(u"U+%1"_s.arg(static_cast<uint>(c), 4, 16)));
    }
}

void FoldKeyTest::splitsIntoWords_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("words");
    QTest::newRow("empty") << QString() << QStringList();
    QTest::newRow("blanks alone") << u"  - ' "_s << QStringList();
    QTest::newRow("one") << u"zoe"_s << QStringList{u"zoe"_s};
    QTest::newRow("apostrophe parts") << u"o'brien"_s << QStringList{u"o"_s, u"brien"_s};
    QTest::newRow("typographic apostrophe") << u"o’brien"_s << QStringList{u"o"_s, u"brien"_s};
    QTest::newRow("hyphen") << u"anna-lena"_s << QStringList{u"anna"_s, u"lena"_s};
    QTest::newRow("e-mail") << u"zoe.o_b17@example.com"_s
                            << QStringList{u"zoe"_s, u"o"_s, u"b17"_s, u"example"_s, u"com"_s};
    QTest::newRow("blanks around") << u"  ada  lovelace "_s << QStringList{u"ada"_s, u"lovelace"_s};
    QTest::newRow("digits of other scripts") << u"١٢ a"_s << QStringList{u"١٢"_s, u"a"_s};
    QTest::newRow("outside the basic plane")
        << u"\U00010428\U0001F600b"_s << QStringList{u"\U00010428"_s, u"b"_s};
    QTest::newRow("no-break space") << u"a\u00A0b"_s << QStringList{u"a"_s, u"b"_s};
}

void FoldKeyTest::splitsIntoWords()
{
    QFETCH(QString, text);
    QTEST(wordsOf(text), "words");
}

QTEST_GUILESS_MAIN(FoldKeyTest)
#include "tst_foldkey.moc"
