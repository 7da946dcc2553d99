#include "gui-client/app/Icons.h"

#include "gui-client/app/SymbolEngine.h"

#include <QFile>

namespace roster::gui {

using namespace Qt::StringLiterals;

QIcon icon(const QString &name)
{
    return icon(name, QColor());
}

QIcon icon(const QString &name, const QColor &color)
{
    QFile file(u":/icons/%1.svg"_s.arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QIcon(new SymbolEngine(name, file.readAll(), color));
}

QIcon productMark()
{
    return icon(u"roster"_s);
}

} // namespace roster::gui
