#include "server/app/doctor/Finding.h"

#include "common/base/EscapedText.h"

#include <algorithm>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

QString severityName(Severity severity)
{
    switch (severity) {
    case Severity::Ok:
        return u"ok"_s;
    case Severity::Warning:
        return u"warning"_s;
    case Severity::Error:
        break;
    }
    return u"error"_s;
}

bool isPlain(QChar character)
{
    return character.isLetterOrNumber() || QStringView(u"/._-+:,@%").contains(character);
}

} // namespace

Finding fine(const QString &subject, const QString &message)
{
    return {Severity::Ok, subject, message, {}};
}

Finding warning(const QString &subject, const QString &message, const QString &remedy)
{
    return {Severity::Warning, subject, message, remedy};
}

Finding error(const QString &subject, const QString &message, const QString &remedy)
{
    return {Severity::Error, subject, message, remedy};
}

QJsonObject toJson(const Finding &finding)
{
    QJsonObject json{{u"severity"_s, severityName(finding.severity)},
        {u"subject"_s, finding.subject}, {u"message"_s, finding.message}};
    if (!finding.remedy.isEmpty())
        json.insert(u"remedy"_s, finding.remedy);
    return json;
}

QString toText(const Finding &finding)
{
    QString text = u"%1 %2: %3\n"_s.arg(severityName(finding.severity).leftJustified(7),
        escaped(finding.subject), escaped(finding.message));
    if (!finding.remedy.isEmpty())
        text += u"        -> %1\n"_s.arg(escaped(finding.remedy));
    return text;
}

QString shellWord(const QString &path)
{
    if (!path.isEmpty() && std::ranges::all_of(path, isPlain))
        return path;
    QString quoted = path;
    return u'\'' + quoted.replace(u'\'', u"'\\''"_s) + u'\'';
}

} // namespace roster::server
