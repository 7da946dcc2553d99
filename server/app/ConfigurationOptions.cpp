#include "server/app/ConfigurationOptions.h"

#include "certs/SubjectNames.h"
#include "server/app/ServerConfiguration.h"

#include <algorithm>
#include <array>
#include <limits>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Problem = std::optional<QString>;
using OptionKind = ConfigurationOption::Kind;

constexpr std::size_t bytesPerMiB = std::size_t{1024} * 1024;
constexpr qint64 longestDuration = 365LL * 24 * 3600;

/// Digits alone: no sign, no space.
std::optional<qint64> parseNumber(QStringView text)
{
    const bool isPlain = !text.isEmpty() && text.size() <= 15
        && std::ranges::all_of(text, [](QChar c) { return c >= u'0' && c <= u'9'; });
    return isPlain ? std::optional(text.toLongLong()) : std::nullopt;
}

template <typename Number>
Problem setNumber(Number &target, const QStringList &values, qint64 least, qint64 most)
{
    const std::optional<qint64> number = parseNumber(values.last());
    if (!number || *number < least || *number > most) {
        return u"\"%1\" is not a whole number from %2 to %3"_s.arg(values.last())
            .arg(least)
            .arg(most);
    }
    target = static_cast<Number>(*number);
    return std::nullopt;
}

struct Unit
{
    QChar letter;
    qint64 seconds;
};
constexpr std::array<Unit, 4> units{{{u'd', 86400}, {u'h', 3600}, {u'm', 60}, {u's', 1}}};

Problem setDuration(milliseconds &target, const QStringList &values)
{
    const QStringView text = values.last();
    for (const Unit &unit : units) {
        if (!text.endsWith(unit.letter))
            continue;
        const std::optional<qint64> count = parseNumber(text.chopped(1));
        if (count && *count >= 1 && *count <= longestDuration / unit.seconds) {
            target = seconds(*count * unit.seconds);
            return std::nullopt;
        }
    }
    return u"\"%1\" is not a time such as 90s, 30m, 12h or 7d"_s.arg(text);
}

/// In the largest unit that keeps it whole.
QStringList durationText(milliseconds duration)
{
    const qint64 count = std::chrono::duration_cast<seconds>(duration).count();
    const auto *unit = std::ranges::find_if(
        units, [count](const Unit &candidate) { return count % candidate.seconds == 0; });
    return {QString::number(count / unit->seconds) + unit->letter};
}

Problem setDuration(milliseconds &target, const QStringList &values, milliseconds longest)
{
    Problem problem = setDuration(target, values);
    if (!problem && target > longest) {
        problem
            = u"\"%1\" is longer than %2"_s.arg(values.last(), durationText(longest).constFirst());
    }
    return problem;
}

QStringList numberText(qint64 number)
{
    return {QString::number(number)};
}

QStringList optionalText(const QString &text)
{
    return text.isEmpty() ? QStringList() : QStringList(text);
}

Problem setPath(QString &target, const QStringList &values)
{
    target = values.last();
    return std::nullopt;
}

Problem setListen(ServerConfiguration &configuration, const QStringList &values)
{
    QList<ListenAddress> addresses;
    for (const QString &text : values) {
        const std::optional<ListenAddress> address = ListenAddress::parse(text);
        if (!address) {
            return u"\"%1\" is not ADDRESS:PORT, such as 127.0.0.1:7433 or [::1]:7433"_s.arg(text);
        }
        addresses.append(*address);
    }
    configuration.listen = addresses;
    return std::nullopt;
}

QStringList listenText(const ServerConfiguration &configuration)
{
    QStringList texts;
    for (const ListenAddress &address : configuration.listen)
        texts.append(address.text());
    return texts;
}

Problem setNames(ServerConfiguration &configuration, const QStringList &values)
{
    Result<QStringList> names = certs::canonicalSubjectNames(values);
    if (!names)
        return names.error().message;
    configuration.names = *std::move(names);
    return std::nullopt;
}

