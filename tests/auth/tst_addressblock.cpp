#include "server/auth/AddressBlock.h"

#include "server/auth/UserName.h"

#include <QtTest>

using namespace roster::server;
using namespace Qt::StringLiterals;

class AddressBlockTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void findsTheBlock_data();
    void findsTheBlock();
    void judgesUserNames_data();
    void judgesUserNames();
    void foldsUserNames();
};

void AddressBlockTest::findsTheBlock_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("block");
    QTest::newRow("IPv4") << u"192.0.2.7"_s << u"192.0.2.7"_s << u"192.0.2.7"_s;
    QTest::newRow("IPv4 in IPv6") << u"::ffff:192.0.2.7"_s << u"192.0.2.7"_s << u"192.0.2.7"_s;
    QTest::newRow("IPv6") << u"2001:db8:1:2:3:4:5:6"_s << u"2001:db8:1:2:3:4:5:6"_s
                          << u"2001:db8:1:2::/64"_s;
    QTest::newRow("scoped") << u"fe80::1%eth0"_s << u"fe80::1"_s << u"fe80::/64"_s;
    QTest::newRow("loopback") << u"::1"_s << u"::1"_s << u"::/64"_s;
}

void AddressBlockTest::findsTheBlock()
{
    QFETCH(QString, address);
    QTEST(addressText(QHostAddress(address)), "text");
    QTEST(addressBlockOf(QHostAddress(address)), "block");
}

void AddressBlockTest::judgesUserNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("isUserName");
    QTest::newRow("plain") << u"alice"_s << true;
    QTest::newRow("all kinds") << u"a.b_c-9"_s << true;
    QTest::newRow("64 characters") << u"a"_s.repeated(64) << true;
    QTest::newRow("65 characters") << u"a"_s.repeated(65) << false;
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("upper case") << u"Alice"_s << false;
    QTest::newRow("space") << u"a b"_s << false;
    QTest::newRow("accent") << u"zoë"_s << false;
    QTest::newRow("new line") << u"a\n"_s << false;
}

void AddressBlockTest::judgesUserNames()
{
    QFETCH(QString, name);
    QTEST(isUserName(name), "isUserName");
}

void AddressBlockTest::foldsUserNames()
{
    QCOMPARE(foldUserName(u"ALICE"), u"alice"_s);
    QCOMPARE(foldUserName(u"\uff21lice"), u"alice"_s);
}

QTEST_GUILESS_MAIN(AddressBlockTest)
#include "tst_addressblock.moc"
