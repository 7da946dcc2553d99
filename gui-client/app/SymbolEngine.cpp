#include "gui-client/app/SymbolEngine.h"

#include <QGuiApplication>
#include <QPainter>
#include <QPalette>
#include <QPixmap>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <algorithm>
#include <utility>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

constexpr auto inkWord = "currentColor";

} // namespace

SymbolEngine::SymbolEngine(QString name, QByteArray svg, QColor color)
    : m_name(std::move(name))
    , m_svg(std::move(svg))
    , m_color(std::move(color))
{
}

void SymbolEngine::paint(
    QPainter *painter, const QRect &rect, QIcon::Mode mode, [[maybe_unused]] QIcon::State state)
{
    QSvgRenderer renderer(colored(mode));
    const int side = std::min(rect.width(), rect.height());
    QRect square(0, 0, side, side);
    square.moveCenter(rect.center());
    painter->save();
    // A drawing in colours of its own cannot change its ink, so it fades.
    if (mode == QIcon::Disabled && !m_svg.contains(inkWord))
        painter->setOpacity(painter->opacity() / 2);
    renderer.render(painter, square);
    painter->restore();
}

QSize SymbolEngine::actualSize(const QSize &size, QIcon::Mode, QIcon::State)
{
    return size;
}

QPixmap SymbolEngine::pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state)
{
    const QString cacheKey = u"roster-icon-%1-%2x%3-%4-%5"_s.arg(m_name)
                                 .arg(size.width())
                                 .arg(size.height())
                                 .arg(colorFor(mode).rgba())
                                 .arg(mode == QIcon::Disabled);
    QPixmap pixmap;
    if (QPixmapCache::find(cacheKey, &pixmap))
        return pixmap;
    pixmap = QPixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    paint(&painter, QRect({0, 0}, size), mode, state);
    painter.end();
    QPixmapCache::insert(cacheKey, pixmap);
    return pixmap;
}

QPixmap SymbolEngine::scaledPixmap(
    const QSize &size, QIcon::Mode mode, QIcon::State state, qreal scale)
{
    QPixmap scaled = pixmap(size, mode, state);
    scaled.setDevicePixelRatio(scale);
    return scaled;
}

QIconEngine *SymbolEngine::clone() const
{
    return new SymbolEngine(*this);
}

QString SymbolEngine::key() const
{
    return u"roster-symbol"_s;
}

QString SymbolEngine::iconName()
{
    return m_name;
}

QColor SymbolEngine::colorFor(QIcon::Mode mode) const
{
    const QPalette palette = QGuiApplication::palette();
    switch (mode) {
    case QIcon::Disabled:
        return palette.color(QPalette::Disabled, QPalette::WindowText);
    case QIcon::Selected:
        return palette.color(QPalette::Active, QPalette::HighlightedText);
    case QIcon::Normal:
    case QIcon::Active:
        break;
    }
    return m_color.isValid() ? m_color : palette.color(QPalette::Active, QPalette::WindowText);
}

QByteArray SymbolEngine::colored(QIcon::Mode mode) const
{
    QByteArray svg = m_svg;
    return svg.replace(inkWord, colorFor(mode).name(QColor::HexRgb).toLatin1());
}

} // namespace roster::gui
