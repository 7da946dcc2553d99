#include "server/app/EventLog.h"

#include "common/base/EscapedText.h"

#include <QDateTime>

#include <sys/stat.h>
#include <unistd.h>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

struct Level
{
    int priority; ///< syslog(3)
    QLatin1StringView name;
};

Level levelOf(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return {7, "debug"_L1};
    case QtInfoMsg:
        return {6, "info"_L1};
    case QtWarningMsg:
        return {4, "warning"_L1};
    case QtCriticalMsg:
        return {3, "error"_L1};
    case QtFatalMsg:
        break;
    }
    return {2, "fatal"_L1};
}

/// Whether stderr is the journal's: the variable may be inherited by a process whose stderr is not.
bool isJournal()
{
    struct stat status = {};
    if (::fstat(STDERR_FILENO, &status) != 0)
        return false;
    return qgetenv("JOURNAL_STREAM")
        == QByteArray::number(quint64{status.st_dev}) + ':'
        + QByteArray::number(quint64{status.st_ino});
}

void onMessage(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    static const bool isForJournal = isJournal();
    const QByteArray line = eventLine(type, context.category, text, isForJournal);
    // One call for one line, so that threads do not mix theirs; a log that is gone stops nothing.
    static_cast<void>(!::write(STDERR_FILENO, line.constData(), static_cast<size_t>(line.size())));
}

} // namespace

void installEventLog()
{
    qInstallMessageHandler(onMessage);
}

QByteArray eventLine(QtMsgType type, const char *category, const QString &text, bool isForJournal)
{
    const Level level = levelOf(type);
    const QString head = isForJournal
        ? u"<%1>"_s.arg(level.priority)
        : u"%1 %2 "_s.arg(QDateTime::currentDateTimeUtc().toString(Qt::ISODate), level.name);
    const QString source
        = qstrcmp(category, "default") == 0 ? QString() : QString::fromLatin1(category) + u": "_s;
    return (head + source + escaped(text) + u'\n').toUtf8();
}

} // namespace roster::server
