#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <QVariant>

#include <memory>

namespace roster::server {

/// A prepared statement of one connection, as Query drives it. Parameters and columns count from 0.
class Statement
{
public:
    Statement() = default;
    virtual ~Statement() = default;
    Statement(const Statement &) = delete;
    Statement &operator=(const Statement &) = delete;

    virtual void bind(int parameter, qint64 value) = 0;
    /// A null string or byte array binds NULL.
    virtual void bind(int parameter, const QString &text) = 0;
    /// A text that is UTF-8 already.
    virtual void bindUtf8(int parameter, const QByteArray &text) = 0;
    virtual void bind(int parameter, const QByteArray &bytes) = 0;
    virtual void bind(int parameter, const QVariant &value) = 0;

    /// Up to the first row. False when it failed: errorCode().
    [[nodiscard]] virtual bool run() = 0;
    /// False at the end or when it failed.
    [[nodiscard]] virtual bool next() = 0;
    /// Lets go of rows, locks and parameters.
    virtual void finish() = 0;
    /// The database's own, of what failed last; 0: nothing.
    [[nodiscard]] virtual int errorCode() const = 0;

    [[nodiscard]] virtual qint64 integer(int column) const = 0;
    [[nodiscard]] virtual QString text(int column) const = 0;
    [[nodiscard]] virtual QByteArray bytes(int column) const = 0;
    /// A text or bytes as they are stored, without a copy; until the next row is asked for.
    [[nodiscard]] virtual QByteArrayView utf8(int column) const = 0;
    [[nodiscard]] virtual bool isNull(int column) const = 0;
    [[nodiscard]] virtual QVariant value(int column) const = 0;

    [[nodiscard]] virtual int affectedRows() const = 0;
    [[nodiscard]] virtual qint64 lastInsertId() const = 0;
};

} // namespace roster::server
