#!/bin/sh
# Sees that programs of a release build are hardened: position independent, read-only after relocation and
# bound at once, with stack protector and fortified calls, and without test code (R54).
set -eu

[ $# -gt 0 ] || set -- build/release/server/roster-server build/release/cli-client/roster-cli
broken=0
expect() { # file, what, pattern, what readelf is asked for
    if ! readelf "$4" -W "$1" | grep -Eq "$3"; then
        echo "$1: no $2" >&2
        broken=1
    fi
}
for file in "$@"; do
    expect "$file" "position independence" 'Type: +DYN' -h
    expect "$file" "RELRO" 'GNU_RELRO' -l
    expect "$file" "binding at once" 'BIND_NOW|FLAGS.*NOW' -d
    expect "$file" "stack protector" '__stack_chk_fail' --dyn-syms
    expect "$file" "fortified calls" '_chk@' --dyn-syms
    if readelf --dyn-syms -d -W "$file" | grep -Eiq 'Qt6?Test|asan|ubsan'; then
        echo "$file: test code" >&2
        broken=1
    fi
done
[ $broken = 0 ] && echo "hardened: $*"
exit $broken
