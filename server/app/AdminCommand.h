#pragma once

#include "certs/TlsFolder.h"
#include "common/base/SecretBytes.h"
#include "server/auth/Actor.h"
#include "server/auth/Callback.h"

#include <QDateTime>
#include <QJsonObject>
#include <QLatin1StringView>

#include <functional>
#include <optional>
#include <span>

namespace roster::server {

class AccountServices;

/// What a command does to the server's own certificates.
using TlsChange = std::function<Outcome(const certs::TlsFolder &folder, const QDateTime &now)>;

/// What the administrator's commands act on: a running server, or a data folder on its own.
struct AdminBackend
{
    std::function<AccountServices &()> accounts;
    std::function<QJsonObject()> status;
    /// Makes the change, and has a running server use what came of it.
    std::function<Outcome(const TlsChange &)> changeCertificates;
    QString certificateFile; ///< the leaf, with its chain, if the configuration names one
    QString tlsFolder; ///< else the folder of the server's own
};

/// What a command may be given beside its words, as `--NAME VALUE` or as a parameter of that name.
struct AdminOption
{
    enum class Kind {
        Flag,
        Text,
        List, ///< may be given several times; as a parameter an array of strings
        File, ///< on the command line its path, as a parameter its content
        PrivateFile, ///< such a file that nobody else may read
    };
    QLatin1StringView name;
    QLatin1StringView value; ///< as a usage line shows it
    QLatin1StringView summary;
    Kind kind = Kind::Text;
};

/// One run of a command.
struct AdminCall
{
    QString name;
    QString role;
    std::optional<SecretBytes> password;
    QJsonObject options;
    Actor by;
    Callback<QJsonObject> done;
};

/// What a command takes after its own words.
enum class AdminWords {
    None,
    Name,
    NameOrOption, ///< a name, or an option instead of it
    NameAndRole, ///< the role also as `--role ROLE`
};

/// One command: its name on the control socket (`user.add`), whose parts are its words on the
/// command line, what it takes and what does it. Each is defined once, whatever way it comes.
struct AdminCommand
{
    using Handler = void (*)(const AdminBackend &backend, AdminCall call);
    /// What @p params lack, or have too much of. On the command line, where files are still paths,
    /// that is an error of usage.
    using Check = std::optional<QString> (*)(const QJsonObject &params);

    QLatin1StringView name;
    QLatin1StringView arguments; ///< as a usage line shows them
    QLatin1StringView summary;
    Handler handler;
    AdminWords words = AdminWords::None;
    bool takesPassword = false; ///< optional; without it one is made
    std::span<const AdminOption> options = {}; ///< each may lack
    QLatin1StringView question = {}; ///< that a person at a terminal is asked; %1 is the name
    Check check = nullptr;
};

} // namespace roster::server
