#include "gui-client/app/Icons.h"
#include "gui-client/app/ThemeColors.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QImage>
#include <QPainter>
#include <QTest>

using namespace roster::gui;
using namespace Qt::StringLiterals;

/// The icon set: complete, in the palette's ink, sharp at every size.
class IconsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isComplete_data();
    void isComplete();
    void everyDrawingHasOneGridAndOneInk();
    void hasNoIconOfAnotherName();
    void takesTheInkOfItsMode();
    void followsThePaletteOfTheMoment();
    void takesACallersColor();
    void isSharpAtEverySize_data();
    void isSharpAtEverySize();
    void fillsTheRectangleItIsPaintedIn();
    void theProductMarkKeepsItsColors();
};

namespace {

const QStringList names{u"add"_s, u"delete"_s, u"undo"_s, u"redo"_s, u"import"_s, u"export"_s,
    u"search"_s, u"refresh"_s, u"lock"_s, u"unlock"_s, u"user"_s, u"server"_s, u"filter"_s,
    u"clear"_s, u"form"_s, u"restore"_s, u"columns"_s, u"settings"_s, u"help"_s, u"warning"_s,
    u"error"_s, u"info"_s, u"eye-closed"_s, u"eye"_s, u"calendar"_s, u"online"_s, u"offline"_s};

QImage picture(const QIcon &icon, QIcon::Mode mode = QIcon::Normal, int side = 32)
{
    return icon.pixmap(QSize(side, side), 1.0, mode)
        .toImage()
        .convertToFormat(QImage::Format_ARGB32);
}

/// The colour of the most opaque pixel.
QColor inkOf(const QImage &image)
{
    QRgb ink = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (qAlpha(image.pixel(x, y)) > qAlpha(ink))
                ink = image.pixel(x, y);
        }
    }
    return QColor::fromRgba(ink);
}

bool isNear(const QColor &a, const QColor &b)
{
    constexpr int rounding = 3;
    return qAbs(a.red() - b.red()) <= rounding && qAbs(a.green() - b.green()) <= rounding
        && qAbs(a.blue() - b.blue()) <= rounding;
}

} // namespace

void IconsTest::isComplete_data()
{
    QTest::addColumn<QString>("name");
    for (const QString &name : names)
        QTest::newRow(qPrintable(name)) << name;
}

void IconsTest::isComplete()
{
    QFETCH(QString, name);
    QVERIFY(!icon(name).isNull());
    QVERIFY(isNear(inkOf(picture(icon(name))), QApplication::palette().windowText().color()));
}

void IconsTest::everyDrawingHasOneGridAndOneInk()
{
    const QStringList files = QDir(u":/icons"_s).entryList({u"*.svg"_s});
    QCOMPARE(files.size(), names.size() + 1);
    for (const QString &name : files) {
        if (name == u"roster.svg"_s)
            continue;
        QFile file(u":/icons/"_s + name);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray svg = file.readAll();
        QVERIFY2(svg.contains("viewBox=\"0 0 16 16\""), qPrintable(name));
        QVERIFY2(svg.contains("currentColor"), qPrintable(name));
        QVERIFY2(!svg.contains("\"#"), qPrintable(name));
    }
}

void IconsTest::hasNoIconOfAnotherName()
{
    QVERIFY(icon(u"nothing"_s).isNull());
    QVERIFY(icon(u"../icons/nothing"_s).isNull());
}

void IconsTest::takesTheInkOfItsMode()
{
    const QPalette palette = QApplication::palette();
    const QIcon lock = icon(u"lock"_s);
    QVERIFY(isNear(inkOf(picture(lock, QIcon::Disabled)),
        palette.color(QPalette::Disabled, QPalette::WindowText)));
    QVERIFY(isNear(inkOf(picture(lock, QIcon::Selected)),
        palette.color(QPalette::Active, QPalette::HighlightedText)));
}

void IconsTest::followsThePaletteOfTheMoment()
{
    const QPalette before = QApplication::palette();
    const QIcon lock = icon(u"lock"_s);
    for (const QPalette &palette : {darkPalette(), lightPalette(), darkPalette()}) {
        QApplication::setPalette(palette);
        QVERIFY(isNear(inkOf(picture(lock)), palette.color(QPalette::WindowText)));
    }
    QApplication::setPalette(before);
}

void IconsTest::takesACallersColor()
{
    QVERIFY(isNear(inkOf(picture(icon(u"warning"_s, Qt::red))), Qt::red));
}

void IconsTest::isSharpAtEverySize_data()
{
    QTest::addColumn<int>("side");
    QTest::addColumn<double>("ratio");
    for (const int side : {16, 22, 32, 48}) {
        for (const double ratio : {1.0, 1.5, 2.0})
            QTest::addRow("%d at %.1f", side, ratio) << side << ratio;
    }
}

void IconsTest::isSharpAtEverySize()
{
    QFETCH(int, side);
    QFETCH(double, ratio);
    const QPixmap pixmap = icon(u"lock"_s).pixmap(QSize(side, side), ratio);
    QCOMPARE(pixmap.devicePixelRatio(), ratio);
    QCOMPARE(pixmap.size(), QSize(int(side * ratio), int(side * ratio)));
    // Drawn at that size, not stretched: there is ink without any transparency.
    QCOMPARE(inkOf(pixmap.toImage()).alpha(), 255);
}

void IconsTest::fillsTheRectangleItIsPaintedIn()
{
    QImage image(40, 20, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    icon(u"columns"_s).paint(&painter, image.rect());
    painter.end();
    QCOMPARE(qAlpha(image.pixel(2, 10)), 0);
    QCOMPARE(qAlpha(image.pixel(37, 10)), 0);
    QVERIFY(inkOf(image).alpha() > 200);
}

void IconsTest::theProductMarkKeepsItsColors()
{
    const QPalette before = QApplication::palette();
    const QImage light = picture(productMark(), QIcon::Normal, 64);
    QApplication::setPalette(darkPalette());
    const QImage dark = picture(productMark(), QIcon::Normal, 64);
    QApplication::setPalette(before);
    QCOMPARE(light, dark);
    QVERIFY(light != picture(productMark(), QIcon::Disabled, 64));
}

QTEST_MAIN(IconsTest)
#include "tst_icons.moc"
