#!/bin/sh
# Builds the fuzz targets with clang and runs all of them beside each other, each for $1 seconds (20).
# Ends with 1 when one found something; its input is then in build/fuzz/found.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
cd "$root"
seconds=${1:-20}
targets="lines fields dispatch"

launcher=
command -v ccache >/dev/null && launcher=ccache
cmake --preset fuzz -DCMAKE_CXX_COMPILER_LAUNCHER="$launcher" >/dev/null
cmake --build --preset fuzz --parallel "${ROSTER_BUILD_JOBS:-$(nproc)}" -- --quiet

found=build/fuzz/found
log=build/fuzz/log
mkdir -p "$found" "$log"
export LSAN_OPTIONS="suppressions=$root/tests/lsan.supp:print_suppressions=0"
export UBSAN_OPTIONS=print_stacktrace=1

# Leaks are looked for at the end: to do so after each input takes ten times the time. What is new to this
# run is kept in a folder of its own, so that every run begins with the seeds.
pids=
for target in $targets; do
    rm -rf "build/fuzz/corpus/$target"
    mkdir -p "build/fuzz/corpus/$target"
    "build/fuzz/tests/fuzz/fuzz_$target" -dict=tests/fuzz/words.dict -max_len=9000 -max_total_time="$seconds" \
        -timeout=25 -detect_leaks=0 -entropic=0 -reload=0 -print_final_stats=1 -artifact_prefix="$found/$target-" \
        "build/fuzz/corpus/$target" "tests/fuzz/corpus/$target" >"$log/$target" 2>&1 &
    pids="$pids $!"
done
broken=0
for target in $targets; do
    pid=${pids# }
    pid=${pid%% *}
    pids=${pids# }
    pids=${pids#"$pid"}
    if wait "$pid"; then
        echo "fuzz_$target: $(sed -n 's/^Done //p' "$log/$target"), nothing found"
    else
        tail -n 80 "$log/$target" >&2
        echo "fuzz_$target found something; its input, if it was one, is in $found" >&2
        broken=1
    fi
done
exit $broken
