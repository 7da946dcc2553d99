#include "common/protocol/LineCodec.h"

#include <QTest>

#include <ctime>

using namespace roster;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype cap = 16;

/// Every line that can be taken, and `(too large)` where it stops.
QByteArrayList takeAll(LineDecoder &decoder)
{
    QByteArrayList lines;
    while (const auto line = decoder.next(cap))
        lines.append(*line);
    if (decoder.isOversize(cap))
        lines.append("(too large)"_ba);
    return lines;
}

/// The lines of @p stream when it arrives in pieces of @p size.
QByteArrayList linesInPieces(const QByteArray &stream, qsizetype size)
{
    LineDecoder decoder;
    QByteArrayList lines;
    for (qsizetype at = 0; at < stream.size(); at += size) {
        decoder.append(stream.mid(at, size));
        lines.append(takeAll(decoder));
        if (decoder.isOversize(cap))
            break;
    }
    return lines;
}

/// Of quadratic work, minutes would be needed; sanitizers and a busy machine are allowed for.
constexpr double generousSeconds = 8;

/// Seconds of this process's own work, whatever else the machine does.
class CpuTimer
{
public:
    [[nodiscard]] double seconds() const
    {
        return static_cast<double>(std::clock() - m_start) / CLOCKS_PER_SEC;
    }

private:
    std::clock_t m_start = std::clock();
};

} // namespace

class LineCodecTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cutsLinesHoweverTheStreamIsSliced_data();
    void cutsLinesHoweverTheStreamIsSliced();
    void lineWithoutItsEndStaysBuffered();
    void capIsAskedForEachLine();
    void oversizeIsToldBeforeTheLineEnds();
    void laterLinesWaitBehindAnOversizeOne();
    void forgetsWhatWasTaken();
    void endlessLineCostsLinearTime();
    void manyShortLinesCostLinearTime();
};

void LineCodecTest::cutsLinesHoweverTheStreamIsSliced_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArrayList>("lines");
    const QByteArray full(cap, 'x');
    const QByteArray over(cap + 1, 'x');
    const auto row = [](const char *name, const QByteArray &stream, const QByteArrayList &lines) {
        QTest::newRow(name) << stream << lines;
    };
    row("nothing", ""_ba, {});
    row("one", "a\n"_ba, {"a"_ba});
    row("two", "a\nbc\n"_ba, {"a"_ba, "bc"_ba});
    row("last one unfinished", "a\nbc"_ba, {"a"_ba});
    row("CRLF", "a\r\nbc\r\n"_ba, {"a"_ba, "bc"_ba});
    row("empty lines", "\n\n\r\na\n\n\r\nb\n\n"_ba, {"a"_ba, "b"_ba});
    row("CR inside", "a\rb\n"_ba, {"a\rb"_ba});
    row("only one CR is dropped", "a\r\r\n"_ba, {"a\r"_ba});
    row("CR alone in a line of its own", "\r\r\n"_ba, {"\r"_ba});
    row("zero bytes", QByteArray("a\0b\n\0\n", 6), {QByteArray("a\0b", 3), QByteArray("\0", 1)});
    row("any byte", "\xff\xfe\x80\n"_ba, {"\xff\xfe\x80"_ba});
    row("at the cap", full + '\n', {full});
    row("at the cap, CRLF", full + "\r\n", {full});
    row("at the cap, unfinished", full, {});
    row("at the cap, CR so far", full + '\r', {});
    row("over the cap", over + '\n', {"(too large)"_ba});
    row("over the cap, unfinished", over, {"(too large)"_ba});
    row("over the cap by a CR inside", full + "\ry\n", {"(too large)"_ba});
    row("over the cap by a second CR", full + "\r\r\n", {"(too large)"_ba});
    row("over the cap after good ones", "a\n" + full + '\n' + over,
        {"a"_ba, full, "(too large)"_ba});
}

