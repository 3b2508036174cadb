#!/bin/bash
# How many requests the preview answers: 10 s of wrk on loopback against an item's page of the
# portal in this repository. Needs wrk (Debian package `wrk`).
#   tests/bench/serve-load.sh [path of the page]
# GONGKAI names a program that was built before.
set -euo pipefail
cd "$(dirname "$0")/../.."
page=${1:-/zhengce/chengnuo-2025.html}
if [ -z "${GONGKAI:-}" ]; then
  cargo build --quiet --release
  GONGKAI=target/release/gongkai
fi
log=$(mktemp)
"$GONGKAI" serve --port 18111 2>"$log" &
server=$!
trap 'kill $server; rm -f "$log"' EXIT
until grep -q '预览地址' "$log"; do sleep 0.1; done
root=$(sed -n 's|.*\(http://127.0.0.1:[0-9]*\)/.*|\1|p' "$log" | head -1)
memory() { awk '/VmRSS/ { print $2 }' "/proc/$server/status"; }
curl --silent --fail --output /dev/null "$root$page"
wrk --threads 1 --connections 32 --duration 1s "$root$page" >/dev/null
before=$(memory)
wrk --threads 1 --connections 32 --duration 10s --latency "$root$page"
after=$(memory)
echo "memory before ${before} KB, after ${after} KB, growth $((after - before)) KB"
