#!/usr/bin/env bash
# The long programme, run by hand before a release: the random tests of `cargo test` with many
# more turns, the portal in Firefox and under Lighthouse, then each fuzz target for a while where cargo-fuzz is installed.
#
# GONGKAI_SITES  random sites of the non-interference test (10000)
# GONGKAI_KILLS  moments at which publishing is killed (500)
# GONGKAI_EDITS  random edits after which a warm build is compared with a cold one (10000)
# GONGKAI_MOVES  single edits after which the site is compared with one made anew (20000)
# GONGKAI_DISK_EDITS  the same on disk, with the preview itself (2000)
# FUZZ_SECONDS   time for each fuzz target (600)
set -euo pipefail
cd "$(dirname "$0")/.."

export GONGKAI_SITES=${GONGKAI_SITES:-10000}
export GONGKAI_KILLS=${GONGKAI_KILLS:-500}
export GONGKAI_EDITS=${GONGKAI_EDITS:-10000}
export GONGKAI_MOVES=${GONGKAI_MOVES:-20000}
export GONGKAI_DISK_EDITS=${GONGKAI_DISK_EDITS:-2000}
cargo test --release --test it -- --nocapture gate:: determinism:: warm::
cargo test --release --lib -- --nocapture publish::tests::crash::

# Firefox is spoken to by puppeteer-core, which is installed for this only; without root the browser must be there.
if ! command -v firefox-esr >/dev/null && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends firefox-esr
fi
if command -v firefox-esr >/dev/null; then
    tools=$(mktemp -d)
    npm install --no-audit --no-fund --prefix "$tools" puppeteer-core@24.43.1 >/dev/null
    cargo build --release
    FIREFOX=$(command -v firefox-esr) GONGKAI=target/release/gongkai node tests/browser/firefox.mjs "$tools"
    rm -rf "$tools"
else
    echo "firefox-esr is missing: the portal is not tried in Firefox"
fi

# Lighthouse 12 is the last that runs on Node 20; it weighs 200 MB, so it is installed for this only.
tools=$(mktemp -d)
PUPPETEER_SKIP_DOWNLOAD=1 npm install --no-audit --no-fund --prefix "$tools" lighthouse@12.8.2 >/dev/null
cargo build --release
GONGKAI=target/release/gongkai node tests/browser/lighthouse.mjs "$tools"
rm -rf "$tools"

if [ -d fuzz ] && cargo fuzz --version >/dev/null 2>&1; then
    for target in $(cargo fuzz list); do
        cargo fuzz run "$target" -- -max_total_time="${FUZZ_SECONDS:-600}"
    done
else
    echo "cargo-fuzz or the folder fuzz/ is missing: no fuzzing"
fi
