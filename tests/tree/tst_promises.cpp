#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

/// Whether what tests/SECURITY.md names exists: a promise whose test was renamed or lost would look
/// kept.
class PromisesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void namesWhatThereIs_data();
    void namesWhatThereIs();
    void tellsOfEveryRequirementOnce();

private:
    QString m_page;
};

namespace {

const QString root = QStringLiteral(ROSTER_SOURCE_DIR "/tests/");

QString read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QString sourceOf(const QString &test)
{
    QDirIterator files(root, {test + u".cpp"_s}, QDir::Files, QDirIterator::Subdirectories);
    return files.hasNext() ? read(files.next()) : QString();
}

bool exists(const QString &named)
{
    if (named.endsWith(u".sh"_s))
        return QFileInfo(root + named).isExecutable();
    if (named.startsWith(u"roster-torture "_s)) {
        const QString command = u"\"%1\"_L1"_s.arg(named.section(u' ', 1));
        return read(root + u"torture/torture_main.cpp"_s).contains(command);
    }
    const QString function = named.section(u"::"_s, 1);
    return !function.isEmpty()
        && sourceOf(named.section(u"::"_s, 0, 0)).contains(u"Test::%1()"_s.arg(function));
}

} // namespace

void PromisesTest::initTestCase()
{
    m_page = read(root + u"SECURITY.md"_s);
    QVERIFY(!m_page.isEmpty());
}

void PromisesTest::namesWhatThereIs_data()
{
    QTest::addColumn<QString>("named");
    static const QRegularExpression quoted(u"`([^`]+)`"_s);
    const qsizetype table = read(root + u"SECURITY.md"_s).indexOf(u"\n|"_s);
    QVERIFY(table > 0);
    QSet<QString> names;
    auto matches = quoted.globalMatch(read(root + u"SECURITY.md"_s), table);
    while (matches.hasNext())
        names.insert(matches.next().captured(1));
    QVERIFY(names.size() > 50);
    for (const QString &name : std::as_const(names))
        QTest::newRow(qPrintable(name)) << name;
}

void PromisesTest::namesWhatThereIs()
{
    QFETCH(QString, named);
    QVERIFY(exists(named));
}

void PromisesTest::tellsOfEveryRequirementOnce()
{
    const QStringList numbers{u"1"_s, u"2"_s, u"3"_s, u"4"_s, u"5"_s, u"6"_s, u"7"_s, u"8"_s,
        u"9"_s, u"11"_s, u"12"_s, u"13"_s, u"16"_s, u"17"_s, u"18"_s, u"19"_s, u"22-23"_s, u"24"_s,
        u"25"_s, u"30"_s, u"31"_s, u"32"_s, u"33"_s, u"43"_s, u"44"_s, u"45"_s, u"46"_s, u"49"_s,
        u"50"_s, u"51"_s, u"53"_s, u"54"_s};
    for (const QString &number : numbers)
        QVERIFY2(m_page.count(u"\n| %1 | "_s.arg(number)) == 1, qPrintable(number));
}

QTEST_GUILESS_MAIN(PromisesTest)
#include "tst_promises.moc"
