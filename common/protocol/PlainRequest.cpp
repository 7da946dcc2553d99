#include "common/protocol/PlainRequest.h"

#include "common/model/Employee.h"
#include "common/protocol/Message.h"

#include <QString>

#include <charconv>

namespace roster {
namespace {

/// Goes through a line from left to right, over blanks between tokens.
class Scanner
{
public:
    explicit Scanner(QByteArrayView line)
        : m_at(line.data())
        , m_end(line.data() + line.size())
    {
    }

    [[nodiscard]] bool isAtEnd()
    {
        skipBlanks();
        return m_at == m_end;
    }
    [[nodiscard]] bool take(char token)
    {
        skipBlanks();
        if (m_at == m_end || *m_at != token)
            return false;
        ++m_at;
        return true;
    }
    /// A string of printable ASCII without escapes, its marks left out.
    [[nodiscard]] std::optional<QByteArrayView> takeString()
    {
        if (!take('"'))
            return std::nullopt;
        const char *const begin = m_at;
        while (m_at != m_end && isPlain(*m_at))
            ++m_at;
        if (m_at == m_end || *m_at != '"')
            return std::nullopt;
        return QByteArrayView(begin, m_at++ - begin);
    }
    /// A safe integer in the one way in which it is written, so not `-0`.
    [[nodiscard]] std::optional<qint64> takeInteger()
    {
        skipBlanks();
        const char *const begin = m_at;
        qint64 number = 0;
        const auto [end, problem] = std::from_chars(m_at, m_end, number);
        const bool isSafe = number >= -maxSafeInteger && number <= maxSafeInteger;
        if (problem != std::errc() || !isSafe || !isCanonical(begin, end))
            return std::nullopt;
        // A fraction or an exponent is no end of a number, and no token that may follow.
        m_at = end;
        return number;
    }
    /// An id as it is written.
    [[nodiscard]] std::optional<QByteArrayView> takeId()
    {
        skipBlanks();
        const char *const begin = m_at;
        const bool isText = begin != m_end && *begin == '"';
        if (isText) {
            const auto text = takeString();
            if (!text || text->size() > maxIdBytes)
                return std::nullopt;
        } else if (!takeInteger()) {
            return std::nullopt;
        }
        return QByteArrayView(begin, m_at - begin);
    }

private:
    static bool isPlain(char c) { return c >= 0x20 && c < 0x7f && c != '"' && c != '\\'; }
    static bool isCanonical(const char *begin, const char *end)
    {
        const char *const digits = *begin == '-' ? begin + 1 : begin;
        return *digits != '0' || (end - begin) == 1;
    }
    void skipBlanks()
    {
        while (m_at != m_end && (*m_at == ' ' || *m_at == '\t' || *m_at == '\r' || *m_at == '\n'))
            ++m_at;
    }

    const char *m_at;
    const char *m_end;
};

/// The members of a request, each once.
class PlainReader
{
public:
    explicit PlainReader(QByteArrayView line)
        : m_scan(line)
    {
    }

    [[nodiscard]] std::optional<PlainRequest> read()
    {
        constexpr int members = 4;
        if (!m_scan.take('{'))
            return std::nullopt;
        for (int member = 0; member < members; ++member) {
            if ((member > 0 && !m_scan.take(',')) || !readMember())
                return std::nullopt;
        }
        if (!m_scan.take('}') || !m_scan.isAtEnd() || !m_hasVersion || m_request.id.isEmpty()
            || m_request.method.isEmpty() || m_request.parameter.isEmpty())
            return std::nullopt;
        return m_request;
    }

private:
    /// As there are four, and each is wanted, none can be there twice.
    bool readMember()
    {
        const auto name = m_scan.takeString();
        if (!name || !m_scan.take(':'))
            return false;
        if (*name == "jsonrpc")
            return m_hasVersion = m_scan.takeString() == QByteArrayView("2.0");
        if (*name == "id")
            return readId();
        if (*name == "method") {
            m_request.method = m_scan.takeString().value_or(QByteArrayView());
            return !m_request.method.isEmpty();
        }
        return *name == "params" && readParams();
    }

    bool readId()
    {
        m_request.id = m_scan.takeId().value_or(QByteArrayView());
        return !m_request.id.isEmpty();
    }

    bool readParams()
    {
        const auto name = m_scan.take('{') ? m_scan.takeString() : std::nullopt;
        if (!name || !m_scan.take(':'))
            return false;
        const auto value = m_scan.takeInteger();
        if (!value || !m_scan.take('}'))
            return false;
        m_request.parameter = *name;
        m_request.value = *value;
        return true;
    }

    Scanner m_scan;
    PlainRequest m_request;
    bool m_hasVersion = false;
};

} // namespace

QJsonValue PlainRequest::idValue() const
{
    if (id.startsWith('"'))
        return QString::fromLatin1(id.sliced(1).chopped(1));
    return id.toLongLong();
}

std::optional<PlainRequest> readPlainRequest(QByteArrayView line)
{
    return PlainReader(line).read();
}

} // namespace roster
