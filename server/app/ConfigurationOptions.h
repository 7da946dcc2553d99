#pragma once

#include <QLatin1StringView>
#include <QStringList>

#include <cstdint>
#include <optional>
#include <span>

namespace roster::server {

struct ServerConfiguration;

/// One thing that can be set: under the same name in the configuration file and, with `--` before
/// it, on the command line.
struct ConfigurationOption
{
    enum class Kind : std::uint8_t {
        Single,
        Path, ///< relative ones count from the folder of the file, or from the start folder
        List, ///< may stand several times
    };
    /// Sets what @p values say, which are all of one source, at least one; or why they say nothing.
    using Set = std::optional<QString> (*)(ServerConfiguration &, const QStringList &values);
    /// The values as they would be written.
    using Get = QStringList (*)(const ServerConfiguration &);

    QLatin1StringView name;
    QLatin1StringView valueName;
    QLatin1StringView help;
    Kind kind;
    Set set;
    Get get;
};

/// All of them: the command line, the file, its example and their tests are driven by these rows.
[[nodiscard]] std::span<const ConfigurationOption> configurationOptions();
/// Null when there is none of that name.
[[nodiscard]] const ConfigurationOption *findConfigurationOption(QStringView name);

} // namespace roster::server
