#!/usr/bin/env bash
# Passes the floors of tests in two halves, so that both processors of a small machine work: values
# and the local app on one side, the rest of the real world on the other. Says each whole, one after
# the other, and how both ended.
set -u
# Without this, what runs beside would ignore Ctrl+C, and so would what it tests.
set -m
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'kill -- -"$values" 2>/dev/null' INT TERM

run() {
    .venv/bin/coverage run --parallel-mode -m pytest -p no:cacheprovider "$@"
}

.venv/bin/coverage erase
run tests/integration/test_app_*.py tests/content tests/house tests/unit tests/windows \
    tests/executables >"$scratch/values" 2>&1 &
values=$!
ignored=()
for file in tests/integration/test_app_*.py; do
    ignored+=("--ignore=$file")
done
run tests/integration tests/end_to_end "${ignored[@]}"
world=$?
wait "$values"
ended=$?
cat "$scratch/values"
.venv/bin/coverage combine --quiet
[ "$world" -eq 0 ] && [ "$ended" -eq 0 ]
