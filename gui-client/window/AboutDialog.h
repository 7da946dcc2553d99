#pragma once

#include <QDialog>

class QVBoxLayout;

namespace roster::gui {

class ClientSettings;

/// What the program is, in which version, under which licence and on which libraries. Owned by the
/// main window; not modal.
class AboutDialog : public QDialog
{
    Q_OBJECT

public:
    explicit AboutDialog(ClientSettings &settings, QWidget *parent = nullptr);

    /// What a report of a fault should name, in lines.
    [[nodiscard]] static QString versions();

private:
    void addTitle(QVBoxLayout &layout);
};

} // namespace roster::gui
