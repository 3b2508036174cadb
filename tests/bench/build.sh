#!/usr/bin/env bash
# Measures a build of N synthetic items (10000 by default) on tmpfs, beside a copy of its output and,
# where a `hugo` is found (in PATH or as HUGO=…), beside Hugo on the same texts. Medians of 3.
#
#   tests/bench/build.sh [N]
set -euo pipefail
cd "$(dirname "$0")/../.."

count=${1:-10000}
runs=${RUNS:-3}
bench=$PWD/tests/bench
work=$(mktemp -d "${BENCH_DIR:-/dev/shm}/gongkai-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
hugo=${HUGO:-$(command -v hugo || true)}

cargo build --release --quiet
gongkai=${CARGO_TARGET_DIR:-target}/release/gongkai
"$bench/corpus.py" "$work/portal" -n "$count"

measure() { "$bench/measure.py" -n "$runs" --json "$@"; }
describe() {
    echo "$(find "$1" -type f | wc -l) files, $(du -sm --apparent-size "$1" | cut -f1) MiB"
}

ours=$(measure --clean "$work/out" -- "$gongkai" build -r "$work/portal" -o "$work/out" --as-of 2026-10-01)
echo "output: $(describe "$work/out")"
again=$(measure -- "$gongkai" build -r "$work/portal" -o "$work/out" --as-of 2026-10-01)
copy=$(measure --clean "$work/copy" -- cp -r "$work/out" "$work/copy")
theirs=null
if [ -n "$hugo" ]; then
    rm -rf "$work/copy"
    "$bench/corpus.py" "$work/hugo" -n "$count" --hugo
    theirs=$(measure --clean "$work/hugo/public" -- "$hugo" -s "$work/hugo" --quiet)
    echo "output of Hugo: $(describe "$work/hugo/public")"
fi

echo "$(date -u +%F), $(nproc) processors, $count items, medians of $runs"
python3 - "$ours" "$again" "$copy" "$theirs" <<'PYTHON'
import json
import sys

names = ["gongkai build", "… once more, nothing changed", "cp -r of the output", "hugo"]
figures = [json.loads(text) for text in sys.argv[1:]]
ours = figures[0]
print("| | wall | processor | peak | gongkai build / this, wall | processor |")
print("| :-- | --: | --: | --: | --: | --: |")
for name, figure in zip(names, figures):
    if figure:
        ratios = " | ".join(f"{ours[key] / figure[key]:.2f}" for key in ("wall", "processor"))
        print(f"| {name} | {figure['wall']:.2f} s | {figure['processor']:.2f} s | {figure['peak']:.0f} MB | {ratios} |")
PYTHON
