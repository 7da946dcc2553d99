#!/bin/bash
# Measures the server beside what limits it and what competes with it, in one run, and prints one table.
# Ends all that it started when it ends. README.md beside it tells what the figures mean.
set -euo pipefail

here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
root=$(CDPATH='' cd -- "$here/../.." && pwd)
data=${XDG_CACHE_HOME:-$HOME/.cache}/roster-bench
results=
rows=1000000
rounds=3
seconds=5
only=
is_building=yes
scratch=
children=()
all="get pipeline idle update bulk list offset search growth handshake memory logins watch"

usage() {
    cat <<END
Usage: tests/bench/run.sh [--rows N] [--rounds K] [--seconds S] [--only NAME,..] [--data DIR]
                          [--results FILE] [--no-build]
  --rows N         employees in the database, 20000 to 1000000 (default: $rows)
  --rounds K       each figure is the median of so many (default: $rounds)
  --seconds S      how long each is measured in a round (default: $seconds)
  --only NAME,..   only these: $all
  --data DIR       where the demo data are made and kept for the next run; they are written to
                   (default: ~/.cache/roster-bench)
  --results FILE   keeps every single measurement, a JSON object a line
  --no-build       takes the programs as they lie in build/release
END
}

fail() {
    echo "bench: $1" >&2
    exit "${2:-1}"
}

need_number() {
    case $2 in '' | *[!0-9]*) fail "$1 takes a number" 2 ;; esac
}

parse_arguments() {
    while [ $# -gt 0 ]; do
        case $1 in
        --rows | --rounds | --seconds | --only | --data | --results)
            [ $# -ge 2 ] || fail "$1 needs a value" 2
            case $1 in --rows | --rounds | --seconds) need_number "$1" "$2" ;; esac
            printf -v "${1#--}" %s "$2"
            shift
            ;;
        --no-build) is_building= ;;
        -h | --help)
            usage
            exit 0
            ;;
        *)
            usage >&2
            exit 2
            ;;
        esac
        shift
    done
    if [ "$rows" -lt 20000 ] || [ "$rounds" -lt 1 ] || [ "$seconds" -lt 1 ]; then
        fail "that is too little" 2
    fi
    local name
    for name in ${only//,/ }; do
        [[ " $all " == *" $name "* ]] || fail "there is no measurement $name; there are: $all" 2
    done
}

# Starts a program of its own process group: start OUTPUT COMMAND ...; its number is in $child.
start() {
    local output=$1
    shift
    setsid_start "$output" "$@"
    children+=("$child")
}

setsid_start() {
    local output=$1
    shift
    if [ "$(type -t "$1")" = function ]; then
        ("$@") </dev/null >"$output" 2>&1 &
    else
        setsid "$@" </dev/null >"$output" 2>"$output.errors" &
    fi
    child=$!
}

# Ends one of them: an orderly end, or after ten seconds another.
end() {
    local tries=0 signal=TERM
    while kill -0 "$1" 2>/dev/null; do
        [ $((tries % 100)) -ne 0 ] || kill "-$signal" "$1" 2>/dev/null || true
        signal=KILL
        tries=$((tries + 1))
        sleep 0.1
    done
    wait "$1" 2>/dev/null || true
    local rest=() other
    for other in "${children[@]}"; do [ "$other" = "$1" ] || rest+=("$other"); done
    children=(${rest[@]+"${rest[@]}"})
}

stop() {
    trap '' INT TERM HUP
    local pid
    for pid in ${children[@]+"${children[@]}"}; do end "$pid"; done
    [ -z "$scratch" ] || rm -rf -- "$scratch"
    [ -z "${postgres_folder:-}" ] || rm -rf -- "$postgres_folder"
}

# wait_for SECONDS COMMAND ...: until the command succeeds.
wait_for() {
    local tries=$(($1 * 10))
    shift
    until "$@"; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || return 1
        sleep 0.1
    done
}

build() {
    [ -n "$is_building" ] || return 0
    "$root/resources/setup.sh" --bench
    local launcher=
    command -v ccache >/dev/null && launcher=ccache
    echo "Building in build/release ..." >&2
    (cd "$root" && cmake --preset release -DROSTER_TESTS=ON -DROSTER_BENCH=ON \
        -DCMAKE_CXX_COMPILER_LAUNCHER="$launcher" && cmake --build --preset release --target bench) \
        >"$scratch/build" 2>&1 || { tail -n 40 "$scratch/build" >&2; fail "the build failed"; }
}

