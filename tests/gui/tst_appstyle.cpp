#include "gui-client/app/AppStyle.h"
#include "gui-client/app/ThemeColors.h"

#include <QApplication>
#include <QStyle>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace roster::gui;
using namespace Qt::StringLiterals;

/// Light and dark: which one is on, and that both can be read.
class AppStyleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contrastIsEnough_data();
    void contrastIsEnough();
    void disabledTextStaysVisible_data();
    void disabledTextStaysVisible();
    void blendsByShare();
    void followsThePreferences();
    void followsTheDesktopsPalette();
};

namespace {

/// WCAG 2.2, "relative luminance" and "contrast ratio".
double luminance(const QColor &color)
{
    const auto linear
        = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
        + 0.0722 * linear(color.blueF());
}

double contrast(const QColor &a, const QColor &b)
{
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

QList<std::pair<const char *, QPalette>> schemes()
{
    return {{"light", lightPalette()}, {"dark", darkPalette()}};
}

} // namespace

void AppStyleTest::contrastIsEnough_data()
{
    QTest::addColumn<QColor>("text");
    QTest::addColumn<QColor>("ground");
    using Pair = std::pair<QPalette::ColorRole, QPalette::ColorRole>;
    const QList<Pair> pairs{{QPalette::WindowText, QPalette::Window},
        {QPalette::Text, QPalette::Base}, {QPalette::Text, QPalette::AlternateBase},
        {QPalette::ButtonText, QPalette::Button}, {QPalette::HighlightedText, QPalette::Highlight},
        {QPalette::ToolTipText, QPalette::ToolTipBase}, {QPalette::PlaceholderText, QPalette::Base},
        {QPalette::PlaceholderText, QPalette::Window}, {QPalette::Link, QPalette::Base},
        {QPalette::LinkVisited, QPalette::Base}};
    const QList<std::pair<const char *, ColorRole>> roles{{"accent", ColorRole::Accent},
        {"negative", ColorRole::Negative}, {"positive", ColorRole::Positive},
        {"warning", ColorRole::Warning}};
    for (const auto &[scheme, palette] : schemes()) {
        for (const auto &[text, ground] : pairs)
            QTest::addRow("%s: %d on %d", scheme, int(text), int(ground))
                << palette.color(text) << palette.color(ground);
        for (const auto &[name, role] : roles) {
            for (const auto ground : {QPalette::Window, QPalette::Base, QPalette::AlternateBase})
                QTest::addRow("%s: %s on %d", scheme, name, int(ground))
                    << themeColor(role, palette) << palette.color(ground);
        }
    }
}

void AppStyleTest::contrastIsEnough()
{
    QFETCH(QColor, text);
    QFETCH(QColor, ground);
    const double found = contrast(text, ground);
    QVERIFY2(found >= 4.5, qPrintable(QString::number(found)));
}

void AppStyleTest::disabledTextStaysVisible_data()
{
    QTest::addColumn<QPalette>("palette");
    for (const auto &[scheme, palette] : schemes())
        QTest::newRow(scheme) << palette;
}

void AppStyleTest::disabledTextStaysVisible()
{
    QFETCH(QPalette, palette);
    const QColor text = palette.color(QPalette::Disabled, QPalette::WindowText);
    QVERIFY(contrast(text, palette.color(QPalette::Window)) >= 2.5);
    QVERIFY(text != palette.color(QPalette::Active, QPalette::WindowText));
}

void AppStyleTest::blendsByShare()
{
    QCOMPARE(blend(Qt::black, Qt::white, 0), QColor(Qt::black));
    QCOMPARE(blend(Qt::black, Qt::white, 255), QColor(Qt::white));
    QCOMPARE(blend(QColor(10, 20, 30), QColor(110, 20, 30), 51), QColor(30, 20, 30));
}

void AppStyleTest::followsThePreferences()
{
    const QTemporaryDir folder;
    ClientSettings settings(folder.filePath(u"gui.conf"_s));
    settings.setPreferences({.theme = Theme::Dark});
    const AppStyle style(settings);
    QVERIFY(isDark(QApplication::palette()));
    QCOMPARE(QApplication::style()->name(), u"fusion"_s);
    settings.setPreferences({.theme = Theme::Light});
    QVERIFY(!isDark(QApplication::palette()));
    settings.setPreferences({.theme = Theme::Dark});
    QCOMPARE(QApplication::palette().color(QPalette::Base), darkPalette().color(QPalette::Base));
}

void AppStyleTest::followsTheDesktopsPalette()
{
    // No desktop portal may have a say here.
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    const QTemporaryDir folder;
    const ClientSettings settings(folder.filePath(u"gui.conf"_s));
    for (const auto &[scheme, palette] : schemes()) {
        QApplication::setPalette(palette);
        const AppStyle style(settings);
        QCOMPARE(isDark(QApplication::palette()), isDark(palette));
    }
}

QTEST_MAIN(AppStyleTest)
#include "tst_appstyle.moc"
