#!/usr/bin/env bash
# Restarts behind nginx under load: two instances, each stopped with SIGTERM and started again in turn.
#
#   Benchmarks/restarts.sh [RESTARTS] [PAUSE]      20 restarts, PAUSE seconds (0.5) between two of them
#
# Needs wrk and nginx (Debian's packages) and a release build. nginx runs the shipped configuration with its
# addresses replaced and its limits for each address lifted, since all load comes from one. Prints how many answers were
# not 2xx, and how many connections failed. Listens on loopback only and stops what it started.
set -euo pipefail
cd "$(dirname "$0")/.."
restarts=${1:-20} pause=${2:-0.5}
work=$(mktemp -d); instances=(); nginx=; load=
stop_all() { kill "${instances[@]}" "$nginx" "$load" 2>/dev/null || true; rm -rf "$work"; }
trap stop_all EXIT

ports=(9211 9212)
export PARLEY_SECRET=benchmark-secret-of-at-least-32-bytes
.build/release/parley import shop Data --db "$work/db" > /dev/null

ready() { for _ in $(seq 200); do curl -fsS "http://127.0.0.1:$1/readyz" > /dev/null 2>&1 && return; sleep 0.05; done; return 1; }
start() {
  .build/release/parley serve --db "$work/db" --listen "127.0.0.1:${ports[$1]}" > /dev/null 2>&1 &
  instances[$1]=$!
}
start 0; start 1
ready "${ports[0]}"; ready "${ports[1]}"

sed -e "s/parley1:8080/127.0.0.1:${ports[0]}/; s/parley2:8080/127.0.0.1:${ports[1]}/; /parley3:8080/d" \
    -e 's/listen 8000;/listen 127.0.0.1:9210;/; /limit_req zone=/d' \
    -e 's/limit_conn connections_per_address 20/limit_conn connections_per_address 1000/' \
    -e 's#access_log /dev/stdout parley#access_log off#' nginx/nginx.conf > "$work/nginx.conf"
nginx -p "$work" -c nginx.conf -g 'daemon off;' 2> "$work/nginx.log" &
nginx=$!
ready 9210 || sleep 1

cat > "$work/chat.lua" <<'L'
wrk.method, wrk.body = "POST", '{"message":"where is my order?"}'
wrk.headers["Content-Type"] = "application/json"
L
seconds=$(awk -v n="$restarts" -v p="$pause" 'BEGIN { printf "%d", n * (p + 1.5) + 5 }')
wrk -t1 -c32 -d"${seconds}s" --timeout 10s -s "$work/chat.lua" http://127.0.0.1:9210/v1/chat > "$work/wrk" &
load=$!
for n in $(seq "$restarts"); do
  which=$((n % 2)); old=${instances[$which]}
  kill -TERM "$old"; wait "$old" 2>/dev/null || true
  start "$which"; ready "${ports[$which]}"
  sleep "$pause"
done
wait "$load"; load=
grep -E 'requests in|Non-2xx|Socket errors' "$work/wrk" || true
grep -q 'Non-2xx' "$work/wrk" || echo "  Non-2xx or 3xx responses: 0"
grep -q 'Socket errors' "$work/wrk" || echo "  Socket errors: 0"
