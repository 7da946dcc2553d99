# What is measured, a function for each --only NAME and round: sourced by run.sh. Whoever is compared takes
# turns with the server.
# shellcheck shell=bash disable=SC2154 # run.sh sets the rest

# Starts what the wanted measurements need.
prepare() {
    ! wants update || cp --reflink=auto "$big/employee.db" "$scratch/peer.db"
    serve roster "$big"
    if wants growth; then
        make_data "$small" 10000 2
        serve small "$small"
    fi
    local size
    size=$(ask roster --seconds 1 | sed -n 's/.*"reply_bytes":\([0-9]*\).*/\1/p')
    [ -n "$size" ] || { tail -n 3 "$scratch/load.errors" >&2; fail "the server does not answer"; }
    reply_size=$size
    local threads
    for threads in 1 2; do
        echo_peer "openssl$threads" peer-openssl-echo "$threads" "$reply_size"
        echo_peer "qt$threads" peer-qt-echo "$threads" "$reply_size"
    done
    if has_postgres && { wants get || wants update; }; then
        start_postgres
    fi
}

echo_load() {
    load "$1" --mix echo --reply-size "$reply_size" "${@:2}"
}

measure_get() {
    local peer
    for peer in openssl1 qt1 openssl2 qt2; do
        record get "$peer" echo_load "$peer"
        [ "$peer" != qt1 ] || record get roster ask roster
    done
    record get roster ask roster
    ! has_postgres || record get postgres pgbench_rate select
}

measure_pipeline() {
    record pipeline openssl1 echo_load openssl1 --depth 16
    record pipeline roster ask roster --depth 16
    record pipeline openssl2 echo_load openssl2 --depth 16
}

# The peer shows what Qt's own event loop does.
measure_idle() {
    record idle-none roster ask roster
    record idle-4000 roster ask roster --idle 4000
    record idle-4000 qt1 echo_load qt1 --idle 4000
}

measure_update() {
    ! has_postgres || record update postgres pgbench_rate update
    record update roster ask roster --mix update
    record update sqlite "$programs/peer-sqlite" update "$scratch/peer.db" "$schema" "$seconds"
}

measure_bulk() {
    local folder=$scratch/bulk-$round
    make_data "$folder" 0 1
    serve bulk "$folder"
    record bulk roster "$programs/roster-bench" --server "$address_bulk" --pid "$pid_bulk" \
        --ca "$folder/tls/ca.pem" --passwords "$folder/bench-passwords" --mix batch --connections 4 \
        --requests $((rows / 500)) --segment $((rows < 100000 ? rows / 500 * 500 : 100000))
    end "$pid_bulk"
    record bulk sqlite "$programs/peer-sqlite" bulk "$scratch/bulk-peer.db" "$schema" "$rows"
    rm -rf -- "$folder" "$scratch"/bulk-peer.db*
}

measure_list() {
    record list-first roster ask roster --mix list-first --connections 8
    record list-next roster ask roster --mix list-next --connections 8
}

measure_offset() {
    record offset roster ask roster --mix list-offset --connections 8
}

measure_search() {
    record search roster ask roster --mix search --connections 8
    # With few employees no word has so many hits.
    [ "$rows" -lt 200000 ] || record search-many roster ask roster --mix search-many --connections 8
}

measure_growth() {
    local mix
    for mix in get list-first list-next update; do
        record "growth-$mix" small load small --ca "$small/tls/ca.pem" \
            --passwords "$small/bench-passwords" --mix "$mix" --connections 8
        record "growth-$mix" roster ask roster --mix "$mix" --connections 8
    done
}

measure_handshake() {
    record handshake qt1 load qt1 --mix handshake
    record handshake roster ask roster --mix handshake
    record handshake qt2 load qt2 --mix handshake
}

# Each in a process of its own: memory that was used before is not given back to be used again.
measure_memory() {
    echo_peer fresh_qt peer-qt-echo 1 "$reply_size"
    record memory qt1 echo_load fresh_qt --idle 8000 --connections 8
    end "$pid_fresh_qt"
    end "$pid_roster"
    serve roster "$big"
    record memory roster ask roster --idle 8000 --connections 8
}

measure_logins() {
    record logins-none roster ask roster --user bench-0
    ask roster --user bench-139 --mix login --rate 8 --connections 16 --seconds $((seconds + 2)) \
        >"$scratch/logins" &
    local logins=$!
    children+=("$logins")
    record logins-8 roster ask roster --user bench-0
    wait "$logins" || { tail -n 3 "$scratch/load.errors" >&2; fail "the logins failed"; }
    end "$logins"
    printf '{"row":"logins","who":"roster","round":%s,"result":%s}\n' "$round" "$(cat "$scratch/logins")" \
        >>"$results"
}

measure_watch() {
    record watch roster ask roster --subscribers 1000 --rate 5
}
