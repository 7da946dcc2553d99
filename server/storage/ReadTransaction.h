#pragma once

#include "server/storage/Database.h"

namespace roster::server {

/// Keeps one state of the database for what is read while it lives.
class ReadTransaction
{
public:
    explicit ReadTransaction(Database &database);
    ~ReadTransaction();
    ReadTransaction(const ReadTransaction &) = delete;
    ReadTransaction &operator=(const ReadTransaction &) = delete;

    [[nodiscard]] const Outcome &begun() const { return m_begun; }

private:
    Database &m_database;
    Outcome m_begun;
};

} // namespace roster::server
