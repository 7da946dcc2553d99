#pragma once

namespace roster {

/// The memory of every program of ours holds a password or a key at times.
void forbidCoreDumps();

} // namespace roster
