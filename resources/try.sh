#!/bin/bash
# Tries Roster in one command: sets up, builds a release, fills a demo data folder, starts the server
# on the loopback interface and opens a client. Ends all that it started when it ends.
set -euo pipefail

root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
data=${XDG_DATA_HOME:-$HOME/.local/share}/roster-try
employees=
address=
scratch=
child=

usage() {
    cat <<'END'
Usage: resources/try.sh [--data DIR] [--employees N]
Builds Roster and opens it with demo data, logged in as the demo user "hr".
  --data DIR       where the demo data lives; a second run goes on with it
                   (default: ~/.local/share/roster-try)
  --employees N    how many employees the demo has, 1 to 1000000 (default: 1000)
Without a terminal it tells how to connect and serves until it is ended.
END
}

fail() {
    echo "try: $1" >&2
    exit "${2:-1}"
}

# An option's value must follow: $1 its name, $2 how many arguments are left.
need_value() {
    [ "$2" -ge 2 ] || fail "$1 needs a value" 2
}

parse_arguments() {
    while [ $# -gt 0 ]; do
        case $1 in
        --data)
            need_value "$1" $#
            data=$2
            shift
            ;;
        --employees)
            need_value "$1" $#
            employees=$2
            shift
            ;;
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
    [ -n "$data" ] || fail "--data needs a folder" 2
    case $data in /*) ;; *) data=$PWD/$data ;; esac
    if [ -n "$employees" ]; then
        case $employees in
        *[!0-9]* | ????????*) fail "--employees takes a number from 1 to 1000000" 2 ;;
        esac
        employees=$((10#$employees))
        if [ "$employees" -lt 1 ] || [ "$employees" -gt 1000000 ]; then
            fail "--employees takes a number from 1 to 1000000" 2
        fi
    fi
}

# Runs a command beside this script, in a process group of its own, so that stop() can end it at any
# time and a Ctrl-C meant for the client does not reach the server.
start() {
    setsid "$@" </dev/null &
    child=$!
}

# Waits for what start() began; afterwards its number may be another's.
finish() {
    local status=0
    wait "$child" || status=$?
    child=
    return "$status"
}

# Ends what start() began and is still there, and nothing else.
stop() {
    trap '' INT TERM HUP
    local tries=0 signal=TERM
    while [ -n "$child" ] && kill -0 "$child" 2>/dev/null; do
        [ $((tries % 100)) -ne 0 ] || kill "-$signal" -- "-$child" 2>/dev/null || kill "-$signal" "$child"
        signal=KILL # for what has not ended in ten seconds
        tries=$((tries + 1))
        sleep 0.1
    done
    [ -z "$scratch" ] || rm -rf -- "$scratch"
}

build() {
    "$root/resources/setup.sh"
    echo "Building Roster in $root/build/release ..."
    # shellcheck disable=SC2016 # expanded by the inner shell
    start sh -c 'set -e
        umask 022
        cd "$1"
        command -v ccache >/dev/null && launcher=ccache || launcher=
        cmake --preset release -DCMAKE_CXX_COMPILER_LAUNCHER="$launcher"
        cmake --build --preset release --parallel "$(nproc)"' sh "$root" >"$scratch/build" 2>&1
    finish || {
        tail -n 40 "$scratch/build" >&2
        fail "the build failed"
    }
}

# Fills the data folder unless an earlier run has; more --employees than then are added.
fill() {
    local mark=$data/demo-employees filled=0
    [ ! -f "$mark" ] || read -r filled <"$mark" || true
    local wanted=${employees:-1000}
    if [ "$filled" -gt 0 ] && { [ -z "$employees" ] || [ "$wanted" -le "$filled" ]; }; then
        echo "Going on with the $filled demo employees in $data"
        return
    fi
    echo "Filling $data with $wanted demo employees ..."
    mkdir -p -- "$(dirname -- "$data")"
    start "$server" init --data "$data" --demo "$wanted"
    finish || fail "the demo data could not be made"
    echo "$wanted" >"$mark"
}

# Starts the server at a free port and sets $address once it listens.
serve() {
    start "$server" serve --data "$data" --listen 127.0.0.1:0 \
        >"$scratch/listening" 2>>"$data/try-server.log"
    local tries
    for ((tries = 0; tries < 600; ++tries)); do
        address=$(sed -n 's/^roster-server: listening on //p' "$scratch/listening" | head -n 1)
        [ -z "$address" ] || return 0
        kill -0 "$child" 2>/dev/null || break
        sleep 0.1
    done
    tail -n 10 "$data/try-server.log" >&2
    fail "the server did not start; its log is $data/try-server.log"
}

describe() {
    cat <<END

Roster listens on $address
  CA certificate:   $data/tls/ca.pem
  demo users:       $(cut -d ' ' -f 1 "$data/demo-passwords" | tr '\n' ' ')
  their passwords:  $data/demo-passwords
  server's log:     $data/try-server.log
Another client:
  $console --server $address --ca $data/tls/ca.pem --user $user
END
}

open_client() {
    local client=$console
    if [ -x "$desktop" ] && [ -n "${WAYLAND_DISPLAY:-}${DISPLAY:-}" ]; then
        client=$desktop
    fi
    sed -n "s/^$user //p" "$data/demo-passwords" >"$scratch/password"
    "$client" --server "$address" --ca "$data/tls/ca.pem" --user "$user" \
        --password-file "$scratch/password"
}

parse_arguments "$@"
umask 077
trap stop EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
scratch=$(mktemp -d)
server=$root/build/release/server/roster-server
console=$root/build/release/cli-client/roster-cli
desktop=$root/build/release/gui-client/roster-gui
user=hr

build
fill
serve
describe
if [ -t 0 ] && [ -t 1 ]; then
    echo
    open_client
else
    echo "Serving until this script is ended (kill $$)."
    finish || true
    fail "the server has ended; its log is $data/try-server.log"
fi
