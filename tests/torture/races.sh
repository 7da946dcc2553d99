#!/bin/sh
# Looks for data races with ThreadSanitizer (R32): the tests of what several threads share, and a server under
# sixteen clients of mixed calls and disconnects for $1 minutes (10). Ends with 1 at the first report.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
cd "$root"
minutes=${1:-10}
tests="auth/tst_concurrency auth/tst_hashpool auth/tst_replytimer auth/tst_shortturns storage/tst_writequeue storage/tst_rankindex
    storage/tst_awaitedorders storage/tst_unindexed storage/tst_employeerowcache storage/tst_employeerowloader storage/tst_pagememory
    server/tst_mailbox server/tst_postponed"
export LC_ALL=C.UTF-8 QT_QPA_PLATFORM=offscreen

launcher=
command -v ccache >/dev/null && launcher=ccache
cmake --preset tsan -DCMAKE_CXX_COMPILER_LAUNCHER="$launcher" >/dev/null
targets=roster-torture
for test in $tests; do
    targets="$targets ${test#*/}"
done
# shellcheck disable=SC2086 # a list
cmake --build --preset tsan --parallel "${ROSTER_BUILD_JOBS:-$(nproc)}" --target $targets -- --quiet

# A report makes the exit code 66, of the server, too, which roster-torture takes for no clean end.
export TSAN_OPTIONS="suppressions=$root/tests/tsan.supp:exitcode=66:second_deadlock_stack=1"
for test in $tests; do
    if ! "build/tsan/tests/$test" >build/tsan/races.log 2>&1; then
        cat build/tsan/races.log >&2
        echo "races: $test" >&2
        exit 1
    fi
    echo "$test: no report"
done
build/tsan/tests/torture/roster-torture crowd --minutes "$minutes"
