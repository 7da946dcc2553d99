#pragma once

#include <QString>

#include <initializer_list>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;
class QWidget;

namespace roster::gui {

/// The words of the login's pages, alike on each of them. Plain text: some of it comes from
/// servers.

[[nodiscard]] QLabel *newTitle(const QString &text, QWidget *parent);
[[nodiscard]] QLabel *newParagraph(const QString &text, QWidget *parent);
/// Words to compare: large, and to be copied.
[[nodiscard]] QLabel *newWords(const QString &name, const QString &objectName, QWidget *parent);
/// Small and of fixed width: a fingerprint, a command.
[[nodiscard]] QLabel *newFixedText(const QString &name, const QString &objectName, QWidget *parent);
[[nodiscard]] QPushButton *newButton(
    const QString &text, const QString &objectName, QWidget *parent);
/// A page's rows, @p spacing apart.
[[nodiscard]] QVBoxLayout *newPageLayout(QWidget *page, int spacing);
/// At the foot of a page, on the right; in this order.
[[nodiscard]] QHBoxLayout *newButtonRow(std::initializer_list<QPushButton *> buttons);
/// Six words as two lines of three.
[[nodiscard]] QString inTwoLines(const QString &words);

} // namespace roster::gui
