#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <functional>
#include <optional>

class QAbstractScrollArea;

namespace roster::gui::test {

/// Tells when an area has drawn what is waited for: after a paint event for which the condition
/// held. Waits in the event loop, without polling, so that milliseconds count.
class PaintWatch : public QObject
{
    Q_OBJECT

public:
    explicit PaintWatch(QAbstractScrollArea &area);
    ~PaintWatch() override;

    /// Calls @p act and waits until @p isThere holds in what is drawn. Milliseconds since @p act
    /// began; none after @p patience ms.
    [[nodiscard]] std::optional<double> untilDrawn(const std::function<void()> &act,
        const std::function<bool()> &isThere, int patience = 30'000);

    bool eventFilter(QObject *watched, QEvent *event) override;

Q_SIGNALS:
    void drawn();

private:
    QAbstractScrollArea &m_area;
    std::function<bool()> m_isThere;
};

/// How long this thread was not ready for an event, while it lives: the gaps between the beats of a
/// timer of one millisecond.
class StallWatch : public QObject
{
    Q_OBJECT

public:
    StallWatch();

    /// Milliseconds.
    [[nodiscard]] double longest() const { return m_longest; }
    /// Of those longer than a frame of 16 ms.
    [[nodiscard]] int count() const { return m_count; }
    void reset();

private:
    void onBeat();

    QTimer m_heart;
    QElapsedTimer m_sinceBeat;
    double m_longest = 0;
    int m_count = 0;
};

} // namespace roster::gui::test
