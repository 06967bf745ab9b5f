#!/usr/bin/env bash
# Runs the Windows Python that setup.sh made, in a Windows of its own; the words are Python's.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export WINEPREFIX="$here/.windows/prefix" WINEDEBUG=-all HOME="$here/.windows/home"
# A library of .windows/libraries that a test loads is taken, and not Wine's own of the same name.
export WINEDLLOVERRIDES="netapi32,powrprof,winscard,wlanapi=n,b"
# Compiled files apart: those of Linux lie beside the sources.
export PYTHONPYCACHEPREFIX="Z:$here/.windows/compiled"
# What is said of this system's own folders is not for Windows.
unset HYGIE_HOME PYTHONPATH "${!XDG_@}"
# A Windows program that prints into a plain file fails under Wine: pipes, on both sides.
wine "$here/.windows/python/python.exe" "$@" 2> >(cat >&2) | cat
