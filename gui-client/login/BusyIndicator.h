#pragma once

#include <QBasicTimer>
#include <QWidget>

namespace roster::gui {

/// A small arc that goes round while something is under way; it stands still where the desktop asks
/// for no animation. Takes its place whether or not it is to be seen.
class BusyIndicator : public QWidget
{
    Q_OBJECT

public:
    explicit BusyIndicator(QWidget *parent = nullptr);

    void setBusy(bool isBusy);
    [[nodiscard]] bool isBusy() const { return m_isBusy; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

private:
    bool m_isBusy = false;
    int m_angle = 90; ///< of the arc's begin, in degrees
    QBasicTimer m_timer;
};

} // namespace roster::gui
