#!/usr/bin/env bash
# Measures the preview on N synthetic items (10000 by default): from a save to the change in a real Chromium,
# for each sort of edit; the cold start to the first paint; the memory of the server.
#
#   tests/bench/serve.sh [N]
#
# TURNS is how often each edit is made (20), GONGKAI names the program (else it is built), BENCH_DIR says where
# the portal lies (default: in memory), TALK=1 shows what the program says.
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1
cd "$(dirname "$0")/../.."

count=${1:-10000}
work=$(mktemp -d "${BENCH_DIR:-/dev/shm}/gongkai-serve.XXXXXX")
trap 'rm -rf "$work"' EXIT
[ -e tests/browser/node_modules ] || (cd tests/browser && npm ci --no-audit --no-fund >/dev/null)
[ -n "${GONGKAI:-}" ] || cargo build --release --quiet
gongkai=${GONGKAI:-${CARGO_TARGET_DIR:-target}/release/gongkai}

tests/bench/corpus.py "$work/portal" -n "$count"
echo "$(date -u +%F), $(nproc) processors, $count items"
node tests/bench/serve/measure.mjs "$gongkai" "$work/portal" themes/gongkai --turns "${TURNS:-20}"
