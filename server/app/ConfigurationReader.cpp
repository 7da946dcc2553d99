#include "server/app/ConfigurationReader.h"

#include "server/app/ConfigurationOptions.h"

#include <QCommandLineParser>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStringDecoder>

#include <sys/stat.h>
#include <unistd.h>

namespace roster::server {
namespace {

using namespace Qt::StringLiterals;

constexpr QStringView section = u"[roster-server]";
constexpr qint64 largestFile = 1 << 20;

QString absolutePath(const QString &folder, const QString &path)
{
    return path.isEmpty() ? path : QDir::cleanPath(QDir(folder).absoluteFilePath(path));
}

/// Who may write the file decides where the server listens and which key it takes, so it must be
/// this user or root alone. It holds no secret, so others may read it.
std::optional<QString> unsafeBecause(const QFile &file)
{
    struct stat status = {};
    if (::fstat(file.handle(), &status) != 0 || !S_ISREG(status.st_mode))
        return u"is not a regular file"_s;
    if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        return u"may be written by other users: run chmod 600 on it"_s;
    if (status.st_uid != ::geteuid() && status.st_uid != 0)
        return u"belongs to another user: run chown on it"_s;
    return std::nullopt;
}

} // namespace

void ConfigurationReader::addOptions(QCommandLineParser &parser)
{
    parser.addOption({u"config"_s,
        u"File with any of these options (see roster-server.example.ini); the command line wins."_s,
        u"FILE"_s});
    for (const ConfigurationOption &option : configurationOptions())
        parser.addOption({QString(option.name), QString(option.help), QString(option.valueName)});
}

ReadConfiguration ConfigurationReader::read(const QCommandLineParser &parser)
{
    ConfigurationReader reader;
    reader.m_configuration.dataPath = defaultDataPath();
    if (parser.isSet(u"config"_s))
        reader.readFile(absolutePath(QDir::currentPath(), parser.value(u"config"_s)));
    reader.apply();
    reader.readCommandLine(parser);
    reader.apply();
    if (reader.m_problems.isEmpty())
        reader.checkWhole();
    return {std::move(reader.m_configuration), std::move(reader.m_problems)};
}

void ConfigurationReader::readFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        m_problems.append(u"%1 cannot be read: %2"_s.arg(path, file.errorString()));
        return;
    }
    if (const std::optional<QString> reason = unsafeBecause(file)) {
        m_problems.append(u"%1 %2"_s.arg(path, *reason));
        return;
    }
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder(file.read(largestFile));
    if (!file.atEnd() || decoder.hasError()) {
        m_problems.append(u"%1 is not a text file in UTF-8"_s.arg(path));
        return;
    }
    int number = 0;
    for (const QString &line : text.split(u'\n'))
        readLine(line.trimmed(), u"%1:%2"_s.arg(path).arg(++number), QFileInfo(path).path());
}

void ConfigurationReader::readLine(const QString &line, const QString &place, const QString &folder)
{
    if (line.isEmpty() || line.startsWith(u'#') || line.startsWith(u';') || line == section)
        return;
    const qsizetype equals = line.indexOf(u'=');
    if (equals < 0) {
        m_problems.append(u"%1: \"%2\" is not KEY = VALUE"_s.arg(place, line));
        return;
    }
    const QString key = line.left(equals).trimmed();
    const ConfigurationOption *option = findConfigurationOption(key);
    if (!option) {
        m_problems.append(u"%1: there is no key \"%2\""_s.arg(place, key));
        return;
    }
    Setting &setting = m_settings[key];
    if (!setting.values.isEmpty() && option->kind != ConfigurationOption::Kind::List)
        m_problems.append(u"%1: %2 was set before"_s.arg(place, key));
    QString value = line.sliced(equals + 1).trimmed();
    if (option->kind == ConfigurationOption::Kind::Path)
        value = absolutePath(folder, value);
    setting.values.append(value);
    setting.place = u"%1: %2"_s.arg(place, key);
}

void ConfigurationReader::readCommandLine(const QCommandLineParser &parser)
{
    for (const ConfigurationOption &option : configurationOptions()) {
        if (!parser.isSet(option.name))
            continue;
        Setting &setting = m_settings[option.name];
        setting.place = u"--%1"_s.arg(option.name);
        for (const QString &value : parser.values(option.name)) {
            const bool isPath = option.kind == ConfigurationOption::Kind::Path;
            setting.values.append(isPath ? absolutePath(QDir::currentPath(), value) : value);
        }
    }
}

void ConfigurationReader::apply()
{
    for (const ConfigurationOption &option : configurationOptions()) {
        const auto setting = m_settings.constFind(option.name);
        if (setting == m_settings.cend())
            continue;
        const std::optional<QString> problem = setting->values.last().isEmpty()
            ? u"a value is missing"_s
            : option.set(m_configuration, setting->values);
        if (problem)
            m_problems.append(u"%1: %2"_s.arg(setting->place, *problem));
    }
    m_settings.clear();
}

/// What only several options together can break.
void ConfigurationReader::checkWhole()
{
    if (m_configuration.certificatePath.isEmpty() != m_configuration.certificateKeyPath.isEmpty())
        m_problems.append(u"certificate and key must be set together"_s);
    if (const Outcome sound = checkSettings(m_configuration.auth); !sound)
        m_problems.append(sound.error().message);
}

} // namespace roster::server
