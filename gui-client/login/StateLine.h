#pragma once

#include "gui-client/login/LoginFailure.h"

#include <QDeadlineTimer>
#include <QTimer>
#include <QWidget>

class QLabel;

namespace roster::gui {

class BusyIndicator;

/// The line that says what happens, or what went wrong and how long to wait before the next try.
/// Screen readers are told, too. A child of whatever talks to a server.
class StateLine : public QWidget
{
    Q_OBJECT

public:
    explicit StateLine(QWidget *parent = nullptr);

    void clear();
    void showBusy(const QString &text);
    void showNote(const QString &text);
    /// Counts down if the failure says how long to wait.
    void showFailure(const LoginFailure &failure);
    [[nodiscard]] QString text() const;
    [[nodiscard]] bool isBusy() const;
    [[nodiscard]] bool isCountingDown() const { return m_countdown.isActive(); }
    /// The wait was for what has been changed since.
    void endCountdown();

Q_SIGNALS:
    void countdownEnded();

private:
    enum class Tone { Plain, Bad };

    void show(const QString &text, Tone tone);
    void countDown();

    BusyIndicator *m_indicator;
    QLabel *m_icon;
    QLabel *m_label;
    QString m_message; ///< without the seconds
    QDeadlineTimer m_end;
    QTimer m_countdown;
};

} // namespace roster::gui
