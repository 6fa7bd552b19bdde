# shellcheck shell=bash disable=SC2034,SC2119,SC2120
# Sourced by every script: where things lie, which toolchain and tools are used, how to say things.
# By hand, `. script/lib.sh` gives a shell the same PATH, for instance for `cargo leptos watch`.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# Outside the checkout, so that a fresh clone finds the tools ready.
tools=${SHS_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/smart-health}

say() { printf '\033[1m==> %s\033[0m\n' "$*" >&2; }
die() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }
sha256() { if have sha256sum; then sha256sum "$@"; else shasum -a 256 "$@"; fi; }
# One short word that changes when any of these files does (their names do not count).
key_of() { cat "$@" | sha256 | cut -c1-16; }
# The version of a crate in Cargo.lock.
locked() { awk -v name="\"$1\"" '$1 == "name" { found = $3 == name } $1 == "version" && found { gsub(/"/, "", $3); print $3; exit }' "$root/Cargo.lock"; }

bindgen_home=$tools/wasm-bindgen-$(locked wasm-bindgen)
site_home=$tools/site-$(key_of "$root"/script/site/Cargo.{toml,lock} "$root"/script/site/src/*.rs)
style_home=$tools/style-$(key_of "$root"/style/package-lock.json)
deny_home=$tools/cargo-deny-0.20.2
browser_home=$tools/end2end-$(key_of "$root"/end2end/package-lock.json)
contract_home=$tools/contract-$(key_of "$root"/script/attack/requirements.txt)

# CI works in a fresh clone each time: keep what is compiled outside it.
if [ "${CI:-}" = true ] && [ -z "${CARGO_TARGET_DIR:-}" ]; then
    CARGO_TARGET_DIR=${SHS_TARGET_DIR:-/var/tmp/smart-health-build}
    { mkdir -p "$CARGO_TARGET_DIR" && [ -w "$CARGO_TARGET_DIR" ]; } 2>/dev/null || CARGO_TARGET_DIR=$tools/target
    export CARGO_TARGET_DIR
fi
target=${CARGO_TARGET_DIR:-$root/target}
case $target in /*) ;; *) target=$PWD/$target ;; esac
site=$target/site
# What script/build calls the files in site/pkg; `output-name` in Cargo.toml and Leptos.toml.
site_name=smart-health

# $tools/rust exists only where the distribution's toolchain was chosen: it then goes before rustup's.
PATH=$tools/rust:$deny_home/bin:$bindgen_home/bin:$site_home/bin:$style_home/node_modules/.bin:$PATH:$HOME/.cargo/bin
# Tailwind finds `@import "tailwindcss"` and the typefaces here.
NODE_PATH=$style_home/node_modules
export PATH NODE_PATH

export SHS_ENCODER_DIR=${SHS_ENCODER_DIR:-$tools/all-minilm-l6-v2}
export LEPTOS_SITE_ROOT=${LEPTOS_SITE_ROOT:-$site}
# The system's Chromium, where there is one and nothing else was said; asked again once bootstrap may have installed it.
find_chromium() {
    [ -n "${SHS_CHROMIUM:-}" ] || [ ! -x /usr/bin/chromium ] || export SHS_CHROMIUM=/usr/bin/chromium
}
find_chromium

# Runs a named stage and says how long it took.
stage() {
    local name=$1 start=$SECONDS
    shift
    say "$name"
    local status=0
    # Not `"$@" || …`: that would switch `set -e` off inside, where the stage itself is called without a condition.
    "$@"
    status=$?
    say "$name: $((SECONDS - start)) s"
    return $status
}
