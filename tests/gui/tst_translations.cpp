#include "common/model/EmployeeFields.h"
#include "gui-client/app/Translations.h"
#include "gui-client/text/FieldFormat.h"
#include "gui-client/window/SettingsDialog.h"

#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace roster;
using namespace roster::gui;
using namespace Qt::StringLiterals;

namespace {

/// One text of a .ts file.
struct Message
{
    QString context;
    QString source;
    QStringList translations; ///< several if it counts something
    bool isNumerus = false;
    bool isUnfinished = false;

    [[nodiscard]] QByteArray key() const { return (context + u": "_s + source).toUtf8(); }
};

QString sourcePath(const QString &path)
{
    return QStringLiteral(ROSTER_SOURCE_DIR) + u'/' + path;
}

QString tsFile(const QString &language)
{
    return sourcePath(u"resources/translations/roster-gui_%1.ts"_s.arg(language));
}

QList<Message> messagesIn(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QList<Message> messages;
    QString context;
    QXmlStreamReader xml(&file);
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        const QString name = xml.name().toString();
        if (name == u"name"_s) {
            context = xml.readElementText();
        } else if (name == u"message"_s) {
            messages.append({context, {}, {}, xml.attributes().value("numerus"_L1) == "yes"_L1});
        } else if (name == u"source"_s) {
            messages.last().source = xml.readElementText();
        } else if (name == u"translation"_s) {
            messages.last().isUnfinished = xml.attributes().hasAttribute("type"_L1);
            if (!messages.last().isNumerus)
                messages.last().translations.append(xml.readElementText());
        } else if (name == u"numerusform"_s) {
            messages.last().translations.append(xml.readElementText());
        }
    }
    return messages;
}

QStringList placeholdersOf(const QString &text)
{
    static const QRegularExpression placeholder(u"%(?:n|L?[0-9])"_s);
    QStringList found;
    for (auto it = placeholder.globalMatch(text); it.hasNext();)
        found += it.next().captured();
    found.sort();
    return found;
}

} // namespace

/// The texts in other languages: all of them, whole, and in use.
class TranslationsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isFinished_data();
    void isFinished();
    void knowsEveryTextOfTheSources();
    void looksTextsUpWhereTheyAre();
    void namesEveryField();
    void speaksGerman();
    void countsInEnglish();
    void leavesNothingBehind();
};

void TranslationsTest::isFinished_data()
{
    QTest::addColumn<Message>("message");
    for (const QString &language : {u"de"_s, u"en"_s}) {
        for (const Message &message : messagesIn(tsFile(language)))
            QTest::newRow((language.toUtf8() + ' ' + message.key()).constData()) << message;
    }
}

void TranslationsTest::isFinished()
{
    QFETCH(Message, message);
    QVERIFY(!message.isUnfinished);
    QVERIFY(message.isNumerus || !message.source.contains(u"%n"_s));
    QCOMPARE(message.translations.size(), message.isNumerus ? 2 : 1);
    for (const QString &translation : message.translations) {
        QVERIFY(!translation.isEmpty());
        QCOMPARE(placeholdersOf(translation), placeholdersOf(message.source));
        QCOMPARE(translation.contains(u'&'), message.source.contains(u'&'));
        QCOMPARE(translation.endsWith(u' '), message.source.endsWith(u' '));
    }
}

void TranslationsTest::knowsEveryTextOfTheSources()
{
    const QString lupdate = QStringLiteral(ROSTER_LUPDATE);
    if (!QFile::exists(lupdate))
        QSKIP("lupdate is not installed (Debian: qt6-l10n-tools)");
    const QTemporaryDir folder;
    const QString fresh = folder.filePath(u"fresh.ts"_s);
    QVERIFY(QFile::copy(tsFile(u"de"_s), fresh));
    QProcess process;
    process.setWorkingDirectory(sourcePath({}));
    process.start(lupdate,
        {u"-silent"_s, u"-no-obsolete"_s, u"-locations"_s, u"none"_s, u"-I"_s, u"."_s,
            u"gui-client"_s, u"common/model"_s, u"-ts"_s, fresh});
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 0);
    QList<QByteArray> wanted;
    for (const Message &message : messagesIn(fresh))
        wanted.append(message.key());
    QList<QByteArray> known;
    for (const Message &message : messagesIn(tsFile(u"de"_s)))
        known.append(message.key());
    QVERIFY(!wanted.isEmpty());
    for (const QByteArray &key : wanted)
        QVERIFY2(known.contains(key), (key + " (build the target `translations`)").constData());
    for (const QByteArray &key : known)
        QVERIFY2(wanted.contains(key), (key + " is in no source any more").constData());
}

void TranslationsTest::looksTextsUpWhereTheyAre()
{
    QStringList contexts;
    for (const Message &message : messagesIn(tsFile(u"de"_s)))
        contexts.append(message.context);
    static const QRegularExpression lookUp(u"translate\\(\\s*\"([^\"]+)\""_s);
    int found = 0;
    QDirIterator files(
        sourcePath(u"gui-client"_s), {u"*.cpp"_s}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(file.readAll());
        for (auto it = lookUp.globalMatch(text); it.hasNext(); ++found) {
            const QString context = it.next().captured(1);
            QVERIFY2(contexts.contains(context), qPrintable(file.fileName() + u": "_s + context));
        }
    }
    QVERIFY(found > 0);
}

void TranslationsTest::namesEveryField()
{
    const Translations german(Language::German);
    QVERIFY(german.isLoaded());
    QStringList labels;
    for (const FieldDescription &field : employeeFields()) {
        labels += labelOf(field.field);
        const auto messages = messagesIn(tsFile(u"de"_s));
        QVERIFY2(std::ranges::any_of(messages,
                     [&field](const Message &message) {
                         return message.context == u"FieldLabel"_s && message.source == field.label;
                     }),
            field.label.data());
    }
    labels.removeDuplicates();
    QCOMPARE(labels.size(), qsizetype(fieldCount));
    QCOMPARE(labelOf(Field::LastName), u"Nachname"_s);
}

void TranslationsTest::speaksGerman()
{
    const QTemporaryDir folder;
    ClientSettings settings(folder.filePath(u"gui.conf"_s));
    const Translations german(Language::German);
    // A class in our namespace, and a sentence of the rules.
    QCOMPARE(SettingsDialog(settings).windowTitle(), u"Einstellungen"_s);
    const FieldFormat format(QLocale::c(), {u"EUR"_s, 2});
    QCOMPARE(format.problem(describe(Field::Ssn), u"12"_s), u"Eine SSN hat neun Ziffern."_s);
    QCOMPARE(QCoreApplication::translate(
                 "roster::gui::ConnectionBanner", "%n edit(s) wait to be sent.", nullptr, 2),
        u"2 Änderungen warten auf das Senden."_s);
}

void TranslationsTest::countsInEnglish()
{
    const Translations english(Language::English);
    const auto waiting = [](int count) {
        return QCoreApplication::translate(
            "roster::gui::ConnectionBanner", "%n edit(s) wait to be sent.", nullptr, count);
    };
    QCOMPARE(waiting(1), u"1 edit waits to be sent."_s);
    QCOMPARE(waiting(2), u"2 edits wait to be sent."_s);
    QCOMPARE(labelOf(Field::LastName), u"Last name"_s);
}

void TranslationsTest::leavesNothingBehind()
{
    {
        const Translations german(Language::German);
        QCOMPARE(labelOf(Field::Salary), u"Gehalt"_s);
    }
    QCOMPARE(labelOf(Field::Salary), u"Salary"_s);
}

QTEST_MAIN(TranslationsTest)
#include "tst_translations.moc"
