#include "cli-client/terminal/TextStyle.h"

#include <QtGlobal>

#include <unistd.h>

namespace roster::cli {
namespace {

QByteArray sequenceOf(TextStyle style)
{
    switch (style) {
    case TextStyle::Bold:
        return "\x1b[1m";
    case TextStyle::Good:
        return "\x1b[32m";
    case TextStyle::Warning:
        return "\x1b[33m";
    case TextStyle::Bad:
        return "\x1b[31m";
    case TextStyle::Plain:
        break;
    }
    return {};
}

} // namespace

QByteArray styled(const QByteArray &text, TextStyle style)
{
    if (style == TextStyle::Plain)
        return text;
    const bool isLine = text.endsWith('\n');
    return sequenceOf(style) + (isLine ? text.chopped(1) : text) + "\x1b[0m" + (isLine ? "\n" : "");
}

bool isColoured(int descriptor)
{
    const QByteArray terminal = qgetenv("TERM");
    return isatty(descriptor) && qEnvironmentVariableIsEmpty("NO_COLOR") && !terminal.isEmpty()
        && terminal != "dumb";
}

} // namespace roster::cli
