#pragma once

#include "server/storage/Statement.h"

#include <QSqlQuery>

#include <vector>

namespace roster::server {

/// A statement by QSqlQuery alone, as any database system has it.
class QtStatement final : public Statement
{
public:
    QtStatement(const QSqlDatabase &database, const QString &sql);

    void bind(int parameter, qint64 value) override;
    void bind(int parameter, const QString &text) override;
    void bindUtf8(int parameter, const QByteArray &text) override;
    void bind(int parameter, const QByteArray &bytes) override;
    void bind(int parameter, const QVariant &value) override;
    [[nodiscard]] bool run() override;
    [[nodiscard]] bool next() override;
    void finish() override;
    [[nodiscard]] int errorCode() const override;
    [[nodiscard]] qint64 integer(int column) const override;
    [[nodiscard]] QString text(int column) const override;
    [[nodiscard]] QByteArray bytes(int column) const override;
    [[nodiscard]] QByteArrayView utf8(int column) const override;
    [[nodiscard]] bool isNull(int column) const override;
    [[nodiscard]] QVariant value(int column) const override;
    [[nodiscard]] int affectedRows() const override;
    [[nodiscard]] qint64 lastInsertId() const override;

private:
    QSqlQuery m_query;
    int m_prepareError = 0;
    mutable std::vector<QByteArray> m_lent; ///< what utf8() gave views of
};

} // namespace roster::server
