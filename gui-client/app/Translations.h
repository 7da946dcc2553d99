#pragma once

#include "gui-client/app/ClientSettings.h"

#include <QLocale>
#include <QObject>
#include <QTranslator>

namespace roster::gui {

/// The program's texts in the person's language: ours and Qt's own. Dates and numbers stay in the
/// desktop's format. Owned by GuiApp, before any window; on the GUI thread.
class Translations : public QObject
{
    Q_OBJECT

public:
    explicit Translations(Language language, QObject *parent = nullptr);
    ~Translations() override;

    /// Ours alone; Qt's may lack on a system.
    [[nodiscard]] bool isLoaded() const { return !m_own.isEmpty(); }

private:
    QTranslator m_own;
    QTranslator m_qt;
};

} // namespace roster::gui
