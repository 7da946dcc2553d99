#include "tests/fuzz/Checks.h"
#include "tests/fuzz/DispatchWorld.h"

#include <QByteArrayList>
#include <QDirIterator>
#include <QFile>
#include <QTest>

#include <random>

using namespace Qt::StringLiterals;

namespace {

constexpr int lineMutants = 40'000;
constexpr int fieldMutants = 60'000;
constexpr int dispatchMutants = 1'500;
constexpr qsizetype maxMutantSize = 8 * 1024;

QByteArrayList corpus(const QString &folder)
{
    QStringList names;
    QDirIterator files(QStringLiteral(ROSTER_CORPUS "/") + folder, QDir::Files);
    while (files.hasNext())
        names.append(files.next());
    names.sort(); // so that the same seed makes the same mutants everywhere
    QByteArrayList seeds;
    for (const QString &name : std::as_const(names)) {
        QFile file(name);
        if (file.open(QIODevice::ReadOnly))
            seeds.append(file.readAll());
    }
    return seeds;
}

/// Makes inputs that are nearly right, always the same ones.
class Mutator
{
public:
    explicit Mutator(const QByteArrayList &seeds)
        : m_seeds(seeds)
    {
    }

    QByteArray next()
    {
        QByteArray mutant = m_seeds.at(below(m_seeds.size()));
        for (qsizetype changes = 1 + below(4); changes > 0; --changes)
            change(mutant);
        mutant.truncate(maxMutantSize);
        return mutant;
    }

private:
    // The standard's distributions differ between libraries; the engine does not.
    qsizetype below(qsizetype limit)
    {
        return static_cast<qsizetype>(m_engine() % static_cast<quint64>(limit));
    }

    void change(QByteArray &bytes)
    {
        const qsizetype at = below(bytes.size() + 1);
        const qsizetype length = below(16) + 1;
        switch (below(6)) {
        case 0:
            if (at < bytes.size())
                bytes[at] = static_cast<char>(below(256));
            break;
        case 1:
            bytes.insert(at, static_cast<char>(below(256)));
            break;
        case 2:
            bytes.remove(at, length);
            break;
        case 3:
            bytes.insert(at, bytes.mid(below(bytes.size() + 1), length * 8));
            break;
        case 4:
            bytes.insert(at, words.at(below(words.size())));
            break;
        default:
            const QByteArray &other = m_seeds.at(below(m_seeds.size()));
            bytes.replace(at, bytes.size() - at, other.mid(below(other.size() + 1)));
        }
    }

    const QByteArrayList words{"\\u0000"_ba, "\\ud800"_ba, "\\udc00"_ba, "\xEF\xBB\xBF"_ba,
        QByteArray(1, '\0'), "\xED\xA0\x80"_ba, "\xC0\x80"_ba, "\r\n"_ba, "\n"_ba, "[[[[[[[["_ba,
        "{\"a\":"_ba, "\"id\":"_ba, "-9223372036854775808"_ba, "9223372036854775808"_ba,
        "9007199254740993"_ba, "1e999"_ba, "-0"_ba, "null"_ba, "e\u0308"_ba, "\u2028"_ba,
        "\U0001F600"_ba, "90000000000000.01"_ba, "2024-02-30"_ba, QByteArray(101, 'x')};
    QByteArrayList m_seeds;
    std::mt19937_64 m_engine{20'261'124};
};

} // namespace

class FuzzLiteTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linesHold();
    void fieldsHold();
    void dispatchHolds();
    void seedsOfDispatchAreServed();
};

void FuzzLiteTest::linesHold()
{
    const QByteArrayList seeds = corpus(u"lines"_s);
    QVERIFY(!seeds.isEmpty());
    Mutator mutator(seeds);
    for (int i = 0; i < lineMutants; ++i)
        roster::test::checkLines(mutator.next());
}

void FuzzLiteTest::fieldsHold()
{
    const QByteArrayList seeds = corpus(u"fields"_s);
    QVERIFY(!seeds.isEmpty());
    Mutator mutator(seeds);
    for (int i = 0; i < fieldMutants; ++i)
        roster::test::checkFields(mutator.next());
}

void FuzzLiteTest::dispatchHolds()
{
    const QByteArrayList seeds = corpus(u"dispatch"_s);
    QVERIFY(!seeds.isEmpty());
    roster::test::DispatchWorld world;
    Mutator mutator(seeds);
    int served = 0;
    for (int i = 0; i < dispatchMutants; ++i)
        served += checkDispatch(world, mutator.next());
    qInfo("%d mutants, %d requests succeeded", dispatchMutants, served);
    QVERIFY(served > dispatchMutants / 2);
}

/// Mutants of what never succeeds would prove little.
void FuzzLiteTest::seedsOfDispatchAreServed()
{
    roster::test::DispatchWorld world;
    int served = 0;
    for (const QByteArray &seed : corpus(u"dispatch"_s))
        served += checkDispatch(world, seed);
    QVERIFY2(served >= 35, QByteArray::number(served));
}

QTEST_GUILESS_MAIN(FuzzLiteTest)
#include "tst_fuzzlite.moc"
