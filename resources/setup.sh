#!/bin/sh
# Installs from Debian what a fresh Debian 12 lacks to build Roster; with --tests also what only its
# tests need, with --bench what tests/bench/run.sh measures the server against. When nothing lacks it does nothing, without root and without the network.
set -eu

usage() {
    echo "Usage: resources/setup.sh [--tests] [--bench]"
    echo "Installs the packages that Roster is built with; --tests adds those that its tests need,"
    echo "--bench those that its speed is measured with."
}

packages="build-essential ccache cmake git libargon2-dev libcrypt-dev libjemalloc-dev libqt6sql6-sqlite libsodium-dev
libsqlite3-dev libssl-dev libsystemd-dev libzxcvbn-dev ninja-build nlohmann-json3-dev pkg-config
qt6-base-dev qt6-l10n-tools qt6-svg-dev qt6-tools-dev qtkeychain-qt6-dev"

while [ $# -gt 0 ]; do
    case $1 in
    --tests) packages="$packages appstream clang desktop-file-utils fish gnutls-bin groff-base libclang-rt-dev lld openssl
        python3 zsh" ;;
    --bench) packages="$packages openssl postgresql python3 util-linux" ;;
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

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "setup: this is no Debian; please install the equivalents of:" >&2
    # shellcheck disable=SC2086 # a list
    echo $packages >&2
    exit 1
fi

missing=
for package in $packages; do
    status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$status" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "setup: root must install:$missing" >&2
        echo "setup: there is no sudo here; as root, run: apt-get install$missing" >&2
        exit 1
    fi
    # With a terminal sudo may ask for the password; without one it must not hang.
    as_root="sudo"
    [ -t 2 ] || as_root="sudo -n"
fi

# apt-get as root, without questions; its output is shown only when it fails.
apt() {
    if ! $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@" \
        </dev/null >"$log" 2>&1; then
        cat "$log" >&2
        echo "setup: 'apt-get $*' failed; as root, run: apt-get install$missing" >&2
        return 1
    fi
}

log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "setup: installing$missing"
apt update
# shellcheck disable=SC2086 # a list
apt install -y --no-install-recommends $missing
