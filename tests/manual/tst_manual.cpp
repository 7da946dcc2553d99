#include "cli-client/commands/CommandTable.h"
#include "server/app/AdminCommands.h"
#include "server/app/ConfigurationOptions.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

QString pathOf(const QString &page)
{
    return QStringLiteral(ROSTER_SOURCE_DIR) + u"/resources/man/"_s + page;
}

/// The page without fonts and escapes: `role set`, `--listen`.
QString textOf(const QString &page)
{
    QFile file(pathOf(page));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QString text = QString::fromUtf8(file.readAll());
    static const QRegularExpression font(u"\\\\f[BIR]"_s);
    return text.remove(font).replace(u"\\-"_s, u"-"_s);
}

/// Whether @p text has a paragraph headed by @p command.
bool isHeading(const QString &text, const QString &command)
{
    const QRegularExpression heading(
        u"^\\.TP\\n\\.B %1(?: |$)"_s.arg(QRegularExpression::escape(command)),
        QRegularExpression::MultilineOption);
    return text.contains(heading);
}

} // namespace

/// The manual pages name all that the programs know, and are well-formed.
class ManualTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void namesTheServersCommands();
    void namesTheServersOptions();
    void namesTheClientsCommands();
    void isWellFormed_data();
    void isWellFormed();
};

void ManualTest::namesTheServersCommands()
{
    using roster::server::AdminCommands;
    const QString page = textOf(u"roster-server.8"_s);
    QStringList commands{u"serve"_s, u"init"_s, u"doctor"_s, u"original export"_s};
    for (const roster::server::AdminCommand &command : AdminCommands::all()) {
        commands.append(QString(command.name).replace(u'.', u' '));
        for (const roster::server::AdminOption &option : command.options) {
            const QString written = u"--"_s + option.name;
            QVERIFY2(page.contains(written), qPrintable(written));
        }
    }
    for (const QString &command : commands)
        QVERIFY2(isHeading(page, command), qPrintable(command));
    QVERIFY(!isHeading(page, u"user promote"_s));
}

void ManualTest::namesTheServersOptions()
{
    const QString page = textOf(u"roster-server.8"_s);
    for (const roster::server::ConfigurationOption &option :
        roster::server::configurationOptions()) {
        const QRegularExpression written(u"--%1[ \\n.]"_s.arg(option.name));
        QVERIFY2(page.contains(written), option.name.data());
    }
}

void ManualTest::namesTheClientsCommands()
{
    const QString page = textOf(u"roster-cli.1"_s);
    for (const roster::cli::CommandDescription &command : roster::cli::commands())
        QVERIFY2(isHeading(page, command.name), command.name.data());
    for (const roster::cli::OptionDescription &option : roster::cli::allOptions()) {
        const QRegularExpression written(u"--%1\\b"_s.arg(option.name));
        QVERIFY2(page.contains(written), qPrintable(option.name));
    }
}

void ManualTest::isWellFormed_data()
{
    QTest::addColumn<QString>("page");
    for (const char *page : {"roster-server.8", "roster-cli.1", "roster-gui.1"})
        QTest::newRow(page) << QString::fromLatin1(page);
}

void ManualTest::isWellFormed()
{
    QFETCH(QString, page);
    QVERIFY(QFile::exists(pathOf(page)));
    if (QStandardPaths::findExecutable(u"groff"_s).isEmpty())
        QSKIP("groff is not installed");
    QProcess groff;
    groff.start(u"groff"_s, {u"-ww"_s, u"-man"_s, u"-Tutf8"_s, u"-P-cbou"_s, pathOf(page)});
    QVERIFY(groff.waitForFinished());
    QCOMPARE(groff.exitCode(), 0);
    QCOMPARE(QString::fromUtf8(groff.readAllStandardError()), QString());
    QVERIFY(groff.readAllStandardOutput().contains("EXIT STATUS"));
}

QTEST_GUILESS_MAIN(ManualTest)
#include "tst_manual.moc"
