#pragma once

#include <QScrollArea>

namespace roster::gui {

/// Shows all of its content where the screen has room for it, and scrolls it where not, such as
/// with very large letters. Owned by a dialog.
class ContentScroll : public QScrollArea
{
    Q_OBJECT

public:
    /// @p usualWidth in average characters; @p spareLines: room for sentences that may come.
    ContentScroll(QWidget *content, int usualWidth, int spareLines, QWidget *parent);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

private:
    int m_usualWidth;
    int m_spareLines;
};

} // namespace roster::gui
