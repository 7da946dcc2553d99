#!/bin/sh
# Keeps a release server under mixed load and says how its memory and descriptors change (R53):
#   tests/torture/soak.sh [minutes]          60 unless told
# Needs build/release with the tests: roster-server and roster-torture. The first fifth of the run only
# warms the server; the slope is that of a line through the rest. Exit code 1: more than 2 MiB/h, or
# descriptors that grow, or a promise broken. Runs under 30 minutes tell little of a slope.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
exec "${ROSTER_BUILD:-$root/build/release}/tests/torture/roster-torture" soak --minutes "${1:-60}"