# make_data FOLDER ROWS USERS: a data folder, unless it is there; goes on where an earlier run was ended.
make_data() {
    [ ! -f "$1/bench-passwords" ] || return 0
    echo "Making $1 ..." >&2
    mkdir -p -- "$(dirname -- "$1")"
    local demo=()
    [ "$2" -eq 0 ] || demo=(--demo "$2")
    "$server" init --data "$1" ${demo[@]+"${demo[@]}"} >"$scratch/init" 2>&1 ||
        { tail -n 5 "$scratch/init" >&2; fail "$1 could not be made"; }
    local i user password
    if [ ! -f "$1/bench-passwords.new" ]; then
        for ((i = 0; i < $3; ++i)); do
            echo "bench-$i $(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
        done >"$scratch/passwords"
        mv "$scratch/passwords" "$1/bench-passwords.new"
    fi
    while read -r user password; do
        printf '%s' "$password" | "$server" user add "$user" --role hr --password-stdin --data "$1" \
            >"$scratch/user" 2>&1 || [ $? -eq 8 ] || # there already
            { cat "$scratch/user" >&2; fail "no user $user"; }
    done <"$1/bench-passwords.new"
    mv "$1/bench-passwords.new" "$1/bench-passwords"
}

# serve NAME FOLDER: sets address_NAME and pid_NAME. Waits until the server has read its records, as it does after
# a start: else that would count as what connections add to its memory.
serve() {
    start "$scratch/$1" "$server" serve --data "$2" --listen 127.0.0.1:0
    await_address "$1"
    local before= now=0
    until [ "$now" = "$before" ]; do
        before=$now
        sleep 1
        now=$(resident_kib "$child")
    done
}

resident_kib() {
    sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$1/status"
}

# echo_peer NAME PROGRAM THREADS REPLY-SIZE
echo_peer() {
    start "$scratch/$1" "$programs/$2" "$big/tls/server.pem" "$big/tls/server.key" "$4" "$3"
    await_address "$1"
}

await_address() {
    wait_for 60 grep -qs 'listening on ' "$scratch/$1" || { cat "$scratch/$1"* >&2; fail "$1 did not start"; }
    printf -v "address_$1" %s "$(sed -n 's/.*listening on //p' "$scratch/$1" | head -n 1)"
    printf -v "pid_$1" %s "$child"
}

# load NAME OPTION ...: roster-bench against a server or peer that was started under this name.
load() {
    local address=address_$1 pid=pid_$1
    shift
    "$programs/roster-bench" --server "${!address}" --pid "${!pid}" --ca "$big/tls/ca.pem" \
        --seconds "$seconds" "$@" 2>>"$scratch/load.errors"
}

# The same, logged in.
ask() {
    load "$1" --passwords "$big/bench-passwords" "${@:2}"
}

# record ROW WHO COMMAND ...: keeps what the command prints.
record() {
    local row=$1 who=$2 result
    shift 2
    echo "round $round: $row, $who" >&2
    # Wrong answers are told in the result; the table shows them.
    result=$("$@") || true
    if [ -z "$result" ]; then
        tail -n 3 "$scratch/load.errors" >&2
        fail "$row of $who could not be measured"
    fi
    printf '{"row":"%s","who":"%s","round":%s,"result":%s}\n' "$row" "$who" "$round" "$result" >>"$results"
}

wants() {
    [ -z "$only" ] || [[ ",$only," == *",$1,"* ]]
}

has_postgres() {
    [ -n "$postgres_bin" ]
}

parse_arguments "$@"
umask 077
trap stop EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
case $data in /*) ;; *) data=$PWD/$data ;; esac
mkdir -p -- "$data"
scratch=$(mktemp -d "$data/scratch.XXXXXX") # on the same disk
[ -n "$results" ] || results=$scratch/results
: >"$results"
server=$root/build/release/server/roster-server
programs=$root/build/release/tests/bench
schema=$root/resources/sql/employee
big=$data/$rows
small=$data/10000
# shellcheck source=tests/bench/postgres.sh
. "$here/postgres.sh"
# shellcheck source=tests/bench/measurements.sh
. "$here/measurements.sh"

build
find_postgres || echo "bench: no PostgreSQL here; it will be missing (resources/setup.sh --bench)" >&2
make_data "$big" "$rows" 140
prepare
for ((round = 1; round <= rounds; ++round)); do
    for name in $all; do
        ! wants "$name" || "measure_$name"
    done
done
"$here/table.py" --rows "$rows" --rounds "$rounds" --seconds "$seconds" "$results"
