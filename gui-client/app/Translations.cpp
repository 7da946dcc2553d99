#include "gui-client/app/Translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>

namespace roster::gui {
namespace {

using namespace Qt::StringLiterals;

QLocale localeOf(Language language)
{
    switch (language) {
    case Language::Desktop:
        break;
    case Language::English:
        return QLocale(QLocale::English);
    case Language::German:
        return QLocale(QLocale::German);
    }
    return QLocale::system();
}

} // namespace

Translations::Translations(Language language, QObject *parent)
    : QObject(parent)
{
    const QLocale locale = localeOf(language);
    // English has a file too: for the plurals.
    if (m_own.load(locale, u"roster-gui"_s, u"_"_s, u":/translations"_s)
        || m_own.load(u":/translations/roster-gui_en.qm"_s))
        QCoreApplication::installTranslator(&m_own);
    if (m_qt.load(locale, u"qtbase"_s, u"_"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qt);
}

Translations::~Translations()
{
    QCoreApplication::removeTranslator(&m_qt);
    QCoreApplication::removeTranslator(&m_own);
}

} // namespace roster::gui
