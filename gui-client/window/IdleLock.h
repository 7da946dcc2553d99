#pragma once

#include <QObject>
#include <QPointF>
#include <QTimer>

#include <chrono>

namespace roster {
class Clock;
}

namespace roster::gui {

/// Notices that nobody has used the keyboard or the mouse in any window of the program for a while.
/// Time that the computer slept counts. Owned by GuiApp, on the GUI thread.
class IdleLock : public QObject
{
    Q_OBJECT

public:
    /// @p clock outlives it; it is looked at every @p lookEvery.
    explicit IdleLock(Clock &clock, std::chrono::milliseconds lookEvery = std::chrono::seconds(5),
        QObject *parent = nullptr);

    /// From now on; 0: never.
    void setLimit(std::chrono::milliseconds limit);
    [[nodiscard]] std::chrono::milliseconds limit() const { return m_limit; }

Q_SIGNALS:
    /// Once, until somebody is there again. The input that ends it is lost when the limit had
    /// passed before anything could be said, so that it does not reach what should be locked.
    void idle();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void look();
    [[nodiscard]] bool isInput(const QEvent &event);

    Clock &m_clock;
    std::chrono::milliseconds m_limit{0};
    std::chrono::milliseconds m_lastInput;
    bool m_isIdle = false;
    QPointF m_mouse;
    QTimer m_timer;
};

} // namespace roster::gui
