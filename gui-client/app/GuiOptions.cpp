#include "gui-client/app/GuiOptions.h"

#include <QCommandLineParser>

namespace roster::gui {

using namespace Qt::StringLiterals;

Result<GuiOptions> parseGuiOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    const QCommandLineOption server(u"server"_s, {}, u"HOST"_s);
    const QCommandLineOption user(u"user"_s, {}, u"NAME"_s);
    const QCommandLineOption ca(u"ca"_s, {}, u"FILE"_s);
    const QCommandLineOption help(QStringList{u"h"_s, u"help"_s});
    const QCommandLineOption version(u"version"_s);
    parser.addOptions({server, user, ca, help, version});
    if (!parser.parse(arguments))
        return Error{ErrorCode::InvalidParams, parser.errorText(), {}};
    if (!parser.positionalArguments().isEmpty()) {
        return Error{ErrorCode::InvalidParams,
            u"Unexpected argument: %1"_s.arg(parser.positionalArguments().first()), {}};
    }
    GuiOptions options;
    if (parser.isSet(help))
        options.action = GuiOptions::Action::ShowHelp;
    else if (parser.isSet(version))
        options.action = GuiOptions::Action::ShowVersion;
    options.server = parser.value(server);
    options.username = parser.value(user);
    options.caFile = parser.value(ca);
    return options;
}

QString guiHelp()
{
    return uR"(Usage: roster-gui [OPTION]...

The desktop client of a Roster server.

  --server HOST[:PORT]  the server to sign in to; by default the last one
  --user NAME           the user to sign in as
  --ca FILE             trust the certificate authorities in this PEM file
                        instead of the system's
  -h, --help            show this help
  --version             show the version
)"_s;
}

} // namespace roster::gui
