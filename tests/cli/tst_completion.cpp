#include "cli-client/commands/CommandTable.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QStandardPaths>
#include <QTest>

#include <algorithm>

using namespace roster::cli;
using namespace Qt::StringLiterals;

namespace {

QString pathOf(const QString &shell)
{
    return QStringLiteral(ROSTER_SOURCE_DIR) + u"/resources/completion/roster-cli."_s + shell;
}

QString textOf(const QString &shell)
{
    QFile file(pathOf(shell));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// `--name`, as fish writes it too.
QSet<QString> optionsIn(const QString &text)
{
    static const QRegularExpression option(u"(?:--|(?<!set) -l )([a-z][a-z-]*)"_s);
    QSet<QString> found;
    for (const QRegularExpressionMatch &match : option.globalMatch(text))
        found.insert(match.captured(1));
    return found;
}

} // namespace

/// The completions know what the program knows, no more and no less.
class CompletionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesEveryCommand_data() { shells(); }
    void namesEveryCommand();
    void namesTheProgramsOptions_data() { shells(); }
    void namesTheProgramsOptions();
    void isWellFormed_data() { shells(); }
    void isWellFormed();
    void bashOffersACommandsOwnOptions_data();
    void bashOffersACommandsOwnOptions();

private:
    static void shells()
    {
        QTest::addColumn<QString>("shell");
        for (const char *shell : {"bash", "zsh", "fish"})
            QTest::newRow(shell) << QString::fromLatin1(shell);
    }
};

void CompletionTest::namesEveryCommand()
{
    QFETCH(QString, shell);
    const QString text = textOf(shell);
    for (const CommandDescription &command : commands()) {
        const QRegularExpression word(u"\\b%1\\b"_s.arg(command.name));
        QVERIFY2(text.contains(word), command.name.data());
    }
}

void CompletionTest::namesTheProgramsOptions()
{
    QFETCH(QString, shell);
    QSet<QString> known;
    for (const OptionDescription &option : allOptions())
        known.insert(option.name);
    QCOMPARE(optionsIn(textOf(shell)), known);
}

void CompletionTest::isWellFormed()
{
    QFETCH(QString, shell);
    if (QStandardPaths::findExecutable(shell).isEmpty())
        QSKIP("this shell is not installed");
    QCOMPARE(QProcess::execute(shell, {u"-n"_s, pathOf(shell)}), 0);
}

void CompletionTest::bashOffersACommandsOwnOptions_data()
{
    QTest::addColumn<QString>("name");
    for (const CommandDescription &command : commands())
        QTest::newRow(command.name.data()) << QString(command.name);
}

void CompletionTest::bashOffersACommandsOwnOptions()
{
    QFETCH(QString, name);
    if (QStandardPaths::findExecutable(u"bash"_s).isEmpty())
        QSKIP("bash is not installed");
    QProcess bash;
    bash.start(u"bash"_s,
        {u"-c"_s,
            u"source \"$1\"; COMP_WORDS=(roster-cli \"$2\" --); COMP_CWORD=2; _roster_cli; "
            "printf '%s\\n' \"${COMPREPLY[@]}\""_s,
            u"bash"_s, pathOf(u"bash"_s), name});
    QTRY_COMPARE(bash.state(), QProcess::NotRunning);
    QStringList offered = QString::fromUtf8(bash.readAll()).split(u'\n', Qt::SkipEmptyParts);
    QStringList expected;
    const CommandDescription &command = *findCommand(name);
    for (const OptionDescription &option : commonOptionsOf(command) + optionsOf(command))
        expected.append(u"--"_s + option.name);
    offered.removeDuplicates();
    expected.removeDuplicates();
    std::ranges::sort(offered);
    std::ranges::sort(expected);
    QCOMPARE(offered, expected);
}

QTEST_GUILESS_MAIN(CompletionTest)
#include "tst_completion.moc"
