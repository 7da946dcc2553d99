#pragma once

#include "server/app/ServerConfiguration.h"

#include <QHash>

class QCommandLineParser;

namespace roster::server {

/// A configuration and everything that is wrong with it, each in one sentence that names the file
/// and line or the option. With a problem the configuration must not be used.
struct ReadConfiguration
{
    ServerConfiguration configuration;
    QStringList problems;
};

/// Puts a configuration together: the defaults, then the file of `--config`, then the command line.
/// Strict: what is unknown, said twice or has no sense is a problem, never passed over (R2).
class ConfigurationReader
{
public:
    /// Makes @p parser know `--config` and all configurationOptions().
    static void addOptions(QCommandLineParser &parser);

    /// @p parser has parsed.
    [[nodiscard]] static ReadConfiguration read(const QCommandLineParser &parser);

private:
    struct Setting
    {
        QStringList values;
        QString place; ///< where the last one stands, for people
    };

    void readFile(const QString &path);
    void readLine(const QString &line, const QString &place, const QString &folder);
    void readCommandLine(const QCommandLineParser &parser);
    void apply();
    void checkWhole();

    ServerConfiguration m_configuration;
    QStringList m_problems;
    QHash<QString, Setting> m_settings; ///< of the source that is being read
};

} // namespace roster::server
