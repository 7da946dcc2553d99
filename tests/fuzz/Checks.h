#pragma once

#include <QByteArrayView>

namespace roster::test {

class DispatchWorld;

/// Ends the process, naming the @p claim, unless it @p holds.
void require(bool holds, const char *claim);

/// Feeds @p input, in pieces whose size its first byte picks, to the line decoder, and each line to
/// the JSON reader and both message decoders. Ends the process when a claim about them does not
/// hold: lines do not depend on the pieces, and what was read is read again as it was written.
void checkLines(QByteArrayView input);

/// Gives @p input, whose first byte picks the field, to the rules of the fields, as UTF-8 and as
/// UTF-16. Ends the process when an accepted value is not accepted again, as the same, or breaks a
/// limit.
void checkFields(QByteArrayView input);

/// Says @p input to the server: its first byte picks who speaks and how it ends (0x40: the server
/// stops, 0x80: the connection is lost), the rest are lines. A line that begins with a byte of 1 to
/// 7 is another's, who has a connection too; 14: a day has passed. `TOKEN-hr`, `SESSION-hr` and
/// `NEXTPAGE` stand for what cannot be known before. Ends the process when a line has not one
/// reply, or one that the session may not have, or when anything was changed without a right. Gives
/// the number of requests that succeeded.
int checkDispatch(DispatchWorld &world, QByteArrayView input);

} // namespace roster::test
