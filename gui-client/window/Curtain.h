#pragma once

#include <QList>
#include <QObject>
#include <QPointer>

class QWidget;

namespace roster::gui {

/// Puts everything of the program but one widget out of sight and out of reach: the contents of its
/// window, other windows and dialogs, and shortcuts. Opened again, all is as it was. Owned by the
/// LockScreen.
class Curtain : public QObject
{
    Q_OBJECT

public:
    /// @p front is a child of its window and stays.
    explicit Curtain(QWidget *front);

    void close();
    void open();
    [[nodiscard]] bool isClosed() const { return m_isClosed; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void putAway(QWidget *widget);
    [[nodiscard]] bool isInFront(const QObject *object) const;

    QWidget *m_front;
    bool m_isClosed = false;
    QList<QPointer<QWidget>> m_hidden;
    QList<QPointer<QWidget>> m_disabled;
    QPointer<QWidget> m_focus;
};

} // namespace roster::gui
