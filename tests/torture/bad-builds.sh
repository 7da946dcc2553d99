#!/bin/sh
# Shows that tests can fail: copies the source, sees that each test of the list passes, makes the mistake of
# the patch that stands for it in bad-builds/, and sees that the same test fails. Ends with 1 otherwise,
# also when a patch no longer applies. Arguments: some of the requirements, such as R5 R44.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
patches=$root/tests/torture/bad-builds
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP
export QT_QPA_PLATFORM=offscreen LC_ALL=C.UTF-8

# requirement, target, what runs it, what it says when the promise is broken
cases="R5|tst_strangers|tests/net/tst_strangers survivesJunk|FAIL!
R11|tst_clientconnection|tests/net/tst_clientconnection boundsWhatASlowReaderCosts|FAIL!
R16|tst_logintiming|tests/auth/tst_logintiming answersEveryFailureAtTheFixedTime|FAIL!
R44|roster-torture|tests/torture/roster-torture power --rounds 10|BROKEN:"
wanted=" $* "

configure() {
    launcher=
    command -v ccache >/dev/null && launcher=ccache
    cmake -S "$work/source" -B "$work/build" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG=-O1 \
        -DROSTER_UNITY=ON -DROSTER_GUI=OFF -DCMAKE_CXX_COMPILER_LAUNCHER="$launcher" >"$work/log" 2>&1 \
        || stop "cannot configure"
}

stop() {
    tail -n 40 "$work/log" >&2
    echo "bad-builds: $1" >&2
    exit 1
}

build() { # target
    cmake --build "$work/build" --parallel "${ROSTER_BUILD_JOBS:-$(nproc)}" --target "$1" >"$work/log" 2>&1 \
        </dev/null || stop "cannot build $1"
}

# command: says by its exit code whether the promise was kept; what it printed is in the log.
run() {
    # shellcheck disable=SC2086 # words
    (cd "$work/build" && timeout 400 ./$1) >"$work/log" 2>&1 </dev/null
}

# command: on a busy machine a good build may be late by chance, but not each time.
passes() {
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        if run "$1"; then
            return 0
        fi
    done
    return 1
}

mkdir "$work/source"
tar -C "$root" --exclude=./build --exclude=./.git -cf - . | tar -C "$work/source" -xf -
configure

echo "$cases" | while IFS='|' read -r requirement target command complaint; do
    case $wanted in
    "  " | *" $requirement "*) ;;
    *) continue ;;
    esac
    patch=$(echo "$patches/$requirement"-*.patch)
    name=$(basename "$patch" .patch)
    [ -f "$patch" ] || stop "no patch for $requirement"
    build "$target"
    passes "$command" || stop "$requirement: the good build fails: $command"
    patch -d "$work/source" --batch --fuzz=0 -p1 <"$patch" >"$work/log" 2>&1 || stop "$name.patch does not apply"
    build "$target"
    if run "$command"; then
        stop "$name: the bad build passes: $command"
    fi
    grep -q "$complaint" "$work/log" || stop "$name: the bad build fails for another reason: $command"
    echo "$name: passes without, fails with: $(grep -m 1 "$complaint" "$work/log" | cut -c 1-150)"
    patch -d "$work/source" --batch --fuzz=0 -R -p1 <"$patch" >"$work/log" 2>&1 || stop "$name.patch does not come off"
done
echo "bad-builds: every mistake was found"
