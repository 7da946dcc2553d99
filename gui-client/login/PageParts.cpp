#include "gui-client/login/PageParts.h"

#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStringList>
#include <QVBoxLayout>

namespace roster::gui {
namespace {

constexpr double titleScale = 1.35;
constexpr double wordsScale = 1.7;

QFont scaled(QFont font, double factor)
{
    font.setPointSizeF(font.pointSizeF() * factor);
    return font;
}

QLabel *newCopyableText(const QString &name, const QString &objectName, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setAccessibleName(name);
    label->setObjectName(objectName);
    return label;
}

} // namespace

QLabel *newTitle(const QString &text, QWidget *parent)
{
    auto *label = newParagraph(text, parent);
    QFont font = scaled(label->font(), titleScale);
    font.setWeight(QFont::DemiBold);
    label->setFont(font);
    return label;
}

QLabel *newParagraph(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

QLabel *newWords(const QString &name, const QString &objectName, QWidget *parent)
{
    QLabel *label = newCopyableText(name, objectName, parent);
    QFont font = scaled(label->font(), wordsScale);
    font.setWeight(QFont::DemiBold);
    label->setFont(font);
    return label;
}

QLabel *newFixedText(const QString &name, const QString &objectName, QWidget *parent)
{
    QLabel *label = newCopyableText(name, objectName, parent);
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(label->font().pointSizeF() * 0.9);
    label->setFont(font);
    return label;
}

QPushButton *newButton(const QString &text, const QString &objectName, QWidget *parent)
{
    auto *button = new QPushButton(text, parent);
    button->setObjectName(objectName);
    button->setAccessibleName(QString(text).remove(u'&'));
    return button;
}

QVBoxLayout *newPageLayout(QWidget *page, int spacing)
{
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(24, 24, 24, 16);
    layout->setSpacing(spacing);
    return layout;
}

QHBoxLayout *newButtonRow(std::initializer_list<QPushButton *> buttons)
{
    auto *row = new QHBoxLayout;
    row->addStretch();
    for (QPushButton *button : buttons)
        row->addWidget(button);
    return row;
}

QString inTwoLines(const QString &words)
{
    const QStringList all = words.split(u' ', Qt::SkipEmptyParts);
    const qsizetype half = (all.size() + 1) / 2;
    return all.first(half).join(u' ') + u'\n' + all.sliced(half).join(u' ');
}

} // namespace roster::gui
