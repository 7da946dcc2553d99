#pragma once

#include <QLabel>

namespace roster::gui {

/// A sentence for the person beside what it is about, in the colour of its kind and as plain text;
/// gone while there is none.
class MessageLabel : public QLabel
{
    Q_OBJECT

public:
    enum class Kind {
        Problem, ///< must be put right
        Notice, ///< needs a look
        Quiet, ///< good to know
    };

    explicit MessageLabel(QWidget *parent);

    void say(Kind kind, const QString &sentence);

protected:
    void changeEvent(QEvent *event) override;

private:
    void takeColor();

    Kind m_kind = Kind::Quiet;
};

} // namespace roster::gui
