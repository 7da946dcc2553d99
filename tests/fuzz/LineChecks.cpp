#include "tests/fuzz/Checks.h"

#include "common/protocol/LineCodec.h"
#include "common/protocol/Message.h"
#include "common/protocol/PlainRequest.h"
#include "common/protocol/StrictJson.h"

#include <QByteArrayList>
#include <QJsonArray>

#include <algorithm>

namespace roster::test {
namespace {

constexpr qsizetype cap = 4096;

struct Lines
{
    QByteArrayList taken;
    bool isOversize = false;

    bool operator==(const Lines &) const = default;
};

/// What the decoder should find, by the simplest means.
Lines expectedLines(QByteArray stream)
{
    Lines lines;
    while (!stream.isEmpty()) {
        const qsizetype end = stream.indexOf('\n');
        QByteArray line = end < 0 ? stream : stream.first(end);
        if (line.endsWith('\r'))
            line.chop(1);
        if (line.size() > cap) {
            lines.isOversize = true;
            return lines;
        }
        if (end < 0)
            return lines;
        if (!line.isEmpty())
            lines.taken.append(line);
        stream.remove(0, end + 1);
    }
    return lines;
}

Lines linesInPieces(QByteArrayView stream, qsizetype size)
{
    LineDecoder decoder;
    Lines lines;
    while (!stream.isEmpty() && !lines.isOversize) {
        const QByteArrayView piece = stream.first(std::min(size, stream.size()));
        stream = stream.sliced(piece.size());
        decoder.append(piece);
        while (const auto line = decoder.next(cap))
            lines.taken.append(*line);
        lines.isOversize = decoder.isOversize(cap);
    }
    return lines;
}

QByteArray write(const QJsonValue &value)
{
    return value.isArray() ? writeJson(value.toArray()) : writeJson(value.toObject());
}

void checkJson(QByteArrayView line)
{
    const Result<QJsonValue> value = readStrictJson(line);
    if (!value || !(value->isArray() || value->isObject()))
        return;
    // The text is compared: a double beyond 2^53 may be written as what is read as an exact
    // integer.
    const QByteArray written = write(*value);
    const Result<QJsonValue> again = readStrictJson(written);
    require(again.isOk() && write(*again) == written,
        "what was read is written so that it is read again");
}

void checkRequest(const Request &request)
{
    if (request.hasPositionalParams)
        return;
    const QByteArray written = writeJson(encodeRequest(request.id, request.method, request.params));
    const Result<IncomingMessage> message = decodeMessage(written);
    require(message.isOk() && message->items.size() == 1, "a request is a request when written");
    const auto *again = std::get_if<Request>(&message->items.first());
    require(again && again->id == request.id && again->method == request.method
            && write(again->params) == write(request.params),
        "a request is read as it was written");
}

void checkMalformed(const MalformedRequest &malformed)
{
    require(malformed.id.isNull() || malformed.id.isString() || isInteger(malformed.id),
        "only ids are echoed");
    const auto answer = decodeServerMessage(writeJson(encodeError(malformed.id, malformed.error)));
    require(answer.isOk() && std::holds_alternative<Reply>(*answer), "a refusal can be read");
}

/// The short cut and the general way must not tell two stories of a line.
void checkPlainRequest(QByteArrayView line, const Result<IncomingMessage> &message)
{
    const auto plain = readPlainRequest(line);
    if (!plain)
        return;
    require(message.isOk() && !message->isBatch && message->items.size() == 1,
        "a plain request is one request");
    const auto *request = std::get_if<Request>(&message->items.first());
    const QJsonObject params{{QString::fromLatin1(plain->parameter), plain->value}};
    require(request && request->id == plain->idValue()
            && request->method == QLatin1StringView(plain->method) && request->params == params
            && !request->hasPositionalParams,
        "a plain request is what it is in general");
    require(writeJson(QJsonArray{request->id}) == '[' + plain->id.toByteArray() + ']',
        "a plain id is written as it was");
}

void checkMessage(QByteArrayView line)
{
    const Result<IncomingMessage> message = decodeMessage(line);
    checkPlainRequest(line, message);
    if (!message)
        return;
    require(
        !message->items.isEmpty() && message->items.size() <= maxBatchSize, "batches are bounded");
    for (const RequestOrError &item : message->items) {
        if (const auto *request = std::get_if<Request>(&item))
            checkRequest(*request);
        else
            checkMalformed(std::get<MalformedRequest>(item));
    }
}

} // namespace

void require(bool holds, const char *claim)
{
    if (!holds)
        qFatal("%s", claim);
}

void checkLines(QByteArrayView input)
{
    if (input.isEmpty())
        return;
    const qsizetype pieceSize = static_cast<unsigned char>(input.front()) % 64 + 1;
    const QByteArrayView stream = input.sliced(1);
    const Lines lines = linesInPieces(stream, pieceSize);
    require(lines == expectedLines(stream.toByteArray()), "lines do not depend on the pieces");
    for (const QByteArray &line : lines.taken) {
        checkJson(line);
        checkMessage(line);
        static_cast<void>(decodeServerMessage(line));
    }
}

} // namespace roster::test
