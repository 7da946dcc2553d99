#pragma once

#include <QByteArray>
#include <QColor>
#include <QIconEngine>
#include <QString>

namespace roster::gui {

/// Draws one SVG in a colour that is looked up when it is drawn, so that it follows the palette.
/// Owned by a QIcon.
class SymbolEngine : public QIconEngine
{
public:
    /// @p color invalid: that of the palette's text.
    SymbolEngine(QString name, QByteArray svg, QColor color);

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override;
    QSize actualSize(const QSize &size, QIcon::Mode mode, QIcon::State state) override;
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override;
    QPixmap scaledPixmap(
        const QSize &size, QIcon::Mode mode, QIcon::State state, qreal scale) override;
    [[nodiscard]] QIconEngine *clone() const override;
    [[nodiscard]] QString key() const override;
    QString iconName() override;
    bool isNull() override { return false; }

private:
    [[nodiscard]] QColor colorFor(QIcon::Mode mode) const;
    [[nodiscard]] QByteArray colored(QIcon::Mode mode) const;

    QString m_name;
    QByteArray m_svg;
    QColor m_color;
};

} // namespace roster::gui
