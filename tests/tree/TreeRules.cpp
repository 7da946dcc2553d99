#include "tests/tree/TreeRules.h"

#include <QDir>
#include <QDirIterator>
#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace roster::test {
namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype maxFileLines = 400;

/// A folder and what its files may include beside their own folder.
struct Layer
{
    QLatin1StringView folder;
    QLatin1StringView mayInclude; ///< folders, between blanks
};

// Of two layers that hold a file, the longer one counts.
constexpr std::array layers{
    Layer{"common/base"_L1, ""_L1},
    Layer{"common/model"_L1, "common/base"_L1},
    Layer{"common/protocol"_L1, "common/base common/model"_L1},
    Layer{"common/net"_L1, "common/base common/model common/protocol"_L1},
    Layer{"common/client"_L1, "common"_L1},
    Layer{"certs"_L1, "common/base"_L1},
    Layer{"server/crypto"_L1, "common certs"_L1},
    Layer{"server/storage"_L1, "common certs server/crypto"_L1},
    Layer{"server/auth"_L1, "common certs server/crypto server/storage"_L1},
    Layer{"server/requests"_L1, "common certs server/crypto server/storage server/auth"_L1},
    Layer{"server/net"_L1, "common certs server/crypto server/auth server/requests"_L1},
    Layer{"server/original"_L1, "common certs server/crypto server/storage server/auth"_L1},
    Layer{"server/app"_L1, "common certs server"_L1},
    Layer{"server"_L1, "common certs server"_L1},
    Layer{"cli-client"_L1, "common"_L1},
    Layer{"gui-client"_L1, "common"_L1},
};

// The clients' library is no part of the server.
constexpr QLatin1StringView clientLibrary = "common/client"_L1;

constexpr std::array topLevel{"CMakeLists.txt"_L1, "CMakePresets.json"_L1, "README.md"_L1,
    "CHANGELOG.md"_L1, "LICENSE"_L1, "server"_L1, "gui-client"_L1, "cli-client"_L1, "common"_L1,
    "tests"_L1, "resources"_L1, "certs"_L1};
constexpr std::array ignoredTopLevel{"build"_L1, "compile_commands.json"_L1};

/// One line of a file, for the message about it.
struct Place
{
    QString path; ///< below the root
    qsizetype line = 0;

    [[nodiscard]] QString says(const QString &what) const
    {
        return line > 0 ? u"%1:%2: %3"_s.arg(path).arg(line).arg(what) : path + u": "_s + what;
    }
};

bool isUnder(QStringView path, QStringView folder)
{
    return path.startsWith(folder) && path.size() > folder.size() && path[folder.size()] == u'/';
}

const Layer *layerOf(QStringView path)
{
    const Layer *found = nullptr;
    for (const Layer &layer : layers) {
        if (isUnder(path, QString(layer.folder))
            && (!found || layer.folder.size() > found->folder.size()))
            found = &layer;
    }
    return found;
}

bool mayInclude(const Layer &layer, const QString &header)
{
    if (isUnder(header, QString(layer.folder)))
        return true;
    if (isUnder(header, QString(clientLibrary)) && layer.folder.startsWith("server"_L1))
        return false;
    const QStringList folders = QString(layer.mayInclude).split(u' ', Qt::SkipEmptyParts);
    return std::ranges::any_of(
        folders, [&](const QString &folder) { return isUnder(header, folder); });
}

bool isCode(const QString &path)
{
    return path.endsWith(".h"_L1) || path.endsWith(".cpp"_L1);
}

bool isProductCode(const QString &path)
{
    return isCode(path) && layerOf(path);
}

QStringList includeProblems(const Place &place, const QString &text)
{
    static const QRegularExpression include(uR"(^\s*#\s*include\s*([<"])([^>"]+)[>"])"_s);
    const QRegularExpressionMatch match = include.match(text);
    if (!match.hasMatch())
        return {};
    const Layer &layer = *layerOf(place.path);
    const QString header = match.captured(2);
    const bool isOurs = match.captured(1) == u'"';
    if (isOurs && !header.contains(u'/'))
        return {place.says(u"include \"%1\" by its path from the top"_s.arg(header))};
    if (isOurs && !mayInclude(layer, header))
        return {place.says(u"%1 must not include %2"_s.arg(layer.folder, header))};
    const bool isSql = header.startsWith("QSql"_L1) || header.startsWith("QtSql"_L1);
    if (isSql && !isUnder(place.path, u"server/storage"))
        return {place.says(u"only server/storage may include %1"_s.arg(header))};
    return {};
}

QStringList queryProblems(const Place &place, const QString &text)
{
    static const QRegularExpression door(
        uR"(^server/storage/(Database|QtStatement|SqliteStatement)\.(h|cpp)$)"_s);
    static const QRegularExpression statement(uR"(QSqlQuery|sqlite3_(step|exec|prepare))"_s);
    if (!text.contains(statement) || door.match(place.path).hasMatch())
        return {};
    return {place.says(u"only storage's statements may execute SQL; use storage/Query"_s)};
}

QStringList reminderProblems(const Place &place, const QString &text)
{
    // Spelled so that this line is none.
    static const QRegularExpression reminder(uR"(\b(TO[D]O|FIX[M]E|X[X]X)\b)"_s);
    const QRegularExpressionMatch match = reminder.match(text);
    if (!match.hasMatch())
        return {};
    return {place.says(u"finish or drop the "_s + match.captured(1))};
}

QStringList fileProblems(const QString &path, const QStringList &lines)
{
    QStringList found;
    if (isProductCode(path) && lines.size() > maxFileLines)
        found += Place{path}.says(
            u"has %1 lines, more than %2"_s.arg(lines.size()).arg(maxFileLines));
    if (path.endsWith(".h"_L1) && !lines.contains(u"#pragma once"_s))
        found += Place{path}.says(u"has no #pragma once"_s);
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const Place place{path, i + 1};
        if (isProductCode(path))
            found += includeProblems(place, lines[i]) + queryProblems(place, lines[i]);
        found += reminderProblems(place, lines[i]);
    }
    return found;
}

QStringList linesOf(const QString &fileName)
{
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n');
    if (lines.last().isEmpty())
        lines.removeLast();
    return lines;
}

bool isText(const QString &path)
{
    static const QRegularExpression suffix(
        uR"(\.(h|cpp|txt|cmake|json|md|sh|sql|ini|service|ui|ts|qrc|py)$)"_s);
    return suffix.match(path).hasMatch();
}

QStringList topLevelProblems(const QDir &root)
{
    QStringList found;
    for (const QString &name : root.entryList(QDir::AllEntries | QDir::NoDotAndDotDot)) {
        const bool isExpected = std::ranges::find(topLevel, name) != topLevel.end()
            || std::ranges::find(ignoredTopLevel, name) != ignoredTopLevel.end()
            || name.endsWith(".user"_L1);
        if (!isExpected)
            found += Place{name}.says(u"does not belong to the top level"_s);
    }
    return found;
}

} // namespace

QStringList brokenRules(const QString &root)
{
    const QDir top(root);
    QStringList found = topLevelProblems(top);
    for (const QLatin1StringView name : topLevel) {
        const QString entry = top.filePath(name);
        if (QFileInfo(entry).isFile())
            found += fileProblems(name, linesOf(entry));
        QDirIterator files(entry, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString path = top.relativeFilePath(files.next());
            if (isText(path))
                found += fileProblems(path, linesOf(top.filePath(path)));
        }
    }
    found.sort();
    return found;
}

} // namespace roster::test
