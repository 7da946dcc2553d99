#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QStringView>

#include <cstddef>
#include <span>

namespace roster {

/// Bytes that must not outlive their use: a password, a key, a token. Kept in libsodium's guarded
/// memory (locked, out of core dumps, wiped when freed); move-only, so that no copy is forgotten.
class SecretBytes
{
public:
    SecretBytes() = default;
    /// @p size zero bytes.
    explicit SecretBytes(std::size_t size);
    static SecretBytes copyOf(QByteArrayView bytes);
    /// UTF-8 of @p text.
    static SecretBytes copyOf(QStringView text);
    /// @p size bytes from the operating system's generator.
    static SecretBytes random(std::size_t size);
    ~SecretBytes();

    SecretBytes(SecretBytes &&other) noexcept;
    SecretBytes &operator=(SecretBytes &&other) noexcept;
    SecretBytes(const SecretBytes &) = delete;
    SecretBytes &operator=(const SecretBytes &) = delete;

    [[nodiscard]] unsigned char *data() { return m_data; }
    [[nodiscard]] const unsigned char *data() const { return m_data; }
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] bool isEmpty() const { return m_size == 0; }
    [[nodiscard]] QByteArrayView view() const;
    /// An independent copy, for a hand-over to another thread.
    [[nodiscard]] SecretBytes clone() const;

private:
    unsigned char *m_data = nullptr;
    std::size_t m_size = 0;
};

/// @p size bytes from the operating system's generator, in ordinary memory: salts and ids.
[[nodiscard]] QByteArray randomBytes(qsizetype size);

/// Fills @p bytes from the operating system's generator. Asks it for several at a time, each of
/// which is handed out once and then wiped: programs of Roster do not fork.
void fillWithRandom(std::span<unsigned char> bytes);

/// Overwrites @p bytes in place if nobody shares them, then clears them.
void wipe(QByteArray &bytes);
void wipe(QString &text);

/// Initialises libsodium; every program calls it first. False: the process must not go on.
[[nodiscard]] bool initialiseCrypto();

} // namespace roster