Problem setCurrency(ServerConfiguration &configuration, const QStringList &values)
{
    const QString &code = values.last();
    if (code.size() != 3
        || !std::ranges::all_of(code, [](QChar c) { return c >= u'A' && c <= u'Z'; })) {
        return u"\"%1\" is not a currency code of three capital letters (ISO 4217)"_s.arg(code);
    }
    configuration.currency.code = code;
    return std::nullopt;
}

const std::array options{
    ConfigurationOption{"data"_L1, "DIR"_L1, "Data folder: databases, keys, certificates."_L1,
        OptionKind::Path,
        [](ServerConfiguration &c, const QStringList &v) { return setPath(c.dataPath, v); },
        [](const ServerConfiguration &c) { return optionalText(c.dataPath); }},
    ConfigurationOption{"listen"_L1, "ADDRESS:PORT"_L1,
        "Where to listen; may be given several times. Port 0 takes a free one."_L1,
        OptionKind::List, setListen, listenText},
    ConfigurationOption{"certificate"_L1, "FILE"_L1,
        "Your own certificate, with its chain (PEM)."_L1, OptionKind::Path,
        [](ServerConfiguration &c, const QStringList &v) { return setPath(c.certificatePath, v); },
        [](const ServerConfiguration &c) { return optionalText(c.certificatePath); }},
    ConfigurationOption{"key"_L1, "FILE"_L1, "Its private key (PEM, mode 0600)."_L1,
        OptionKind::Path,
        [](ServerConfiguration &c, const QStringList &v) {
            return setPath(c.certificateKeyPath, v);
        },
        [](const ServerConfiguration &c) { return optionalText(c.certificateKeyPath); }},
    ConfigurationOption{"name"_L1, "NAME"_L1,
        "A further host name or address for the certificate that the server issues itself; may be "
        "given several times."_L1,
        OptionKind::List, setNames, [](const ServerConfiguration &c) { return c.names; }},
    ConfigurationOption{"key-file"_L1, "FILE"_L1,
        "The data key, when it shall not lie in the data folder."_L1, OptionKind::Path,
        [](ServerConfiguration &c, const QStringList &v) { return setPath(c.keyFile, v); },
        [](const ServerConfiguration &c) { return optionalText(c.keyFile); }},
    ConfigurationOption{"currency"_L1, "CODE"_L1, "Currency of all salaries (ISO 4217)."_L1,
        OptionKind::Single, setCurrency,
        [](const ServerConfiguration &c) { return QStringList(c.currency.code); }},
    ConfigurationOption{"currency-digits"_L1, "N"_L1,
        "Its decimals, 0 to 4. Set it before the first record: amounts are kept in minor units."_L1,
        OptionKind::Single,
        [](ServerConfiguration &c, const QStringList &v) {
            return setNumber(c.currency.digits, v, 0, 4);
        },
        [](const ServerConfiguration &c) { return numberText(c.currency.digits); }},
    ConfigurationOption{"session-idle"_L1, "TIME"_L1,
        "A session ends when it was not used for so long (1m at least)."_L1, OptionKind::Single,
        [](ServerConfiguration &c, const QStringList &v) {
            return setDuration(c.auth.idleTimeout, v);
        },
        [](const ServerConfiguration &c) { return durationText(c.auth.idleTimeout); }},
    ConfigurationOption{"session-lifetime"_L1, "TIME"_L1,
        "A session ends so long after its login, used or not (30d at most)."_L1, OptionKind::Single,
        [](ServerConfiguration &c, const QStringList &v) {
            return setDuration(c.auth.absoluteTimeout, v);
        },
        [](const ServerConfiguration &c) { return durationText(c.auth.absoluteTimeout); }},
    ConfigurationOption{"one-time-password-lifetime"_L1, "TIME"_L1,
        "A one-time password that was not used stops working after so long (1m to 30d)."_L1,
        OptionKind::Single,
        [](ServerConfiguration &c, const QStringList &v) {
            return setDuration(c.auth.oneTimePasswordLifetime, v);
        },
        [](const ServerConfiguration &c) { return durationText(c.auth.oneTimePasswordLifetime); }},
    ConfigurationOption{"minimum-password-length"_L1, "N"_L1,
        "Characters of a new password, 8 to 256."_L1, OptionKind::Single,
        [](ServerConfiguration &c, const QStringList &v) {
            return setNumber(c.auth.minimumPasswordLength, v, 8, 256);
        },
        [](const ServerConfiguration &c) { return numberText(c.auth.minimumPasswordLength); }},
    ConfigurationOption{"argon2-memory-mib"_L1, "N"_L1,
        "Memory of one password hash (argon2id), 19 to 4096 MiB."_L1, OptionKind::Single,
        [](ServerConfiguration &c, const QStringList &v) {
            std::size_t size = 0;
            Problem problem = setNumber(size, v, 19, 4096);
            if (!problem)
                c.auth.argon2.memoryBytes = size * bytesPerMiB;
            return problem;
        },
        [](const ServerConfiguration &c) {
            return numberText(static_cast<qint64>(c.auth.argon2.memoryBytes / bytesPerMiB));
        }},
    ConfigurationOption{"argon2-passes"_L1, "N"_L1,
        "Passes of one password hash (argon2id), 2 to 100."_L1, OptionKind::Single,
        [](ServerConfiguration &c, const QStringList &v) {
            return setNumber(c.auth.argon2.passes, v, 2, 100);
        },
        [](const ServerConfiguration &c) {
            return numberText(static_cast<qint64>(c.auth.argon2.passes));
        }},
    ConfigurationOption{"workers"_L1, "N"_L1,
        "Threads that serve connections; 0: one for each core."_L1, OptionKind::Single,
        [](ServerConfiguration &c, const QStringList &v) {
            return setNumber(c.workers, v, 0, 256);
        },
        [](const ServerConfiguration &c) { return numberText(c.workers); }},
    ConfigurationOption{"cache-mib"_L1, "N"_L1,
        "Database cache of each worker, and of records for all, in MiB; 0 fits the machine."_L1,
        OptionKind::Single,
        [](ServerConfiguration &c, const QStringList &v) {
            return setNumber(c.cacheMiB, v, 0, 65'536);
        },
        [](const ServerConfiguration &c) { return numberText(c.cacheMiB); }},
    ConfigurationOption{"max-connections"_L1, "N"_L1,
        "Connections at once; 0: as many as the limit of open files allows."_L1, OptionKind::Single,
        [](ServerConfiguration &c, const QStringList &v) {
            return setNumber(c.maxConnections, v, 0, 1'000'000);
        },
        [](const ServerConfiguration &c) { return numberText(c.maxConnections); }},
    ConfigurationOption{"metrics-file"_L1, "FILE"_L1,
        "Write figures for Prometheus to this file, which everybody may read."_L1, OptionKind::Path,
        [](ServerConfiguration &c, const QStringList &v) { return setPath(c.metricsFile, v); },
        [](const ServerConfiguration &c) { return optionalText(c.metricsFile); }},
    ConfigurationOption{"metrics-interval"_L1, "TIME"_L1, "How often it is written (1s to 1h)."_L1,
        OptionKind::Single,
        [](ServerConfiguration &c, const QStringList &v) {
            return setDuration(c.metricsInterval, v, std::chrono::hours(1));
        },
        [](const ServerConfiguration &c) { return durationText(c.metricsInterval); }},
};

} // namespace

std::span<const ConfigurationOption> configurationOptions()
{
    return options;
}

const ConfigurationOption *findConfigurationOption(QStringView name)
{
    const auto *found = std::ranges::find_if(
        options, [name](const ConfigurationOption &option) { return option.name == name; });
    return found == options.end() ? nullptr : found;
}

} // namespace roster::server
