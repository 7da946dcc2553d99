#include "common/base/SecretBytes.h"

#include <QString>

#include <sodium.h>

#include <array>
#include <cstring>
#include <utility>

namespace roster {
namespace {

/// What the system gives in one call that nothing interrupts (getrandom(2)).
constexpr std::size_t randomAtATime = 256;

} // namespace

SecretBytes::SecretBytes(std::size_t size)
    : m_data(size == 0 ? nullptr : static_cast<unsigned char *>(sodium_malloc(size)))
    , m_size(m_data ? size : 0)
{
    if (size > 0 && !m_data)
        qFatal("out of guarded memory");
    if (m_data)
        sodium_memzero(m_data, m_size);
}

SecretBytes SecretBytes::copyOf(QByteArrayView bytes)
{
    SecretBytes copy(static_cast<std::size_t>(bytes.size()));
    if (!bytes.isEmpty())
        std::memcpy(copy.m_data, bytes.data(), copy.m_size);
    return copy;
}

SecretBytes SecretBytes::copyOf(QStringView text)
{
    QByteArray utf8 = text.toUtf8();
    SecretBytes copy = copyOf(QByteArrayView(utf8));
    wipe(utf8);
    return copy;
}

SecretBytes SecretBytes::random(std::size_t size)
{
    SecretBytes bytes(size);
    randombytes_buf(bytes.m_data, bytes.m_size);
    return bytes;
}

SecretBytes::~SecretBytes()
{
    sodium_free(m_data);
}

SecretBytes::SecretBytes(SecretBytes &&other) noexcept
    : m_data(std::exchange(other.m_data, nullptr))
    , m_size(std::exchange(other.m_size, 0))
{
}

SecretBytes &SecretBytes::operator=(SecretBytes &&other) noexcept
{
    std::swap(m_data, other.m_data);
    std::swap(m_size, other.m_size);
    return *this;
}

QByteArrayView SecretBytes::view() const
{
    return {m_data, static_cast<qsizetype>(m_size)};
}

SecretBytes SecretBytes::clone() const
{
    return copyOf(view());
}

QByteArray randomBytes(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    fillWithRandom({reinterpret_cast<unsigned char *>(bytes.data()), std::size_t(size)});
    return bytes;
}

void fillWithRandom(std::span<unsigned char> bytes)
{
    static thread_local std::array<unsigned char, randomAtATime> store;
    static thread_local std::size_t left = 0;
    if (bytes.size() > store.size())
        return randombytes_buf(bytes.data(), bytes.size());
    if (left < bytes.size()) {
        randombytes_buf(store.data(), store.size());
        left = store.size();
    }
    left -= bytes.size();
    std::memcpy(bytes.data(), store.data() + left, bytes.size());
    sodium_memzero(store.data() + left, bytes.size());
}

void wipe(QByteArray &bytes)
{
    if (!bytes.isEmpty() && bytes.isDetached())
        sodium_memzero(bytes.data(), static_cast<std::size_t>(bytes.size()));
    bytes.clear();
}

void wipe(QString &text)
{
    if (!text.isEmpty() && text.isDetached())
        sodium_memzero(text.data(), static_cast<std::size_t>(text.size()) * sizeof(QChar));
    text.clear();
}

bool initialiseCrypto()
{
    return sodium_init() >= 0;
}

} // namespace roster
