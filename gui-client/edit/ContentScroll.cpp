#include "gui-client/edit/ContentScroll.h"

#include <QScreen>
#include <QScrollBar>

#include <algorithm>

namespace roster::gui {

ContentScroll::ContentScroll(QWidget *content, int usualWidth, int spareLines, QWidget *parent)
    : QScrollArea(parent)
    , m_usualWidth(usualWidth)
    , m_spareLines(spareLines)
{
    setFocusPolicy(Qt::NoFocus);
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setWidget(content);
}

QSize ContentScroll::sizeHint() const
{
    const QSize content = widget()->sizeHint();
    const QSize wanted(std::max(content.width(), m_usualWidth * fontMetrics().averageCharWidth()),
        content.height() + m_spareLines * fontMetrics().lineSpacing());
    // The rest of the dialog and its frame need room too.
    return wanted.boundedTo(screen()->availableSize() * 3 / 4);
}

QSize ContentScroll::minimumSizeHint() const
{
    constexpr int fewestLines = 6;
    const int width = widget()->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width();
    return QSize(width, fewestLines * fontMetrics().lineSpacing())
        .boundedTo(screen()->availableSize() * 3 / 4);
}

} // namespace roster::gui
