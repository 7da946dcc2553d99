#!/bin/bash
# Takes pictures of the desktop client at work: the real programs on a display of their own, used by
# keyboard. Ends all that it started.
set -euo pipefail

root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
usage() {
    cat <<'END'
Usage: tests/gui/screenshots.sh FOLDER [BUILD]
Writes login, trust, table, filter, nothing, form, import, refused, conflict, lock and dark (.png) to FOLDER,
from the programs in BUILD (build/release). Needs xvfb, openbox, xdotool and imagemagick.
END
}
case ${1:-} in
-h | --help)
    usage
    exit 0
    ;;
esac
if [ $# -lt 1 ] || [ $# -gt 2 ]; then
    usage >&2
    exit 2
fi
mkdir -p "$1"
out=$(cd -- "$1" && pwd)
build=${2:-$root/build/release}
server=$build/server/roster-server
cli=$build/cli-client/roster-cli
gui=$build/gui-client/roster-gui

fail() {
    echo "screenshots: $1" >&2
    exit 1
}
for needed in Xvfb openbox xdotool import mogrify "$server" "$cli" "$gui"; do
    command -v "$needed" >/dev/null || fail "$needed is missing"
done

scratch=$(mktemp -d)
started=()
finish() {
    for ((i = ${#started[@]} - 1; i >= 0; i--)); do
        kill "${started[i]}" 2>/dev/null || true
        wait "${started[i]}" 2>/dev/null || true
    done
    rm -rf "$scratch"
}
trap finish EXIT

# A place of its own: no settings, no known servers, no key ring of who runs this.
export HOME=$scratch XDG_CONFIG_HOME=$scratch/config XDG_STATE_HOME=$scratch/state
export XDG_RUNTIME_DIR=$scratch/run LC_ALL=C.UTF-8 LANG=C.UTF-8
unset DBUS_SESSION_BUS_ADDRESS WAYLAND_DISPLAY QT_QPA_PLATFORM QT_SCALE_FACTOR QT_STYLE_OVERRIDE
mkdir -m 700 "$XDG_RUNTIME_DIR" "$XDG_CONFIG_HOME"

# until COMMAND...: tries it until it succeeds, for at most twenty seconds.
until_true() {
    for _ in $(seq 200); do
        if "$@" >/dev/null 2>&1; then
            return
        fi
        sleep 0.1
    done
    fail "waited in vain: $*"
}

start_display() {
    Xvfb -displayfd 3 -screen 0 1280x860x24 -nolisten tcp 3>"$scratch/display" 2>/dev/null &
    started+=($!)
    until_true test -s "$scratch/display"
    DISPLAY=:$(cat "$scratch/display")
    export DISPLAY
    openbox &
    started+=($!)
    until_true xdotool getmouselocation
}

start_server() {
    "$server" init --data "$scratch/data" --demo 2000 >/dev/null 2>&1
    "$server" serve --data "$scratch/data" --listen 127.0.0.1:0 >"$scratch/server.log" 2>&1 &
    started+=($!)
    until_true grep -q 'listening on' "$scratch/server.log"
    address=127.0.0.1:$(grep -oE '127\.0\.0\.1:[0-9]+' "$scratch/server.log" | head -n 1 | cut -d: -f2)
    password=$(sed -n 's/^hr //p' "$scratch/data/demo-passwords")
}

# The newest visible window of the client becomes the one that pictures and keys are for.
window() {
    until_true xdotool search --onlyvisible --name "$1"
    id=$(xdotool search --onlyvisible --name "$1" | tail -n 1)
    xdotool windowactivate --sync "$id"
}

keys() {
    xdotool key --clearmodifiers --delay 60 "$@"
    sleep 0.3
}

# Without a delay the letters come faster than a busy machine can take them.
words() {
    xdotool type --clearmodifiers --delay 30 "$1"
    sleep 0.3
}

picture() {
    sleep "${2:-0.7}"
    import -window root "$out/$1.png"
    mogrify -trim +repage -strip -colors 256 "$out/$1.png"
    echo "$1"
}

log_in() {
    "$gui" --server "$address" --user hr >"$scratch/gui.log" 2>&1 &
    gui_pid=$!
    started+=("$gui_pid")
    window 'Sign in'
}

end_client() {
    kill "$gui_pid"
    wait "$gui_pid" 2>/dev/null || true
}

start_display
start_server

log_in
picture login
words "$password"
keys Return
picture trust 2
# "Trust this server" is not the default and not the first.
keys Tab Return
until_true xdotool search --onlyvisible --name 'Employees'
window 'Employees'
xdotool windowsize --sync "$id" 1180 760
xdotool windowmove --sync "$id" 50 30
picture table 2

keys ctrl+shift+f
keys Tab Tab
words 'Sm'
picture filter 1.5
words 'qqq'
picture nothing 1.5
keys ctrl+a BackSpace
sleep 1
keys Escape
window 'Employees'
keys ctrl+Home alt+Return
picture form 1.5
keys Escape
window 'Employees'

cat >"$scratch/new people.csv" <<'END'
First name,Last name,SSN,Date of birth,Salary,Department
Zoë,O'Brien,001-02-0003,2/29/1996,"45,210.50",Finance
Ada,Lovelace,123-45-6789,12/10/1990,61000,Research
Grace,,123-45-6790,2/30/1990,58000,Research
Katherine,Johnson,123-45-6791,8/26/1988,72500.5,Flight Research
END
keys alt+f i
window 'Import employees'
words "$scratch/new people.csv"
keys Return
window 'Import employees'
picture import 1.5
keys Escape
window 'Employees'

# To the e-mail address of the third record, from the first column on the left.
keys ctrl+Home Home Down Down
keys Right Right Right Right Right Right Right Right F2 ctrl+a
words 'nobody'
keys Return
picture refused
keys Escape

# While a name is being typed, somebody else changes it.
keys Home Down Right F2 ctrl+a
words 'Amelia'
sed -n 's/^hr //p' "$scratch/data/demo-passwords" >"$scratch/password"
"$cli" --server "$address" --ca "$scratch/data/tls/ca.pem" --user hr --password-file "$scratch/password" \
    update 4 --first-name Rosalind >/dev/null
keys Return
picture conflict 1.5
keys Escape
window 'Employees'

keys ctrl+l
picture lock
end_client

printf '[preferences]\ntheme=dark\n' >>"$XDG_CONFIG_HOME/roster/roster-gui.conf"
log_in
words "$password"
keys Return
until_true xdotool search --onlyvisible --name 'Employees'
window 'Employees'
keys ctrl+Home shift+Down shift+Down shift+Right
picture dark 2
