#!/usr/bin/env bash
# Passes the tests of Windows in two halves, side by side: Windows' own, and the values.
set -u
cd "$(dirname "$0")/../.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

run() {
    bash tools/windows/python.sh -m pytest -p no:cacheprovider "$@"
}

run tests/unit >"$scratch/values" 2>&1 &
values=$!
run tests/windows
own=$?
wait "$values"
ended=$?
cat "$scratch/values"
[ "$own" -eq 0 ] && [ "$ended" -eq 0 ]
