#include "cli-client/session/Notice.h"

#include "common/base/EscapedText.h"
#include "common/protocol/StrictJson.h"

namespace roster::cli {

using namespace Qt::StringLiterals;

void reportNotice(Terminal &terminal, const Notice &notice, OutputFormat format)
{
    if (!isJson(format)) {
        terminal.printError(notice.message + u'\n');
        return;
    }
    QJsonObject told = notice.data;
    told.insert("reason"_L1, notice.reason);
    told.insert("message"_L1, notice.message);
    const QByteArray line = escapedJson(writeJson(QJsonObject{{u"notice"_s, told}}));
    terminal.printError(QString::fromUtf8(line) + u'\n');
}

} // namespace roster::cli
