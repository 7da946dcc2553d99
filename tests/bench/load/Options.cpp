#include "tests/bench/load/Options.h"

#include "tests/bench/load/Failure.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace roster::bench {
namespace {

constexpr std::array<std::string_view, 12> kinds{"get", "list-first", "list-next", "list-offset",
    "search", "search-many", "update", "add", "batch", "echo", "login", "handshake"};

template <typename Number> bool read(const std::string &text, Number &number)
{
    const char *const end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, number);
    return error == std::errc() && stopped == end && number >= Number{0};
}

bool readSeconds(const std::string &text, Nanoseconds &time)
{
    double seconds = 0;
    if (!read(text, seconds))
        return false;
    time = std::chrono::duration_cast<Nanoseconds>(std::chrono::duration<double>(seconds));
    return true;
}

/// `get:90,update:10`.
bool readMix(const std::string &text, std::vector<std::pair<std::string, std::int64_t>> &mix)
{
    mix.clear();
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        const std::string part = text.substr(begin, end - begin);
        const std::size_t colon = std::min(part.find(':'), part.size());
        std::int64_t share = 1;
        if (colon < part.size() && (!read(part.substr(colon + 1), share) || share == 0))
            return false;
        mix.emplace_back(part.substr(0, colon), share);
        if (std::ranges::find(kinds, std::string_view(mix.back().first)) == kinds.end())
            return false;
        begin = end + 1;
    }
    return true;
}

using Reader = bool (*)(const std::string &, Options &);

struct Option
{
    std::string_view name;
    std::string_view value;
    std::string_view help;
    Reader read;
};

using S = const std::string &;

const std::array options{
    Option{"server", "ADDRESS:PORT", "where the server listens (127.0.0.1:7433)",
        [](S text, Options &o) {
            o.server = text;
            return true;
        }},
    Option{"ca", "FILE", "the CA that the server's certificate must be of",
        [](S text, Options &o) {
            o.caFile = text;
            return true;
        }},
    Option{"passwords", "FILE", "users to log in as, a line each: name, blank, password",
        [](S text, Options &o) {
            o.passwordFile = text;
            return true;
        }},
    Option{"user", "NAME", "only this one of them",
        [](S text, Options &o) {
            o.user = text;
            return true;
        }},
    Option{"per-user", "N", "connections that one user opens before the next has its turn (60)",
        [](S text, Options &o) { return read(text, o.connectionsPerUser); }},
    Option{"mix", "KIND[:SHARE],..", "what is asked (get); several kinds in their shares",
        [](S text, Options &o) { return readMix(text, o.mix); }},
    Option{"connections", "N", "connections that ask (32)",
        [](S text, Options &o) { return read(text, o.connections); }},
    Option{"depth", "N", "requests that each has open at most (1)",
        [](S text, Options &o) { return read(text, o.pace.depth) && o.pace.depth > 0; }},
    Option{"rate", "R", "requests a second in all, whatever the answers; 0: a closed loop (0)",
        [](S text, Options &o) { return read(text, o.pace.rate); }},
    Option{"seconds", "S", "how long to measure (5)",
        [](S text, Options &o) { return readSeconds(text, o.pace.measured); }},
    Option{"warm-up", "S", "how long to run before (1)",
        [](S text, Options &o) { return readSeconds(text, o.pace.warmUp); }},
    Option{"requests", "N", "instead of a time: so many requests, all of them measured",
        [](S text, Options &o) { return read(text, o.pace.requests); }},
    Option{"segment", "N", "tell the rate of every N records",
        [](S text, Options &o) { return read(text, o.pace.itemsPerSegment); }},
    Option{"idle", "N", "further connections that are held and say nothing (0)",
        [](S text, Options &o) { return read(text, o.idle); }},
    Option{"subscribers", "N", "measure how soon N subscribers see updates (at --rate)",
        [](S text, Options &o) { return read(text, o.subscribers); }},
    Option{"rows", "N", "records have the ids 1 to N; 0: ask for the highest (0)",
        [](S text, Options &o) { return read(text, o.rows); }},
    Option{"first-person", "N", "the invented person that is added first (1)",
        [](S text, Options &o) { return read(text, o.firstPerson); }},
    Option{"batch", "N", "records that one batch adds (500)",
        [](S text, Options &o) { return read(text, o.batchSize) && o.batchSize > 1; }},
    Option{"records", "N", "records that each connection updates in turn (256)",
        [](S text, Options &o) {
            return read(text, o.recordsPerConnection) && o.recordsPerConnection > 0;
        }},
    Option{"reply-size", "N", "bytes of an echo's lines, without their end",
        [](S text, Options &o) { return read(text, o.replySize); }},
    Option{"sort", "[-]FIELD", "lists by this field alone, instead of all in turn",
        [](S text, Options &o) {
            o.sort = text;
            return true;
        }},
    Option{"pid", "PID", "the server's process, to measure what it uses",
        [](S text, Options &o) { return read(text, o.serverPid); }},
};

