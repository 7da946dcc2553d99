#!/bin/sh
# Tries the Debian packages as an administrator would: installs them in a bare Debian of their own,
# starts the service under systemd, logs in, upgrades, removes, purges and installs again. Prints one
# line for each check and ends at the first that fails. Leaves nothing on the machine.
# shellcheck disable=SC2016 # what stands in single quotes is expanded in the bare Debian
set -eu

usage() {
    cat <<'END'
Usage: try-packages.sh FOLDER
FOLDER holds roster-server, roster-cli and roster-gui as .deb files, as
"cmake --workflow --preset package" leaves them in build/package/packages.
Needs root, and the Debian mirror that the machine's apt is configured for.
END
}

fail() {
    echo "try-packages: $1" >&2
    exit "${2:-1}"
}

case ${1:-} in
-h | --help)
    usage
    exit 0
    ;;
esac
if [ $# -ne 1 ] || [ ! -d "$1" ]; then
    usage >&2
    exit 2
fi
[ "$(id -u)" -eq 0 ] || fail "root must run this"
for tool in appstreamcli debootstrap desktop-file-validate groff lintian nsenter systemd-nspawn; do
    command -v $tool >/dev/null || fail "there is no $tool here; as root, run: apt-get install \
appstream debootstrap desktop-file-utils groff-base lintian systemd-container"
done
packages=$(CDPATH='' cd -- "$1" && pwd)

scratch=$(mktemp -d /var/tmp/roster-packages.XXXXXX)
root=$scratch/root
spawned=
leader=

# Ends the machine that boot() started, and waits for its end.
halt() {
    [ -n "$spawned" ] || return 0
    tries=0
    signal=TERM # an orderly shutdown
    while kill -0 "$spawned" 2>/dev/null; do
        [ $((tries % 300)) -ne 0 ] || kill -"$signal" "$spawned" 2>/dev/null || true
        [ $tries -lt 300 ] || signal=KILL
        tries=$((tries + 1))
        sleep 0.1
    done
    wait "$spawned" || true
    spawned=
}

clean() {
    trap '' INT TERM HUP
    halt
    rm -rf --one-file-system -- "$scratch"
}
trap clean EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# check CLAIM COMMAND...: the command must succeed; what it prints is shown when it does not.
check() {
    claim=$1
    shift
    set +e # a condition around it would keep the command from ending at its first error
    (set -e && "$@") >"$scratch/output" 2>&1 </dev/null
    status=$?
    set -e
    if [ $status -ne 0 ]; then
        cat "$scratch/output" >&2
        echo "FAIL  $claim"
        exit 1
    fi
    echo "ok    $claim"
}

# What starts a command in the bare Debian, whose mounts end with that command.
container="systemd-nspawn --quiet --directory=$root --machine=roster-packages --register=no --keep-unit"

# What each script there begins with. A bare "! command" would not end it.
prelude='refuse() { ! "$@"; }
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
'

# bare SCRIPT: while no systemd runs there, as in a chroot; with the machine's network.
bare() {
    $container --resolv-conf=copy-host --pipe -- /bin/sh -euc "$prelude$1"
}

# running SCRIPT: beside the systemd that boot() started, with a network of its own.
running() {
    nsenter --target "$leader" --mount --uts --ipc --net --pid --cgroup --root --wd \
        env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
        timeout 300 /bin/sh -euc "$prelude$1"
}

# Boots systemd there and waits until it is up; booted() tells whether it is.
boot() {
    $container --private-network --boot >"$scratch/console" 2>&1 </dev/null &
    spawned=$!
    tries=0
    while [ $tries -lt 600 ]; do
        leader=$(pgrep -P "$spawned" -x systemd || true)
        if [ -n "$leader" ] && running 'systemctl is-active multi-user.target' >/dev/null 2>&1; then
            break
        fi
        kill -0 "$spawned" 2>/dev/null || break
        tries=$((tries + 1))
        sleep 0.1
    done
}

booted() {
    cat "$scratch/console"
    running 'systemctl is-active multi-user.target'
}

# again VERSION: the same packages as that version.
again() {
    mkdir -p "$root/root/again"
    for package in "$root"/root/packages/*.deb; do
        rm -rf "$scratch/unpacked"
        dpkg-deb -R "$package" "$scratch/unpacked"
        sed -i "s/^Version: .*/Version: $1/" "$scratch/unpacked/DEBIAN/control"
        dpkg-deb --root-owner-group -b "$scratch/unpacked" "$root/root/again"
    done
}

make_debian() {
    apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Origin: Debian' \
        'Created-By: Packages' >"$scratch/sources"
    # shellcheck source=/dev/null # the machine's
    suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
    mirror=$(awk -v suite="$suite" '$2 == suite { print $1; exit }' "$scratch/sources")
    [ -n "$mirror" ] || fail "apt knows no Debian mirror for $suite here; run: apt-get update"
    debootstrap --variant=minbase --include=systemd,systemd-sysv "$suite" "$root" "$mirror"
    sed 's/^/deb /' "$scratch/sources" >"$root/etc/apt/sources.list"
    apt-config dump Acquire | grep -E '^Acquire::(Check|http|https|Languages|Retries)' \
        >"$root/etc/apt/apt.conf.d/90machine" || true
    echo "127.0.0.1 localhost" >"$root/etc/hosts" # which Debian's installer would have made
    mkdir "$root/root/packages"
    cp "$packages"/roster-server_*.deb "$packages"/roster-cli_*.deb "$packages"/roster-gui_*.deb \
        "$root/root/packages"
    bare 'apt-get -q update'
}

install_all='apt-get -qy --no-install-recommends install'
ini=/etc/roster-server/roster-server.ini
data=/var/lib/roster-server
client='roster-cli --server localhost --ca /root/ca.pem'

# --- The packages themselves ---
check "a bare Debian is made" make_debian
# The address is the builder's to give (ROSTER_MAINTAINER).
check "lintian finds nothing wrong" lintian --allow-root --fail-on error,warning \
    --suppress-tags bogus-mail-host,bogus-mail-host-in-debian-changelog \
    "$root"/root/packages/*.deb

# --- Where no systemd runs ---
check "apt installs them with what they depend on" bare "$install_all /root/packages/*.deb"
for program in roster-server roster-cli roster-gui; do
    check "$program misses no library" bare "ldd /usr/bin/$program | refuse grep 'not found'"
    check "$program runs" bare "QT_QPA_PLATFORM=offscreen $program --version"
done
for page in man8/roster-server.8 man1/roster-cli.1 man1/roster-gui.1; do
    check "the manual page $page is sound" sh -euc "zcat -f '$root'/usr/share/man/$page* \
        | groff -man -ww -z -Tutf8 2>&1 | { ! grep .; }"
done
check "completions are there" bare 'bash -n /usr/share/bash-completion/completions/roster-cli
    test -s /usr/share/zsh/site-functions/_roster-cli
    test -s /usr/share/fish/vendor_completions.d/roster-cli.fish'
check "the desktop entry is valid" desktop-file-validate \
    "$root/usr/share/applications/roster-gui.desktop"
check "the AppStream metadata is valid" appstreamcli validate --no-net \
    "$root/usr/share/metainfo/org.roster.Roster.metainfo.xml"
check "icons are there" bare 'cd /usr/share/icons/hicolor
    test -s scalable/apps/roster.svg
    for size in 16 22 24 32 48 64 128 256; do test -s ${size}x$size/apps/roster.png; done'
check "folders and configuration belong to whom they must" bare "
    test \"\$(stat -c '%U:%G %a' /etc/roster-server)\" = 'root:roster 750'
    test \"\$(stat -c '%U:%G %a' $ini)\" = 'root:roster 640'
    test \"\$(stat -c '%U:%G %a' $data)\" = 'roster:roster 700'
    cmp $ini /usr/share/roster-server/roster-server.ini"
check "the user has no shell and no password" bare "
    getent passwd roster | grep ':/usr/sbin/nologin\$'
    getent shadow roster | grep '^roster:!'"
check "without systemd they are removed and purged too" bare '
    apt-get -qy purge roster-server roster-cli roster-gui
    test ! -e /etc/roster-server && test ! -e /var/lib/roster-server'

# --- The service, under systemd ---
boot
check "systemd boots" booted
check "they are installed again" running "$install_all /root/packages/*.deb"
check "the service is neither enabled nor started by itself" running '
    refuse systemctl is-enabled roster-server
    refuse systemctl is-active roster-server'
check "it does not start before there is a data folder" running '
    refuse systemctl start roster-server
    journalctl -u roster-server | grep "Assertion failed"'
check "the configuration takes the administrator's changes" running "
    sed -i 's/^#name = payroll.example.com/name = payroll.example.com/' $ini
    sed -i 's/^#session-idle = .*/session-idle = 31m/' $ini"
check "init makes the data folder" running "
    cd /root # where administrators are, and the server's user may not be
    runuser -u roster -- roster-server init --config $ini >/root/init
    sed -n 's/^One-time password: //p' /root/init >/root/one-time
    cp $data/tls/ca.pem /root/ca.pem"
check "doctor is content" running "runuser -u roster -- roster-server doctor --config $ini"
check "the service starts and is ready" running '
    systemctl enable --now roster-server && systemctl is-active roster-server'
check "the journal has its start and no password" running '
    journalctl -u roster-server | grep "serves with"
    journalctl | refuse grep -F -f /root/one-time'
check "the certificate has the name of the configuration" running "
    runuser -u roster -- roster-server certificate show --config $ini | grep payroll.example.com"
check "the administrator logs in and changes the password" running "
    echo 'nine quiet herons 41' >/root/password
    $client --user administrator --password-file /root/one-time \
        passwd --new-password-file /root/password"
check "an administrator's command reaches the server, as root too" running "
    echo 'seven brown otters 52' >/root/alice
    runuser -u roster -- roster-server user add alice --role hr --password-stdin \
        --config $ini </root/alice
    roster-server status --config $ini | grep 'running: *yes'"
check "a user logs in, adds and lists" running "
    $client --user alice --password-file /root/alice login
    roster-cli add --first-name Ada --last-name Byron --ssn 219-09-9999 \
        --date-of-birth 1985-12-10 --salary 5000
    roster-cli list --output csv | grep Byron"
check "systemctl reload reads certificates again" running '
    systemctl reload roster-server && roster-cli list --output csv | grep Byron'
check "a restart with a client connected is clean, and the client comes back" running '
    roster-cli watch --output jsonl >/root/watched 2>&1 &
    watch=$!
    until roster-server status --data /var/lib/roster-server | grep "^connections: *1 of"; do sleep 0.1; done
    systemctl restart roster-server
    until roster-server status --data /var/lib/roster-server | grep "^connections: *1 of"; do sleep 0.1; done
    roster-cli update 1 --department Finance
    for try in $(seq 100); do refuse grep -q \"update /root/watched || break; sleep 0.1; done
    kill $watch
    grep \"update /root/watched
    journalctl -u roster-server | grep -i "deactivated successfully"'
check "the server has no capability, and its system calls are filtered" running '
    status=/proc/$(systemctl show -P MainPID roster-server)/status
    grep -P "^CapBnd:\t0*$" $status
    grep -P "^NoNewPrivs:\t1$" $status
    grep -P "^Seccomp:\t2$" $status
    grep "^Max core file size *0 " ${status%/status}/limits'
check "systemd counts the unit as safe (1.5 at most)" running '
    systemd-analyze security --threshold=15 roster-server >/root/security
    tail -n 1 /root/security'
tail -n 1 "$scratch/output" | sed 's/^[^A-Za-z]*/      /'

check "the files of a stopped server are changed by its own user alone" running "
    systemctl stop roster-server
    refuse roster-server user reset-password administrator --config $ini
    runuser -u roster -- roster-server user reset-password administrator --config $ini
    find $data ! -user roster | refuse grep .
    systemctl start roster-server
    roster-cli list --output csv | grep Byron"

# --- Upgrade ---
check "a higher version is made" again 999.0
check "the upgrade restarts the server" running "
    before=\$(systemctl show -P MainPID roster-server)
    $install_all /root/again/*.deb
    systemctl is-active roster-server
    test \"\$before\" != \"\$(systemctl show -P MainPID roster-server)\""
check "the upgrade keeps configuration, records and sessions" running "
    grep '^session-idle = 31m' $ini
    roster-cli list --output csv | grep Byron"
check "the upgrade leaves a stopped server stopped" running "
    systemctl stop roster-server
    $install_all --reinstall /root/again/*.deb
    refuse systemctl is-active roster-server
    systemctl start roster-server"

# --- Removal ---
check "removal stops the server and keeps data and configuration" running "
    apt-get -qy remove roster-server
    refuse systemctl is-active roster-server
    cat /proc/[0-9]*/comm | refuse grep -x roster-server
    test -e $data/user.db && grep '^session-idle = 31m' $ini"
check "installed again it is enabled still, and serves the same records" running "
    $install_all /root/again/roster-server_*.deb
    systemctl is-enabled roster-server
    systemctl start roster-server
    roster-cli list --output csv | grep Byron"
check "purge removes the configuration, and nothing that is not the package's" running "
    echo mine >/etc/roster-server/own.pem
    apt-get -qy purge roster-server
    cat /proc/[0-9]*/comm | refuse grep -x roster-server
    test ! -e $ini && test -e /etc/roster-server/own.pem
    test -e $data/user.db && test -e $data/employee.db && test -e $data/keys/data.key
    find /etc/systemd -name 'roster-server*' | refuse grep ."
check "installed again it has a fresh configuration and the old records" running "
    $install_all /root/packages/roster-server_*.deb
    cmp $ini /usr/share/roster-server/roster-server.ini
    refuse systemctl is-enabled roster-server
    systemctl start roster-server
    roster-cli list --output csv | grep Byron"
check "nothing went wrong under systemd" running '
    journalctl -u roster-server -p warning | refuse grep "roster-server\["
    test -z "$(systemctl --failed --plain --no-legend | grep roster || true)"'
check "the clients are removed and purged" running '
    apt-get -qy purge roster-cli roster-gui
    find /usr -name "*roster-cli*" -o -name "*roster-gui*" | refuse grep .'
halt
echo "All checks passed."
