#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace roster::gui {

/// A quiet line under the tool bar: one sentence and perhaps one thing to do about it. Hidden while
/// there is nothing to say; never takes the focus; read out by screen readers when it says
/// something new. Owned by the main window.
class Banner : public QFrame
{
    Q_OBJECT

public:
    enum class Kind { Information, Warning, Error };

    explicit Banner(QWidget *parent = nullptr);

    /// Plain text; @p action is the verb on the button, empty: none.
    void say(Kind kind, const QString &sentence, const QString &action = {});
    /// The same matter in other words, such as a countdown: not read out again.
    void reword(const QString &sentence);
    void clear();

    [[nodiscard]] bool isSaying() const { return !m_sentence.isEmpty(); }
    [[nodiscard]] const QString &sentence() const { return m_sentence; }

Q_SIGNALS:
    void actionTriggered();
    /// It says something new, which was handed to screen readers.
    void announced();

protected:
    void changeEvent(QEvent *event) override;

private:
    void paintKind();

    Kind m_kind = Kind::Information;
    QString m_sentence;
    QLabel *m_icon;
    QLabel *m_text;
    QPushButton *m_action;
};

} // namespace roster::gui
