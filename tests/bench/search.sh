#!/usr/bin/env bash
# Measures search on a synthetic portal, by the real client in a real Chromium, against a plain scan
# of the same texts; with --pagefind also Pagefind 1.6 on the same pages.
#
#   tests/bench/search.sh [ITEMS] [--laws FOLDER] [--seed N] [--pagefind]
#   tests/bench/search.sh --quick
#
# ITEMS is 10000 by default. --laws takes the words from the Markdown statutes of FOLDER (the public repository
# LawRefBook/Laws) in place of invented ones. --seed chooses other queries. --quick is the check for every day: 300 items, a debug
# build, closes with `N passed, N failed` and fails when anything that is on a page is not found.
# PAGEFIND names the extended binary of Pagefind, else its package is installed below the work
# folder. KEEP=1 leaves the work folder, BENCH_DIR says where it is made (default: in memory).
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1
cd "$(dirname "$0")/../.."

count=10000
quick=
laws=()
seed=()
pagefind=
while [ $# -gt 0 ]; do
    case $1 in
    --quick) quick=1 ;;
    --laws) laws=(--laws "$2") && shift ;;
    --seed) seed=(--seed "$2") && shift ;;
    --pagefind) pagefind=1 ;;
    *) count=$1 ;;
    esac
    shift
done

here=$PWD/tests/bench
work=$(mktemp -d "${BENCH_DIR:-/dev/shm}/gongkai-search.XXXXXX")
[ -n "${KEEP:-}" ] || trap 'rm -rf "$work"' EXIT
[ -e tests/browser/node_modules ] || (cd tests/browser && npm ci --no-audit --no-fund >/dev/null)

profile=release
[ -z "$quick" ] || profile=debug
gongkai=${GONGKAI:-${CARGO_TARGET_DIR:-target}/$profile/gongkai}
make_portal() { python3 "$here/search/portal.py" "$@" "${laws[@]}"; }
build() { "$gongkai" build -r "$1/portal" -o "$2" --as-of 2026-10-05 "${@:3}"; }

if [ -n "$quick" ]; then
    [ -n "${GONGKAI:-}" ] || cargo build --quiet
    make_portal "$work" -n 300
    python3 "$here/search/queries.py" "$work" --scale 0.4
    build "$work" "$work/out" >"$work/build.log" || { tail -20 "$work/build.log" && exit 1; }
    node "$here/search/ours.mjs" "$work/out" "$work/queries.json" "$work/ours.json" --cold 0
    python3 "$here/search/table.py" "$work" --assert
    exit
fi

[ -n "${GONGKAI:-}" ] || cargo build --release --quiet
[ -z "${KEEP:-}" ] || echo "work folder: $work"
echo "$(date -u +%F), $(nproc) processors, $count items, ${laws[*]:-invented words}"
make_portal "$work" -n "$count"
python3 "$here/search/queries.py" "$work" "${seed[@]}"

measure() { python3 "$here/measure.py" -n "${RUNS:-3}" --json "$@"; }
as_of=(--as-of 2026-10-05)
whole=$(measure --clean "$work/out" -- "$gongkai" build -r "$work/portal" -o "$work/out" "${as_of[@]}")
copy=$(measure --clean "$work/copy" -- cp -r "$work/out" "$work/copy")
rm -rf "$work/copy"
sed 's/^\[markdown\]/build_search_index = false\n&/' "$work/portal/config.toml" >"$work/portal/plain.toml"
plain=$(measure --clean "$work/plain" -- "$gongkai" build -r "$work/portal" -c plain.toml -o "$work/plain" "${as_of[@]}")
[ ! -e "$work/plain/search" ] || echo "build_search_index = false was ignored: nothing tells what the index costs" >&2
rm -rf "$work/plain"
make_portal "$work/more" -n "$count" --more 10
build "$work/more" "$work/more/out" >/dev/null 2>&1
ours=$(python3 "$here/search/sizes.py" "$work/out/search" "$work/more/out/search")
rm -rf "$work/more/out"

theirs=null
if [ -n "$pagefind" ]; then
    if [ -z "${PAGEFIND:-}" ]; then
        npm install --silent --no-audit --no-fund --prefix "$work/npm" pagefind@1.6.0 >/dev/null
        PAGEFIND=$(find "$work/npm/node_modules/@pagefind" -name pagefind_extended)
    fi
    python3 "$here/search/pages.py" "$work/out" "$work/items.jsonl" "$work/pagefind"
    time=$(RUNS=1 measure --clean "$work/pagefind/pagefind" -- "$PAGEFIND" --site "$work/pagefind")
    cp -r "$work/more/portal" "$work/more/again"
    build "$work/more" "$work/more/out" >/dev/null 2>&1
    python3 "$here/search/pages.py" "$work/more/out" "$work/more/items.jsonl" "$work/more/pagefind"
    "$PAGEFIND" --site "$work/more/pagefind" >/dev/null
    theirs="{\"time\": $time, \"sizes\": $(python3 "$here/search/sizes.py" "$work/pagefind/pagefind" "$work/more/pagefind/pagefind")}"
fi
rm -rf "$work/more"

python3 - "$work" "$whole" "$plain" "$copy" "$ours" "$theirs" <<'PYTHON'
import json
import pathlib
import sys

work = pathlib.Path(sys.argv[1])
whole, plain, copy, ours, theirs = (json.loads(text) for text in sys.argv[2:])
with (work / "items.jsonl").open(encoding="utf-8") as lines:
    items = [item for item in map(json.loads, lines) if not item["withheld"]]
text = sum(len("".join([item["title"], *item["lines"]]).encode()) for item in items)
build = {
    "items": len(items), "text": text,
    "characters": sum(len(item["title"]) + sum(map(len, item["lines"])) for item in items) / len(items),
    "ours": {**ours, **whole, "index": whole["processor"] - plain["processor"], "copy": copy, "plain": plain},
}
if theirs:
    build["pagefind"] = {**theirs["sizes"], **theirs["time"], "index": theirs["time"]["processor"]}
(work / "build.json").write_text(json.dumps(build, ensure_ascii=False))
print(f"build without search: {plain['wall']:.2f} s wall, {plain['processor']:.2f} s processor, {plain['peak']:.0f} MB")
PYTHON

node "$here/search/ours.mjs" "$work/out" "$work/queries.json" "$work/ours.json"
if [ -n "$pagefind" ]; then
    node "$here/search/pagefind.mjs" "$work/pagefind" "$work/queries.json" "$work/pagefind.json"
fi
python3 "$here/search/table.py" "$work"
