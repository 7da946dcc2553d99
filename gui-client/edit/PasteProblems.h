#pragma once

#include <QDialog>

namespace roster::gui {

class PastePlan;

/// Shows what of a block cannot be pasted, before anything is sent. Accepted: the person wants the
/// other cells, PastePlan::changes(). Made and shown by the main window, on the GUI thread.
class PasteProblems : public QDialog
{
    Q_OBJECT

public:
    explicit PasteProblems(const PastePlan &plan, QWidget *parent = nullptr);
};

} // namespace roster::gui
