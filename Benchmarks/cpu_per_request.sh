#!/usr/bin/env bash
# Processor time a request: parley against nginx `return 200` and a usual rule bot, in turns, in one run.
#
#   Benchmarks/cpu_per_request.sh [ROUNDS]
#
# Needs wrk and nginx (Debian's packages), the evaluation data and peers beside the project (../shared), and
# for the third peer a Python with fastapi, uvicorn and rank_bm25 in $PEER_PYTHON. Listens on loopback only,
# pins servers to core 1 and the load to core 0, and stops what it started. Each line tells how much of the two cores the
# hypervisor gave to others meanwhile (`steal` of /proc/stat): a round with more than a few per cent measures them.
set -euo pipefail
cd "$(dirname "$0")/.."
shared=../shared rounds=${1:-3} seconds=4
work=$(mktemp -d); started=()
trap 'kill "${started[@]}" 2>/dev/null; rm -rf "$work"' EXIT

python3 - "$shared/data/bitext_8k/dev.csv" > "$work/bodies" <<'P'
import csv, json, sys
for row in csv.DictReader(open(sys.argv[1], encoding="utf-8")):
    print(json.dumps({"message": row["utterance"]}))
P
cat > "$work/chat.lua" <<L
local bodies = {}
for body in io.lines("$work/bodies") do bodies[#bodies + 1] = body end
local i = 0
request = function()
  i = i % #bodies + 1
  return wrk.format("POST", "/v1/chat", {["Content-Type"] = "application/json"}, bodies[i])
end
L

.build/release/parley import shop Data --db "$work/db" > /dev/null
taskset -c 1 .build/release/parley serve --db "$work/db" --listen 127.0.0.1:9102 --threads 1 > "$work/log" 2>/dev/null &
parley=$!; started+=("$parley")
mkdir "$work/nginx"; sed 's/9001/9101/; s#/tmp/nginx_static_body#'"$work"'/nginx/body#' "$shared/peers/nginx_static.conf" > "$work/nginx/nginx.conf"
taskset -c 1 nginx -p "$work/nginx" -c nginx.conf 2>/dev/null &
started+=("$!"); sleep 1; nginx=$(pgrep -P "${started[-1]}")
names=("parley" "nginx return 200"); pids=("$parley" "$nginx"); ports=(9102 9101)
if [ -n "${PEER_PYTHON:-}" ]; then
  (cd "$shared/peers" && exec taskset -c 1 "$PEER_PYTHON" -m uvicorn seed_bot:app --port 9103 --no-access-log --log-level error) &
  started+=("$!"); sleep 4
  names+=("seed_bot.py"); pids+=("$!"); ports+=(9103)
fi

stolen() { awk '/^cpu[01] / { sum += $9 } END { print sum }' /proc/stat; }
ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }
for _ in $(seq "$rounds"); do
  for i in "${!names[@]}"; do
    before=$(ticks "${pids[i]}") lost=$(stolen)
    out=$(taskset -c 0 wrk -t1 -c16 -d${seconds}s -s "$work/chat.lua" "http://127.0.0.1:${ports[i]}/v1/chat")
    after=$(ticks "${pids[i]}") lost=$(($(stolen) - lost))
    requests=$(awk '/requests in/ { print $1 }' <<< "$out")
    rate=$(awk '/Requests\/sec/ { print $2 }' <<< "$out")
    grep -q "Non-2xx" <<< "$out" && { echo "${names[i]}: not all answers were 200"; exit 1; }
    awk -v n="${names[i]}" -v t=$((after - before)) -v r="$requests" -v s="$rate" -v l="$lost" -v d="$seconds" \
      'BEGIN { printf "%-18s %7.2f us CPU a request  %9.0f requests/s  %4.1f %% stolen\n", n, t * 10000 / r, s, l / 2 / d }'
  done
done
grep -E 'VmRSS|RssAnon' "/proc/$parley/status" | tr -s '\t ' ' '
