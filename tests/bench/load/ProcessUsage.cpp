#include "tests/bench/load/ProcessUsage.h"

#include <unistd.h>

#include <fstream>
#include <sstream>
#include <string>

namespace roster::bench {
namespace {

constexpr int fieldsBeforeUserTime = 11; ///< of /proc/PID/stat, after the name

std::optional<std::chrono::microseconds> cpuOf(const std::string &folder)
{
    std::ifstream file(folder + "/stat");
    std::string text;
    if (!std::getline(file, text))
        return std::nullopt;
    // The name stands in brackets and may itself hold blanks and brackets.
    const std::size_t name = text.rfind(')');
    if (name == std::string::npos)
        return std::nullopt;
    std::istringstream fields(text.substr(name + 1));
    std::string skipped;
    for (int i = 0; i < fieldsBeforeUserTime; ++i)
        fields >> skipped;
    std::int64_t user = 0;
    std::int64_t system = 0;
    if (!(fields >> user >> system))
        return std::nullopt;
    return std::chrono::microseconds((user + system) * 1'000'000 / ::sysconf(_SC_CLK_TCK));
}

std::int64_t residentKibOf(const std::string &folder)
{
    std::ifstream file(folder + "/status");
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("VmRSS:"))
            return std::stoll(line.substr(6));
    }
    return 0;
}

} // namespace

std::optional<ProcessUsage> ProcessUsage::of(pid_t pid)
{
    const std::string folder = "/proc/" + std::to_string(pid);
    const std::optional<std::chrono::microseconds> cpu = cpuOf(folder);
    if (!cpu)
        return std::nullopt;
    return ProcessUsage{*cpu, residentKibOf(folder)};
}

} // namespace roster::bench
