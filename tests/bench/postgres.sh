# PostgreSQL over TLS, with the server's records: sourced by run.sh, which sets $scratch, $big and $rows.
# A cluster of its own in a temporary folder, under an unprivileged user, with its own durability on.
# shellcheck shell=bash disable=SC2154 # run.sh sets the rest

postgres_bin=
postgres_folder=
postgres_port=

find_postgres() {
    postgres_bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
    [ -n "$postgres_bin" ] && command -v pgbench >/dev/null
}

# It refuses to run as root.
as_postgres() {
    if [ "$(id -u)" -eq 0 ]; then
        runuser -u postgres -- "$@"
    else
        "$@"
    fi
}

start_postgres() {
    [ -z "$postgres_port" ] || return 0
    postgres_folder=$(mktemp -d)
    [ "$(id -u)" -ne 0 ] || chown postgres "$postgres_folder"
    local data=$postgres_folder/data
    as_postgres "$postgres_bin/initdb" -D "$data" -U bench --auth trust -E UTF8 --locale C.UTF-8 >/dev/null
    as_postgres openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 \
        -subj /CN=localhost -keyout "$data/server.key" -out "$data/server.crt" 2>/dev/null
    as_postgres chmod 600 "$data/server.key"
    postgres_port=$((20000 + RANDOM % 10000))
    start "$postgres_folder/log" run_as_postgres "$postgres_bin/postgres" -D "$data" -p "$postgres_port" \
        -k "$postgres_folder" -c listen_addresses=127.0.0.1 -c ssl=on -c ssl_min_protocol_version=TLSv1.3 \
        -c shared_buffers=1GB -c fsync=on -c synchronous_commit=on
    wait_for 60 "$postgres_bin/pg_isready" -q -h 127.0.0.1 -p "$postgres_port" || fail "PostgreSQL did not start"
    fill_postgres
}

# As a process of its own that can be ended by its number.
run_as_postgres() {
    if [ "$(id -u)" -eq 0 ]; then
        exec setpriv --reuid postgres --regid postgres --init-groups "$@"
    else
        exec "$@"
    fi
}

query_postgres() {
    PGSSLMODE=require psql -q -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$postgres_port" -U bench -d postgres "$@"
}

fill_postgres() {
    query_postgres -c "CREATE TABLE employee (id bigint PRIMARY KEY, version bigint NOT NULL, first_name text,
        last_name text, ssn bytea, date_of_birth date, salary bigint, department text, job_title text,
        email text, hired_on date, left_on date, updated_at bigint NOT NULL, updated_by text NOT NULL)"
    "$here/export_rows.py" "$big/employee.db" |
        query_postgres -c "COPY employee FROM STDIN WITH (FORMAT csv)" -c "VACUUM ANALYZE employee"
    cat >"$scratch/select.sql" <<END
\\set id random(1, $rows)
SELECT id, version, first_name, last_name, ssn, date_of_birth, salary, department, job_title, email,
    hired_on, left_on, updated_at, updated_by FROM employee WHERE id = :id;
END
    # The records that the server's load updates.
    cat >"$scratch/update.sql" <<END
\\set n random(0, 8191)
\\set id 1 + :n * $rows / 8192
\\set salary random(3000000, 15000000)
UPDATE employee SET salary = :salary, version = version + 1, updated_at = 1795565672921, updated_by = 'hr'
    WHERE id = :id;
END
}

# Transactions a second of a script on 32 connections, as JSON, after a second to warm up. The time counts from
# the first connection on, and the rate from the last: two seconds more, so that they are all there.
pgbench_rate() {
    run_pgbench 1 "$1" >/dev/null
    run_pgbench "$seconds" "$1" | sed -n 's/^tps = \([0-9.]*\).*/{"per_second":\1}/p'
}

run_pgbench() {
    PGSSLMODE=require pgbench -n -M prepared -c 32 -j 1 -T $(($1 + 2)) -f "$scratch/$2.sql" \
        -h 127.0.0.1 -p "$postgres_port" -U bench postgres 2>>"$scratch/load.errors"
}
