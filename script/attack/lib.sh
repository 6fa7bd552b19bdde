# shellcheck shell=bash
# Sourced by the attacks: a server of their own, with demo data in a throw-away database and no limits on how often one may ask.

# shellcheck source=script/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

binary=${SHS_BINARY:-$target/debug/shs}
attack_scratch=$(mktemp -d)
attack_server=
# The server may have to run its PostgreSQL as another user, who must get through here.
chmod 755 "$attack_scratch"

attack_tidy() {
    local status=$? pidfile
    trap - EXIT
    if [ -n "$attack_server" ]; then
        kill -TERM "$attack_server" 2>/dev/null || true
        for _ in $(seq 50); do kill -0 "$attack_server" 2>/dev/null || break; sleep 0.2; done
        kill -KILL "$attack_server" 2>/dev/null || true
        wait "$attack_server" 2>/dev/null || true
    fi
    find "$attack_scratch" -name postmaster.pid 2>/dev/null | while read -r pidfile; do
        kill -QUIT "$(head -n1 "$pidfile")" 2>/dev/null || true
    done
    rm -rf "$attack_scratch" 2>/dev/null || { sleep 1; rm -rf "$attack_scratch"; }
    exit $status
}
trap attack_tidy EXIT
trap 'exit 130' INT TERM

# attack_serve [limits]: starts the server; $base is its address. With `limits` the limits are those of the product.
attack_serve() {
    local port name
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    base=http://127.0.0.1:$port
    export LEPTOS_SITE_ADDR=127.0.0.1:$port SHS_DATA_DIR=$attack_scratch/data
    unset DATABASE_URL
    if [ "${1:-}" != limits ]; then
        for name in GENERAL REGISTER LOGIN ENGINE ENGINE_ADDRESS BOOKING BOOKING_ADDRESS; do export "SHS_LIMIT_$name=off"; done
    fi
    "$binary" migrate >"$attack_scratch/migrate.log" 2>&1 || { cat "$attack_scratch/migrate.log" >&2; return 1; }
    "$binary" seed --demo >"$attack_scratch/seed.log" 2>&1 || { cat "$attack_scratch/seed.log" >&2; return 1; }
    "$binary" serve </dev/null >"$attack_scratch/server.log" 2>&1 &
    attack_server=$!
    for _ in $(seq 300); do
        curl -fs -o "$attack_scratch/ready" "$base/api/health/ready" && return
        kill -0 "$attack_server" 2>/dev/null || break
        sleep 0.2
    done
    tail -n 50 "$attack_scratch/server.log" >&2
    die "the server did not become ready"
}

demo_password=demo-password-2026

# attack_cookie ROLE: the session cookie of a demo account.
attack_cookie() {
    curl -fs -D - -o /dev/null "$base/api/auth/login/" -H 'content-type: application/json' \
        -d "{\"email\":\"$1@demo.example\",\"password\":\"$demo_password\"}" | tr -d '\r' |
        sed -n 's/^[Ss]et-[Cc]ookie: \(\(__Host-\)\{0,1\}shs=[^;]*\).*/\1/p'
}

# attack_token ROLE: a personal token of a demo account, which lasts as long as the attack does.
attack_token() {
    curl -fs "$base/api/users/me/tokens/" -H "cookie: $(attack_cookie "$1")" -H "origin: $base" -H 'content-type: application/json' \
        -d "{\"name\":\"attack $RANDOM$RANDOM\",\"scope\":\"read write\",\"days\":1,\"password\":\"$demo_password\"}" |
        python3 -c 'import json, sys; print(json.load(sys.stdin)["data"]["token"])'
}
