#pragma once

#include "common/protocol/EmployeeTextWriter.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace roster::server {

class Query;

/// A record's row in one piece of memory, sealed as it is stored: what EmployeeRowCache keeps and
/// EmployeeRowText writes from. Bytes of this process only, in its own order.
namespace packedrow {

/// What append() reads, in its order; of table `employee`.
[[nodiscard]] QString columns();
/// Of the row that @p row stands at.
[[nodiscard]] bool isDeleted(const Query &row);
/// Appends the row that @p row stands at to @p bytes. False, and nothing is appended, when the
/// record has unfit values or a value is longer than any that is valid.
[[nodiscard]] bool append(const Query &row, QByteArray &bytes);
/// Views of @p bytes, which one append() has made. The SSN is sealed.
[[nodiscard]] EmployeeColumns read(QByteArrayView bytes);

} // namespace packedrow
} // namespace roster::server
