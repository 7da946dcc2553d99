#include "server/storage/QtStatement.h"

#include <QSqlError>

namespace roster::server {

QtStatement::QtStatement(const QSqlDatabase &database, const QString &sql)
    : m_query(database)
{
    m_query.setForwardOnly(true);
    if (!m_query.prepare(sql))
        m_prepareError = m_query.lastError().nativeErrorCode().toInt(); // exec() forgets it
}

void QtStatement::bind(int parameter, qint64 value)
{
    m_query.bindValue(parameter, QVariant(value));
}

void QtStatement::bind(int parameter, const QString &text)
{
    m_query.bindValue(parameter, text);
}

void QtStatement::bindUtf8(int parameter, const QByteArray &text)
{
    m_query.bindValue(parameter, QString::fromUtf8(text));
}

void QtStatement::bind(int parameter, const QByteArray &bytes)
{
    m_query.bindValue(parameter, bytes);
}

void QtStatement::bind(int parameter, const QVariant &value)
{
    m_query.bindValue(parameter, value);
}

bool QtStatement::run()
{
    return m_query.exec();
}

bool QtStatement::next()
{
    m_lent.clear();
    return m_query.next();
}

void QtStatement::finish()
{
    m_query.finish();
}

int QtStatement::errorCode() const
{
    if (m_prepareError != 0)
        return m_prepareError;
    const QSqlError error = m_query.lastError();
    return error.type() == QSqlError::NoError ? 0 : error.nativeErrorCode().toInt();
}

qint64 QtStatement::integer(int column) const
{
    return m_query.value(column).toLongLong();
}

QString QtStatement::text(int column) const
{
    return m_query.value(column).toString();
}

QByteArray QtStatement::bytes(int column) const
{
    return m_query.value(column).toByteArray();
}

QByteArrayView QtStatement::utf8(int column) const
{
    const QVariant value = m_query.value(column);
    const bool isBytes = value.typeId() == QMetaType::QByteArray;
    return m_lent.emplace_back(isBytes ? value.toByteArray() : value.toString().toUtf8());
}

bool QtStatement::isNull(int column) const
{
    return m_query.isNull(column);
}

QVariant QtStatement::value(int column) const
{
    return m_query.isNull(column) ? QVariant() : m_query.value(column);
}

int QtStatement::affectedRows() const
{
    return m_query.numRowsAffected();
}

qint64 QtStatement::lastInsertId() const
{
    return m_query.lastInsertId().toLongLong();
}

} // namespace roster::server
