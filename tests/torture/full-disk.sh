#!/bin/sh
# Runs a server on a disk of 2 MiB (or $2 KiB) until it is full, and then with room again: `roster-torture
# full-disk`, $1, on a tmpfs in a mount namespace of its own, which needs root or user namespaces. Ends with
# 77 when there is neither.
set -eu

program=${1:-build/release/tests/torture/roster-torture}
size=${2:-2048}
unshare=
for flags in --mount "--map-root-user --mount"; do
    # shellcheck disable=SC2086 # words
    if unshare $flags sh -c 'mount -t tmpfs -o size=64k none /mnt' 2>/dev/null; then
        unshare="unshare $flags"
        break
    fi
done
if [ -z "$unshare" ]; then
    echo "full-disk: a tmpfs cannot be mounted here: that takes root, or user namespaces" >&2
    exit 77
fi
folder=$(mktemp -d)
trap 'rmdir "$folder"' EXIT
# shellcheck disable=SC2016 disable=SC2086 # the inner shell's; words
$unshare sh -c 'mount -t tmpfs -o "size=$3k" roster "$2" && exec "$1" full-disk --folder "$2"' - \
    "$program" "$folder" "$size"
