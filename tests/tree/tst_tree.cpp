#include "tests/tree/TreeRules.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace roster::test;
using namespace Qt::StringLiterals;

namespace {

void writeFile(const QString &root, const QString &path, const QString &text)
{
    const QString fileName = QDir(root).filePath(path);
    QVERIFY(QDir().mkpath(QFileInfo(fileName).path()));
    QFile file(fileName);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.write(text.toUtf8()) >= 0);
}

QString including(const QString &header)
{
    return u"#pragma once\n\n#include \"%1\"\n"_s.arg(header);
}

} // namespace

class TreeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thisTreeKeepsTheRules();
    void acceptsWhatPointsDownwards_data();
    void acceptsWhatPointsDownwards();
    void namesTheOffendingLine_data();
    void namesTheOffendingLine();
    void theLongestGoodFileIsGood();
    void doorToTheDatabaseIsOpen();
    void buildAndDotFoldersArePassedOver();
};

void TreeTest::thisTreeKeepsTheRules()
{
    const QString root = QStringLiteral(ROSTER_SOURCE_DIR);
    QVERIFY(QFile::exists(root + u"/server/main.cpp"_s));
    const QStringList broken = brokenRules(root);
    QVERIFY2(broken.isEmpty(), qPrintable(u'\n' + broken.join(u'\n')));
}

void TreeTest::acceptsWhatPointsDownwards_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("header");
    const auto row = [](const char *path, const char *header) {
        QTest::addRow("%s includes %s", path, header)
            << QString::fromLatin1(path) << QString::fromLatin1(header);
    };
    row("server/net/X.h", "server/net/Y.h");
    row("server/net/X.h", "server/requests/LineService.h");
    row("server/net/X.h", "server/crypto/KeyRing.h");
    row("server/requests/X.h", "server/auth/Session.h");
    row("server/auth/X.h", "server/storage/Query.h");
    row("server/storage/X.h", "server/crypto/KeyRing.h");
    row("server/crypto/X.h", "certs/PrivateFile.h");
    row("server/app/X.h", "server/storage/Query.h");
    row("server/app/X.h", "server/net/TlsListener.h");
    row("server/main.h", "server/app/ServerApp.h");
    row("common/client/X.h", "common/net/Y.h");
    row("common/net/X.h", "common/protocol/Y.h");
    row("common/protocol/X.h", "common/model/Y.h");
    row("common/model/X.h", "common/base/Y.h");
    row("certs/X.h", "common/base/Y.h");
    row("cli-client/menu/X.h", "cli-client/text/Y.h");
    row("cli-client/X.h", "common/client/Y.h");
    row("gui-client/X.h", "common/model/Y.h");
    row("tests/server/X.h", "server/storage/Query.h");
}

void TreeTest::acceptsWhatPointsDownwards()
{
    QFETCH(QString, path);
    QFETCH(QString, header);
    const QTemporaryDir tree;
    writeFile(tree.path(), path, including(header));
    QCOMPARE(brokenRules(tree.path()), QStringList());
}

