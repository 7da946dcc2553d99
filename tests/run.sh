#!/bin/sh
# Sets up, builds everything with ASan and UBSan, fuzzes a little, and runs the whole suite. Arguments go to
# ctest: `tests/run.sh -R message` runs the tests of that name. Needs no terminal, display or input.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root"
umask 022
exec </dev/null

# Tests labelled `long` take a number of rows; a long run sets ROSTER_TEST_ROWS=1000000.
export ROSTER_TEST_ROWS="${ROSTER_TEST_ROWS:-20000}"
export QT_QPA_PLATFORM=offscreen
export LC_ALL=C.UTF-8
unset QT_LOGGING_RULES QT_MESSAGE_PATTERN QT_PLUGIN_PATH || true

resources/setup.sh --tests
launcher=
command -v ccache >/dev/null && launcher=ccache
export CCACHE_SLOPPINESS=pch_defines,time_macros # as it asks for where headers are precompiled
cmake --preset asan -DCMAKE_CXX_COMPILER_LAUNCHER="$launcher"
cmake --build --preset asan --parallel "${ROSTER_BUILD_JOBS:-$(nproc)}"

# Each fuzz target for so long; 0 for none, and no build of them.
fuzzing=${ROSTER_FUZZ_SECONDS:-20}
[ "$fuzzing" = 0 ] || tests/fuzz/run.sh "$fuzzing"

exec ctest --test-dir build/asan --output-on-failure --no-tests=error --parallel 2 "$@"
