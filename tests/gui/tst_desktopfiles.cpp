#include "gui-client/app/Icons.h"

#include <QFile>
#include <QImage>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>
#include <QXmlStreamReader>

using namespace Qt::StringLiterals;

/// What the desktop reads of us: menu entry, catalogue entry and the product mark.
class DesktopFilesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void menuEntryIsValid();
    void catalogueEntryIsValid();
    void entriesNameEachOther();
    void productMarkHasEverySize_data();
    void productMarkHasEverySize();
};

namespace {

QString pathOf(const QString &name)
{
    return QStringLiteral(ROSTER_SOURCE_DIR) + u"/resources/"_s + name;
}

QString textOf(const QString &name)
{
    QFile file(pathOf(name));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// What @p program says, and its exit code; nothing when it is not installed.
std::optional<std::pair<int, QByteArray>> run(const QString &program, const QStringList &arguments)
{
    if (QStandardPaths::findExecutable(program).isEmpty())
        return std::nullopt;
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    process.waitForFinished();
    return std::pair{process.exitCode(), process.readAll()};
}

} // namespace

void DesktopFilesTest::menuEntryIsValid()
{
    const auto found = run(u"desktop-file-validate"_s, {pathOf(u"roster-gui.desktop"_s)});
    if (!found)
        QSKIP("desktop-file-validate is not installed (Debian: desktop-file-utils)");
    QCOMPARE(found->second, QByteArray());
    QCOMPARE(found->first, 0);
}

void DesktopFilesTest::catalogueEntryIsValid()
{
    const auto found = run(u"appstreamcli"_s,
        {u"validate"_s, u"--no-net"_s, pathOf(u"org.roster.Roster.metainfo.xml"_s)});
    if (!found)
        QSKIP("appstreamcli is not installed (Debian: appstream)");
    QVERIFY2(found->first == 0, found->second.constData());
}

void DesktopFilesTest::entriesNameEachOther()
{
    const QString menu = textOf(u"roster-gui.desktop"_s);
    const QString catalogue = textOf(u"org.roster.Roster.metainfo.xml"_s);
    QVERIFY(menu.contains(u"\nExec=roster-gui\n"_s));
    QVERIFY(menu.contains(u"\nIcon=roster\n"_s));
    QVERIFY(
        catalogue.contains(u"<launchable type=\"desktop-id\">roster-gui.desktop</launchable>"_s));
    QVERIFY(catalogue.contains(u"<release version=\"%1\""_s.arg(QStringLiteral(ROSTER_VERSION))));
}

void DesktopFilesTest::productMarkHasEverySize_data()
{
    QTest::addColumn<int>("side");
    for (const int side : {16, 22, 24, 32, 48, 64, 128, 256})
        QTest::addRow("%d", side) << side;
}

void DesktopFilesTest::productMarkHasEverySize()
{
    QFETCH(int, side);
    const QImage installed(pathOf(u"icons/hicolor/%1x%1/apps/roster.png"_s.arg(side)));
    QCOMPARE(installed.size(), QSize(side, side));
    // The drawing may have been changed since; what differs must be mere rounding.
    const QImage drawn = roster::gui::productMark().pixmap(QSize(side, side), 1.0).toImage();
    qint64 difference = 0;
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
            const QColor a = installed.pixelColor(x, y);
            const QColor b = drawn.pixelColor(x, y);
            difference += qAbs(a.red() - b.red()) + qAbs(a.green() - b.green())
                + qAbs(a.blue() - b.blue()) + qAbs(a.alpha() - b.alpha());
        }
    }
    QVERIFY2(difference < 4 * side * side, qPrintable(QString::number(difference)));
}

QTEST_MAIN(DesktopFilesTest)
#include "tst_desktopfiles.moc"
