#include "server/auth/Argon2id.h"

#include <QByteArrayList>

#include <argon2.h>

#include <sys/mman.h>

#include <limits>

namespace roster::server {

namespace {

constexpr auto base64Form = QByteArray::Base64Encoding | QByteArray::OmitTrailingEquals;

std::optional<QByteArray> bytesOf(const QByteArray &base64)
{
    const auto decoded = QByteArray::fromBase64Encoding(
        base64, base64Form | QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || decoded.decoded.toBase64(base64Form) != base64)
        return std::nullopt;
    return decoded.decoded;
}

/// The number behind @p name in "m=19456,t=2,p=1".
bool readFigure(const QByteArray &text, const char *name, std::uint32_t &figure)
{
    const QByteArray digits = text.startsWith(name) ? text.mid(2) : QByteArray();
    bool isNumber = false;
    figure = digits.toUInt(&isNumber);
    return isNumber && QByteArray::number(figure) == digits;
}

// libsodium maps small pages and has the kernel fill them all in one call, which costs more than
// the hashing itself and cannot be interrupted.
int takeMemory(std::uint8_t **memory, std::size_t size)
{
    void *pages = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED)
        return ARGON2_MEMORY_ALLOCATION_ERROR;
    madvise(pages, size, MADV_HUGEPAGE); // where there are none, small ones do
    *memory = static_cast<std::uint8_t *>(pages);
    return ARGON2_OK;
}

void giveMemoryBack(std::uint8_t *memory, std::size_t size)
{
    munmap(memory, size);
}

/// argon2's interface lacks const; it writes to none of its inputs unless told to clear them.
std::uint8_t *inputOf(const void *bytes)
{
    return static_cast<std::uint8_t *>(const_cast<void *>(bytes));
}

} // namespace

std::optional<Argon2id> Argon2id::fromText(const QByteArray &text)
{
    const QByteArrayList parts = text.split('$');
    if (parts.size() != 6 || !parts[0].isEmpty() || parts[1] != "argon2id" || parts[2] != "v=19")
        return std::nullopt;
    const QByteArrayList figures = parts[3].split(',');
    const auto salt = bytesOf(parts[4]);
    const auto hash = bytesOf(parts[5]);
    Argon2id read;
    if (figures.size() != 3 || !readFigure(figures[0], "m=", read.memoryKib)
        || !readFigure(figures[1], "t=", read.passes) || !readFigure(figures[2], "p=", read.lanes)
        || !salt || !hash)
        return std::nullopt;
    read.salt = *salt;
    read.hash = *hash;
    return read;
}

QByteArray Argon2id::toText() const
{
    return "$argon2id$v=19$m=" + QByteArray::number(memoryKib) + ",t=" + QByteArray::number(passes)
        + ",p=" + QByteArray::number(lanes) + '$' + salt.toBase64(base64Form) + '$'
        + hash.toBase64(base64Form);
}

std::optional<QByteArray> Argon2id::hashOf(const SecretBytes &password, qsizetype size) const
{
    if (password.size() > std::numeric_limits<std::uint32_t>::max())
        return std::nullopt;
    QByteArray result(size, '\0');
    argon2_context context{};
    context.out = reinterpret_cast<std::uint8_t *>(result.data());
    context.outlen = static_cast<std::uint32_t>(result.size());
    context.pwd = inputOf(password.data());
    context.pwdlen = static_cast<std::uint32_t>(password.size());
    context.salt = inputOf(salt.constData());
    context.saltlen = static_cast<std::uint32_t>(salt.size());
    context.t_cost = passes;
    context.m_cost = memoryKib;
    context.lanes = lanes;
    context.threads = 1;
    context.version = ARGON2_VERSION_13;
    context.allocate_cbk = takeMemory;
    context.free_cbk = giveMemoryBack;
    context.flags = ARGON2_DEFAULT_FLAGS;
    if (argon2id_ctx(&context) != ARGON2_OK)
        return std::nullopt;
    return result;
}

} // namespace roster::server
