#pragma once

#include <QByteArrayView>

namespace roster::test {

/// Feeds @p input, in pieces whose size its first byte picks, to the line decoder, and each line to
/// the JSON reader and both message decoders. Ends the process when a claim about them does not
/// hold: lines do not depend on the pieces, and what was read is read again as it was written.
void checkLines(QByteArrayView input);

/// Gives @p input, whose first byte picks the field, to the rules of the fields, as UTF-8 and as
/// UTF-16. Ends the process when an accepted value is not accepted again, as the same, or breaks a
/// limit.
void checkFields(QByteArrayView input);

} // namespace roster::test
