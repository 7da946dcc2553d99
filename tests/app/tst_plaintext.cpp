#include "server/app/AdminOutput.h"
#include "server/app/EventLog.h"
#include "server/app/PlainText.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

using namespace roster::server;
using namespace Qt::StringLiterals;

class PlainTextTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void alignsColumns();
    void alignsFacts();
    void cutsNamesThatWidenATable();
    void keepsAnEventOnOneLine();
    void marksLevelsForTheJournal();
};

void PlainTextTest::alignsColumns()
{
    QCOMPARE(plainTable({u"USER"_s, u"ROLE"_s}, {{u"zoë"_s, u"hr"_s}, {u"a\nb"_s, u""_s}}),
        u"USER    ROLE\nzoë     hr\na\\x0ab\n"_s);
}

void PlainTextTest::alignsFacts()
{
    QCOMPARE(plainFacts({{u"pid"_s, u"7"_s}, {u"address"_s, u"x\ty"_s}}),
        u"pid:     7\naddress: x\\x09y\n"_s);
}

void PlainTextTest::cutsNamesThatWidenATable()
{
    const QJsonObject user{{u"username"_s, QString(300, u'x')}, {u"role"_s, u"hr"_s}};
    const QString table = adminText(u"user.list"_s, {{u"users"_s, QJsonArray{user}}});
    for (const QString &line : table.split(u'\n'))
        QVERIFY2(line.size() < 120, qPrintable(line));
    QVERIFY(table.contains(QString(39, u'x') + u'…'));
    const QString shown
        = adminText(u"user.show"_s, {{u"user"_s, user}, {u"sessions"_s, QJsonArray()}});
    QVERIFY(shown.contains(QString(300, u'x')));
}

void PlainTextTest::keepsAnEventOnOneLine()
{
    const QByteArray line = eventLine(QtWarningMsg, "roster.app", u"bad\nname \u001b[0m"_s, false);
    QVERIFY(line.endsWith(" warning roster.app: bad\\x0aname \\x1b[0m\n"));
    QCOMPARE(line.count('\n'), 1);
}

void PlainTextTest::marksLevelsForTheJournal()
{
    QCOMPARE(eventLine(QtCriticalMsg, "roster.app", u"x"_s, true), "<3>roster.app: x\n"_ba);
    QCOMPARE(eventLine(QtInfoMsg, "default", u"x"_s, true), "<6>x\n"_ba);
}

QTEST_GUILESS_MAIN(PlainTextTest)
#include "tst_plaintext.moc"
