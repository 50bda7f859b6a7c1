#!/bin/sh
# make setup: everything this checkout needs, inside it. Each step says what it does and how long it took, and is
# skipped while what it depends on has not changed. `sh requirements/setup.sh test` adds what the tests need.
set -eu
cd "$(dirname "$0")/.."
want=${1:-run}
log=var/setup.log
steps=4 number=0
[ "$want" = test ] && steps=5
[ -d var ] || mkdir -m 711 var # closed to others but for passing through; `wmp2020` sees to the rest
(umask 077; : >>"$log")
export UV_PYTHON_DOWNLOADS=never UV_NO_PROGRESS=1 UV_LINK_MODE="${UV_LINK_MODE:-}"
[ -n "$UV_LINK_MODE" ] || unset UV_LINK_MODE

stop() { printf 'Setup stops. %s\n' "$*" >&2; exit 1; }
root() { [ "$(id -u)" = 0 ]; }
hash() { cat "$@" | sha256sum | cut -c1-16; }
holds() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }

# step WORDS STAMP HASH COMMAND…: the command runs unless STAMP holds HASH, its words kept in the log.
step() {
  words=$1 stamp=$2 key=$3
  shift 3
  number=$((number + 1))
  if holds "$stamp" "$key"; then printf '[%s/%s] %s: as before\n' "$number" "$steps" "$words"; return; fi
  printf '[%s/%s] %s …' "$number" "$steps" "$words"
  began=$(date +%s)
  printf '\n== %s\n' "$words" >>"$log"
  (every=5; while sleep "$every" >/dev/null 2>&1; do printf ' %s s …' "$(($(date +%s) - began))"; every=$((every * 2)); done) &
  ticker=$!
  went=well
  "$@" >>"$log" 2>&1 </dev/null || went=wrong
  kill "$ticker" && wait "$ticker" 2>/dev/null || :
  if [ "$went" = well ]; then
    printf ' done in %s s\n' "$(($(date +%s) - began))"
    mkdir -p "$(dirname "$stamp")"
    printf %s "$key" >"$stamp"
  else
    printf ' failed\n'
    tail -n 12 "$log" | sed -E 's#https?://[^ /]*#(registry)#g' >&2
    stop "That was: $words. More is in $log; mend it and run the same command again."
  fi
}

python=${PYTHON:-python3}
command -v "$python" >/dev/null || stop "Python 3.11 or newer is missing: apt-get install python3 python3-venv"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  stop "$("$python" --version) is too old: 3.11 or newer is needed (name another with PYTHON=python3.12 make …)."
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  root && command -v apt-get >/dev/null || stop "Python's venv is missing. As root: apt-get install python3-venv"
  printf '      python3-venv is missing: installing it with apt-get …\n'
  { apt-get update && apt-get install -y --no-install-recommends python3-venv; } >>"$log" 2>&1 </dev/null ||
    stop "apt-get install python3-venv failed; see $log"
fi
command -v node >/dev/null || stop "Node.js is missing. As root: apt-get install nodejs npm (18 or newer)"
node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' ||
  stop "Node.js $(node --version) is too old: 18 or newer is needed (apt-get install nodejs npm)."
command -v npm >/dev/null || stop "npm is missing. As root: apt-get install npm"

# A copied or moved checkout, or another Python, makes its environment anew: its scripts name both.
here=$(pwd; "$python" -c 'import sys; print(sys.version, sys.base_prefix)')
keyed() { printf '%s' "$here" | hash - "$@"; }

fetch_uv() {
  rm -rf .uv && "$python" -m venv .uv &&
    .uv/bin/pip install --quiet --no-input --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/uv.lock
}
sync_python() { # a stamp of other locks is no longer true while this runs
  rm -f .venv/run.stamp .venv/test.stamp
  holds .venv/made.stamp "$(keyed)" || { .uv/bin/uv venv --clear --python "$python" .venv && keyed >.venv/made.stamp; }
  .uv/bin/uv pip sync --python .venv/bin/python --require-hashes --compile-bytecode "$1" &&
    .uv/bin/uv pip install --python .venv/bin/python --no-deps --no-build-isolation --offline -e .
}
packages() { grep -c '^[a-zA-Z0-9]' "$1"; }

step "uv, the installer" .uv/stamp "$(keyed requirements/uv.lock)" fetch_uv
run_key=$(keyed requirements/run.lock pyproject.toml) test_key=$(keyed requirements/dev.lock pyproject.toml)
if [ "$want" = test ] || holds .venv/test.stamp "$test_key"; then # the tests' set holds all that `run` needs
  step "$(packages requirements/dev.lock) Python packages" .venv/test.stamp "$test_key" sync_python requirements/dev.lock
else
  step "$(packages requirements/run.lock) Python packages" .venv/run.stamp "$run_key" sync_python requirements/run.lock
fi
node_key=$(keyed package.json package-lock.json .npmrc; node --version)
step "$(grep -c '"node_modules/' package-lock.json) browser packages" node_modules/stamp "$(echo "$node_key" | hash -)" \
  npm ci --ignore-scripts --no-audit --no-fund --no-progress --loglevel=error
step "style sheets, scripts, maps" build/stamp "$(find wmp2020/website/assets -type f | LC_ALL=C sort | tr '\n' '\0' |
  xargs -0 sha256sum | hash - package-lock.json package.json)" npm run --silent build

if [ "$want" = test ]; then
  if command -v chromium >/dev/null; then
    number=$((number + 1))
    printf '[%s/%s] chromium: %s\n' "$number" "$steps" "$(command -v chromium)"
  else
    root && command -v apt-get >/dev/null || stop "The tests walk through pages in chromium. As root: apt-get install chromium"
    browser() { apt-get update && apt-get install -y --no-install-recommends chromium; }
    step "chromium, for the tests in a browser" var/none "" browser
  fi
fi