Outcome check(const Options &asked)
{
    const auto asks = [&](std::string_view kind) {
        return std::ranges::any_of(asked.mix, [&](const auto &part) { return part.first == kind; });
    };
    if (asked.caFile.empty())
        return failure("--ca is needed: what the server is checked against.");
    if (asked.connections == 0 || asked.connectionsPerUser == 0)
        return failure("There must be a connection.");
    if (asked.mix.size() > 1
        && (asks("login") || asks("handshake") || asks("echo") || asks("batch")))
        return failure("batch, echo, login and handshake stand alone.");
    if (asked.passwordFile.empty() && !asks("echo") && !asks("handshake"))
        return failure("--passwords is needed to log in.");
    if (asked.subscribers > 0 && asked.pace.rate <= 0)
        return failure("--subscribers needs a --rate of updates.");
    if (asked.pace.depth > asked.recordsPerConnection)
        return failure("--depth is larger than the number of --records to update.");
    return Done{};
}

} // namespace

Result<Options> Options::parse(const std::vector<std::string> &arguments)
{
    Options result;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string &argument = arguments[i];
        if (argument == "--help")
            result.isHelp = true;
        else if (argument == "--may-fail")
            result.mayFail = true;
        if (argument == "--help" || argument == "--may-fail")
            continue;
        const auto *option = std::ranges::find_if(options, [&](const Option &candidate) {
            return argument == "--" + std::string(candidate.name);
        });
        if (option == options.end())
            return failure("There is no option " + argument + ".");
        if (i + 1 == arguments.size() || !option->read(arguments[++i], result))
            return failure(argument + " needs " + std::string(option->value) + ".");
    }
    if (result.isHelp)
        return result;
    if (const Outcome sound = check(result); !sound)
        return sound.error();
    return result;
}

std::string Options::help()
{
    std::string text = "Usage: roster-bench --ca FILE --passwords FILE [OPTION ...]\n"
                       "Loads a Roster server and prints what it measured as JSON.\n";
    for (const Option &option : options) {
        std::string name = "  --" + std::string(option.name) + ' ' + std::string(option.value);
        name.resize(std::max<std::size_t>(name.size() + 1, 27), ' ');
        text += name + std::string(option.help) + '\n';
    }
    text += "  --may-fail               end with 0 even if answers were wrong or lacking\nKinds:";
    for (const std::string_view kind : kinds)
        text += ' ' + std::string(kind);
    return text + '\n';
}

std::string Options::mixText() const
{
    if (subscribers > 0)
        return "watch";
    std::string text;
    for (const auto &[kind, share] : mix) {
        text += (text.empty() ? "" : ",") + kind;
        if (mix.size() > 1)
            text += ':' + std::to_string(share);
    }
    return text;
}

} // namespace roster::bench
