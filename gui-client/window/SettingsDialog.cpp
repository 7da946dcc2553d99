#include "gui-client/window/SettingsDialog.h"

#include "gui-client/app/Rhythm.h"
#include "gui-client/window/DialogSize.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QGroupBox>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

constexpr int clipboardStep = 5;

void select(QComboBox &box, int value)
{
    box.setCurrentIndex(box.findData(value));
}

QLabel *quietNote(const QString &text)
{
    auto *note = new QLabel(text);
    note->setTextFormat(Qt::PlainText);
    note->setForegroundRole(QPalette::PlaceholderText);
    return note;
}

QFormLayout *formIn(QGroupBox *box)
{
    auto *form = new QFormLayout(box);
    form->setSpacing(rhythm);
    return form;
}

} // namespace

SettingsDialog::SettingsDialog(ClientSettings &settings, QWidget *parent)
    : QDialog(parent)
    , m_settings(settings)
    , m_theme(new QComboBox(this))
    , m_language(new QComboBox(this))
    , m_idleLock(new QSpinBox(this))
    , m_clipboard(new QSpinBox(this))
{
    setObjectName(u"settingsDialog"_s);
    setWindowTitle(tr("Settings"));

    auto *appearance = new QGroupBox(tr("Appearance"), this);
    addAppearance(*formIn(appearance));
    auto *safety = new QGroupBox(tr("Safety at the desk"), this);
    addSafety(*formIn(safety));

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Save)->setText(tr("Save"));
    buttons->button(QDialogButtonBox::Save)->setObjectName(u"settingsSave"_s);
    buttons->button(QDialogButtonBox::Save)->setDefault(true);
    buttons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    buttons->button(QDialogButtonBox::Cancel)->setObjectName(u"settingsCancel"_s);
    connect(buttons, &QDialogButtonBox::accepted, this, &SettingsDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &SettingsDialog::reject);

    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(rhythm);
    layout->addWidget(appearance);
    layout->addWidget(safety);
    layout->addStretch();
    layout->addWidget(buttons);
    read(settings.preferences());
    new DialogSize(settings, this);
}

void SettingsDialog::accept()
{
    m_settings.setPreferences(chosen());
    QDialog::accept();
}

void SettingsDialog::addAppearance(QFormLayout &form)
{
    m_theme->setObjectName(u"settingsTheme"_s);
    m_theme->setAccessibleName(tr("Colours"));
    m_theme->addItem(tr("As the desktop"), int(Theme::Desktop));
    m_theme->addItem(tr("Light"), int(Theme::Light));
    m_theme->addItem(tr("Dark"), int(Theme::Dark));
    form.addRow(tr("&Colours:"), m_theme);

    m_language->setObjectName(u"settingsLanguage"_s);
    m_language->setAccessibleName(tr("Language"));
    m_language->addItem(tr("As the desktop"), int(Language::Desktop));
    // Each in its own words, for whoever cannot read the one that is on.
    m_language->addItem(u"English"_s, int(Language::English));
    m_language->addItem(u"Deutsch"_s, int(Language::German));
    form.addRow(tr("&Language:"), m_language);
    form.addRow(quietNote(tr("Another language is used from the next start on.")));
}

void SettingsDialog::addSafety(QFormLayout &form)
{
    m_idleLock->setObjectName(u"settingsIdleLock"_s);
    m_idleLock->setAccessibleName(tr("Minutes without use until the window is locked"));
    m_idleLock->setRange(0, int(longestIdleLock.count()));
    m_idleLock->setSpecialValueText(tr("Never"));
    m_idleLock->setSuffix(tr(" min"));
    form.addRow(tr("Lock without &use after:"), m_idleLock);

    m_clipboard->setObjectName(u"settingsClipboard"_s);
    m_clipboard->setAccessibleName(tr("Seconds until a copied SSN leaves the clipboard"));
    m_clipboard->setRange(int(shortestOnClipboard.count()), int(longestOnClipboard.count()));
    m_clipboard->setSingleStep(clipboardStep);
    m_clipboard->setSuffix(tr(" s"));
    form.addRow(tr("Copied &SSNs leave the clipboard after:"), m_clipboard);
}

void SettingsDialog::read(const Preferences &preferences)
{
    select(*m_theme, int(preferences.theme));
    select(*m_language, int(preferences.language));
    m_idleLock->setValue(int(preferences.idleLock.count()));
    m_clipboard->setValue(int(preferences.secretsOnClipboard.count()));
}

Preferences SettingsDialog::chosen() const
{
    return {std::chrono::minutes(m_idleLock->value()), std::chrono::seconds(m_clipboard->value()),
        Theme(m_theme->currentData().toInt()), Language(m_language->currentData().toInt())};
}

} // namespace roster::gui
