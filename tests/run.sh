#!/usr/bin/env bash
# Runs every test of the project and closes with one line, `N passed, N failed`.
#
# Installs what is missing first: with root and apt, Chromium, a Chinese font, Java for the checker of
# HTML and poppler for printed pages; with npm, the packages pinned in tests/browser. Without root they must be there already.
set -uo pipefail
cd "$(dirname "$0")/.."

passed=0
failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# Runs one step that either holds or does not.
step() {
    local name=$1
    shift
    echo "== $name: $*"
    if "$@"; then
        passed=$((passed + 1))
    else
        echo "== $name failed"
        failed=$((failed + 1))
    fi
}

# Runs a step that counts its own tests in lines `… N passed; N failed …` or `N passed, N failed`.
counted() {
    local name=$1 status good bad
    shift
    echo "== $name: $*"
    "$@" 2>&1 | tee "$log"
    status=${PIPESTATUS[0]}
    good=$(sed -nE 's/^(test result: [a-zA-Z]+\. )?([0-9]+) passed[;,] [0-9]+ failed.*/\2/p' "$log" | paste -sd+ | bc_sum)
    bad=$(sed -nE 's/^(test result: [a-zA-Z]+\. )?[0-9]+ passed[;,] ([0-9]+) failed.*/\2/p' "$log" | paste -sd+ | bc_sum)
    # A step that died before it counted anything has failed all the same.
    if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
        echo "== $name failed with status $status"
        bad=1
    fi
    passed=$((passed + good))
    failed=$((failed + bad))
}

bc_sum() {
    local sum
    read -r sum || true
    echo $((${sum:-0}))
}

as_root() { [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; }

install_missing() {
    local wanted=()
    command -v chromium >/dev/null || wanted+=(chromium)
    command -v node >/dev/null || wanted+=(nodejs)
    command -v npm >/dev/null || wanted+=(npm)
    command -v java >/dev/null || wanted+=(openjdk-17-jre-headless)
    command -v pdftotext >/dev/null || wanted+=(poppler-utils)
    fc-list 2>/dev/null | grep -q 'Noto.*CJK' || wanted+=(fontconfig fonts-noto-cjk)
    if [ ${#wanted[@]} -gt 0 ]; then
        if as_root; then
            apt-get update -q && DEBIAN_FRONTEND=noninteractive \
                apt-get install -q -y --no-install-recommends "${wanted[@]}"
        else
            echo "please install: ${wanted[*]}"
        fi
    fi
    if [ ! -e tests/browser/node_modules/.package-lock.json ] ||
        [ tests/browser/package-lock.json -nt tests/browser/node_modules/.package-lock.json ]; then
        (cd tests/browser && npm ci --no-audit --no-fund --ignore-scripts)
    fi
}

browser() {
    cargo build --quiet && node tests/browser/run.mjs
}

install_missing
step "format" cargo fmt --check
step "lint" cargo clippy --quiet --all-targets -- -D warnings
counted "tests" cargo test --no-fail-fast
step "documentation" env RUSTDOCFLAGS="-D warnings" \
    cargo doc --quiet --no-deps --document-private-items
counted "browser" browser
counted "search" tests/bench/search.sh --quick

echo
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
