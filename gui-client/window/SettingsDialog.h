#pragma once

#include "gui-client/app/ClientSettings.h"

#include <QDialog>

class QComboBox;
class QFormLayout;
class QSpinBox;

namespace roster::gui {

/// Lets the person choose the preferences; what is saved is heard of through ClientSettings. Owned
/// by the main window; not modal.
class SettingsDialog : public QDialog
{
    Q_OBJECT

public:
    explicit SettingsDialog(ClientSettings &settings, QWidget *parent = nullptr);

    void accept() override;

private:
    void addAppearance(QFormLayout &form);
    void addSafety(QFormLayout &form);
    void read(const Preferences &preferences);
    [[nodiscard]] Preferences chosen() const;

    ClientSettings &m_settings;
    QComboBox *m_theme;
    QComboBox *m_language;
    QSpinBox *m_idleLock;
    QSpinBox *m_clipboard;
};

} // namespace roster::gui
