#!/bin/sh
# Passes the floors of tests two by two, so that both processors of a small machine work: values
# on one side, the real world on the other. Says each whole, one after the other, and how both ended.
set -u
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'kill $values 2>/dev/null' INT TERM

run() {
    .venv/bin/coverage run --parallel-mode -m pytest -p no:cacheprovider "$@"
}

.venv/bin/coverage erase
run tests/unit tests/content tests/house tests/windows tests/executables >"$scratch/values" 2>&1 &
values=$!
run tests/integration tests/end_to_end
world=$?
wait "$values"
ended=$?
cat "$scratch/values"
.venv/bin/coverage combine --quiet
[ "$world" -eq 0 ] && [ "$ended" -eq 0 ]
