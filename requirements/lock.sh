#!/bin/sh
# make lock: every package with its hashes and without addresses, so that any mirror serves and none is named.
set -eu
cd "$(dirname "$0")/.."
export UV_PYTHON_DOWNLOADS=never
uv=.uv/bin/uv
$uv lock --quiet "$@"
write() {
  to=$1
  shift
  $uv export --quiet --frozen --no-emit-index-url --no-emit-project --no-annotate --no-header --format requirements-txt \
    --output-file "requirements/$to" "$@" >/dev/null
}
write run.lock --no-dev --group build
write dev.lock --group dev --group build
write opendata.lock --only-group opendata
sed -n 's/^# uv: //p' requirements/lock.sh | $uv pip compile --quiet --generate-hashes --no-header --no-annotate \
  --no-emit-index-url --output-file requirements/uv.lock - >/dev/null
# The installer itself:
# uv: uv>=0.13,<0.14