void LineCodecTest::cutsLinesHoweverTheStreamIsSliced()
{
    QFETCH(QByteArray, stream);
    QFETCH(QByteArrayList, lines);
    for (qsizetype size = 1; size <= std::max<qsizetype>(stream.size(), 1); ++size)
        QCOMPARE(linesInPieces(stream, size), lines);
    for (qsizetype cut = 0; cut <= stream.size(); ++cut) {
        LineDecoder decoder;
        decoder.append(QByteArrayView(stream).first(cut));
        decoder.append(QByteArrayView(stream).sliced(cut));
        QCOMPARE(takeAll(decoder), lines);
    }
}

void LineCodecTest::lineWithoutItsEndStaysBuffered()
{
    LineDecoder decoder;
    decoder.append("one\ntw");
    QCOMPARE(decoder.next(cap), "one"_ba);
    QVERIFY(!decoder.next(cap));
    QCOMPARE(decoder.buffered(), 2);
    decoder.append("o\n");
    QCOMPARE(decoder.next(cap), "two"_ba);
    QCOMPARE(decoder.buffered(), 0);
}

void LineCodecTest::capIsAskedForEachLine()
{
    LineDecoder decoder;
    decoder.append("12345678\n123456789\n");
    QCOMPARE(decoder.next(8), "12345678"_ba);
    QVERIFY(!decoder.next(8));
    QVERIFY(decoder.isOversize(8));
    QVERIFY(!decoder.isOversize(9));
    QCOMPARE(decoder.next(9), "123456789"_ba);
}

void LineCodecTest::oversizeIsToldBeforeTheLineEnds()
{
    LineDecoder decoder;
    decoder.append(QByteArray(lineCapBeforeLogin, 'x'));
    QVERIFY(!decoder.isOversize(lineCapBeforeLogin));
    decoder.append("x");
    QVERIFY(decoder.isOversize(lineCapBeforeLogin));
    QVERIFY(!decoder.isOversize(lineCapOfServer));
}

void LineCodecTest::laterLinesWaitBehindAnOversizeOne()
{
    LineDecoder decoder;
    decoder.append(QByteArray(cap + 1, 'x') + "\nshort\n");
    QVERIFY(!decoder.next(cap));
    QVERIFY(!decoder.next(cap));
    QVERIFY(decoder.isOversize(cap));
}

void LineCodecTest::forgetsWhatWasTaken()
{
    LineDecoder decoder;
    const QByteArray line = QByteArray(30'000, 'x') + '\n';
    for (int round = 0; round < 50; ++round) {
        // A rest is always left, so that the buffer is never simply emptied.
        decoder.append(line + "rest");
        QCOMPARE(decoder.next(lineCapOfServer)->size(), round == 0 ? 30'000 : 30'004);
        QCOMPARE(decoder.buffered(), 4);
    }
}

void LineCodecTest::endlessLineCostsLinearTime()
{
    LineDecoder decoder;
    const CpuTimer timer;
    for (int i = 0; i < 1'000'000; ++i) {
        decoder.append("x");
        QVERIFY(!decoder.next(lineCapOfClient));
    }
    // Rescanning would look at 5e11 bytes.
    QVERIFY2(timer.seconds() < generousSeconds, qPrintable(QString::number(timer.seconds())));
    decoder.append("\n");
    QCOMPARE(decoder.next(lineCapOfClient)->size(), 1'000'000);
}

void LineCodecTest::manyShortLinesCostLinearTime()
{
    LineDecoder decoder;
    const CpuTimer timer;
    decoder.append("{}\n"_ba.repeated(1'000'000));
    int lines = 0;
    while (decoder.next(cap))
        ++lines;
    QCOMPARE(lines, 1'000'000);
    QVERIFY2(timer.seconds() < generousSeconds, qPrintable(QString::number(timer.seconds())));
    QCOMPARE(decoder.buffered(), 0);
}

QTEST_GUILESS_MAIN(LineCodecTest)
#include "tst_linecodec.moc"
