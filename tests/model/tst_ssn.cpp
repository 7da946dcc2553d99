#include "common/model/Ssn.h"

#include <QTest>

using namespace roster;
using namespace Qt::StringLiterals;

class SsnTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsNineDigits_data();
    void tellsNineDigits();
    void tellsNeverIssued_data();
    void tellsNeverIssued();
};

void SsnTest::tellsNineDigits_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("is");
    QTest::newRow("nine digits") << u"123456789"_s << true;
    QTest::newRow("leading zeros") << u"001020003"_s << true;
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("eight digits") << u"12345678"_s << false;
    QTest::newRow("ten digits") << u"1234567890"_s << false;
    QTest::newRow("dashes") << u"123-45-67"_s << false;
    QTest::newRow("letter O") << u"12345678O"_s << false;
    QTest::newRow("sign") << u"-12345678"_s << false;
    QTest::newRow("blank") << u"12345678 "_s << false;
    QTest::newRow("Arabic-Indic digits") << u"١٢٣٤٥٦٧٨٩"_s << false;
    QTest::newRow("full-width digit") << u"12345678９"_s << false;
    QTest::newRow("superscript") << u"12345678²"_s << false;
    QTest::newRow("U+0000") << QString::fromUtf16(u"12345678\0", 9) << false;
}

void SsnTest::tellsNineDigits()
{
    QFETCH(QString, text);
    QTEST(isNineDigits(text), "is");
}

void SsnTest::tellsNeverIssued_data()
{
    QTest::addColumn<QString>("ssn");
    QTest::addColumn<bool>("is");
    QTest::newRow("usual") << u"123456789"_s << false;
    QTest::newRow("lowest") << u"001010001"_s << false;
    QTest::newRow("highest") << u"899999999"_s << false;
    QTest::newRow("area 000") << u"000456789"_s << true;
    QTest::newRow("area 665") << u"665456789"_s << false;
    QTest::newRow("area 666") << u"666456789"_s << true;
    QTest::newRow("area 667") << u"667456789"_s << false;
    QTest::newRow("area 900") << u"900456789"_s << true;
    QTest::newRow("area 999") << u"999456789"_s << true;
    QTest::newRow("group 00") << u"123006789"_s << true;
    QTest::newRow("group 10") << u"123106789"_s << false;
    QTest::newRow("serial 0000") << u"123450000"_s << true;
    QTest::newRow("serial 1000") << u"123451000"_s << false;
}

void SsnTest::tellsNeverIssued()
{
    QFETCH(QString, ssn);
    QTEST(isNeverIssued(ssn), "is");
}

QTEST_GUILESS_MAIN(SsnTest)
#include "tst_ssn.moc"