void TreeTest::namesTheOffendingLine_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("broken");
    const auto includes = [](const char *path, const char *header) {
        QTest::addRow("%s includes %s", path, header)
            << QString::fromLatin1(path) << including(QString::fromLatin1(header))
            << u"%1:3: %2 must not include %3"_s.arg(QString::fromLatin1(path),
                   QFileInfo(QString::fromLatin1(path)).path(), QString::fromLatin1(header));
    };
    includes("server/net/X.h", "server/storage/Query.h");
    includes("server/net/X.h", "server/app/ServerApp.h");
    includes("server/requests/X.h", "server/net/TlsListener.h");
    includes("server/auth/X.h", "server/requests/Handlers.h");
    includes("server/storage/X.h", "server/auth/Session.h");
    includes("server/crypto/X.h", "server/storage/Query.h");
    includes("server/app/X.h", "common/client/Y.h");
    includes("server/app/X.h", "cli-client/Y.h");
    includes("server/app/X.h", "tests/server/Y.h");
    includes("common/base/X.h", "common/model/Y.h");
    includes("common/model/X.h", "common/protocol/Y.h");
    includes("common/protocol/X.h", "common/net/Y.h");
    includes("common/net/X.h", "common/client/Y.h");
    includes("common/net/X.h", "server/net/Y.h");
    includes("common/client/X.h", "cli-client/Y.h");
    includes("common/base/X.h", "certs/Y.h");
    includes("certs/X.h", "common/model/Y.h");
    includes("certs/X.h", "server/crypto/Y.h");
    includes("cli-client/X.h", "server/storage/Y.h");
    includes("cli-client/X.h", "certs/Y.h");
    includes("gui-client/X.h", "cli-client/Y.h");
    includes("gui-client/X.h", "server/auth/Y.h");

    const auto row = [](const char *name, const QString &path, const QString &text,
                         const QString &broken) { QTest::newRow(name) << path << text << broken; };
    row("blanks around", u"server/net/X.cpp"_s, u"\n  #  include   \"server/storage/Y.h\"\n"_s,
        u"server/net/X.cpp:2: server/net must not include server/storage/Y.h"_s);
    row("name alone", u"server/net/X.cpp"_s, u"#include \"X.h\"\n"_s,
        u"server/net/X.cpp:1: include \"X.h\" by its path from the top"_s);
    row("up and down again", u"server/net/X.cpp"_s, u"#include \"../storage/Y.h\"\n"_s,
        u"server/net/X.cpp:1: server/net must not include ../storage/Y.h"_s);
    row("SQL outside storage", u"server/auth/X.cpp"_s, u"#include <QSqlDatabase>\n"_s,
        u"server/auth/X.cpp:1: only server/storage may include QSqlDatabase"_s);
    row("SQL by its module", u"cli-client/X.cpp"_s, u"#include <QtSql/QSqlDatabase>\n"_s,
        u"cli-client/X.cpp:1: only server/storage may include QtSql/QSqlDatabase"_s);
    row("another door", u"server/storage/UserStore.cpp"_s, u"\nQSqlQuery query(db);\n"_s,
        u"server/storage/UserStore.cpp:2: only storage's statements may execute SQL; use storage/Query"_s);
    row("a native door", u"server/storage/Query.cpp"_s, u"\n\nsqlite3_step(x);\n"_s,
        u"server/storage/Query.cpp:3: only storage's statements may execute SQL; use storage/Query"_s);
    row("long file", u"common/base/X.cpp"_s, u"\n"_s.repeated(401),
        u"common/base/X.cpp: has 401 lines, more than 400"_s);
    row("reminder", u"server/app/X.cpp"_s, u"\n// "_s + u"TO"_s + u"DO: later\n"_s,
        u"server/app/X.cpp:2: finish or drop the TO"_s + u"DO"_s);
    row("reminder in a script", u"resources/x.sh"_s, u"# FIX"_s + u"ME\n"_s,
        u"resources/x.sh:1: finish or drop the FIX"_s + u"ME"_s);
    row("header without a guard", u"common/base/X.h"_s, u"int x();\n"_s,
        u"common/base/X.h: has no #pragma once"_s);
    row("folder at the top", u"misc/x.txt"_s, u"\n"_s, u"misc: does not belong to the top level"_s);
    row("file at the top", u"notes.md"_s, u"\n"_s, u"notes.md: does not belong to the top level"_s);
}

void TreeTest::namesTheOffendingLine()
{
    QFETCH(QString, path);
    QFETCH(QString, text);
    QFETCH(QString, broken);
    const QTemporaryDir tree;
    writeFile(tree.path(), path, text);
    QCOMPARE(brokenRules(tree.path()), QStringList{broken});
}

void TreeTest::theLongestGoodFileIsGood()
{
    const QTemporaryDir tree;
    writeFile(tree.path(), u"server/app/X.cpp"_s, u"\n"_s.repeated(400));
    QCOMPARE(brokenRules(tree.path()), QStringList());
}

void TreeTest::doorToTheDatabaseIsOpen()
{
    const QTemporaryDir tree;
    for (const QString &name : {u"QtStatement.cpp"_s, u"Database.cpp"_s})
        writeFile(tree.path(), u"server/storage/"_s + name, u"#include <QSqlQuery>\n"_s);
    writeFile(tree.path(), u"tests/server/x.cpp"_s, u"#include <QSqlQuery>\n"_s);
    QCOMPARE(brokenRules(tree.path()), QStringList());
}

void TreeTest::buildAndDotFoldersArePassedOver()
{
    const QTemporaryDir tree;
    writeFile(tree.path(), u"build/dev/common/x.h"_s, including(u"server/net/Y.h"_s));
    writeFile(tree.path(), u".cache/x.h"_s, including(u"server/net/Y.h"_s));
    QCOMPARE(brokenRules(tree.path()), QStringList());
}

QTEST_GUILESS_MAIN(TreeTest)
#include "tst_tree.moc"
