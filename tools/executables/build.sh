#!/bin/sh
# Builds dist/hygie-poste for this system, and dist/hygie-poste.exe with the Windows Python.
# One file each, that reads a workstation without installation, for colleagues' machines.
set -eu
cd "$(dirname "$0")/../.."

SPEC=tools/executables/hygie-poste.spec
TARGET=$PWD/.windows/python/Lib/site-packages

install_here() {
    .venv/bin/python -m pip --quiet --disable-pip-version-check install --require-hashes \
        -r requirements/executables.txt
}

install_for_windows() {
    [ -d "$TARGET/PyInstaller" ] && return
    .venv/bin/python tools/windows/wheels.py requirements/executables.txt \
        >.windows/executables.txt
    .venv/bin/python -m pip --quiet --disable-pip-version-check install --require-hashes \
        --target "$TARGET" --upgrade --platform win_amd64 --python-version 3.11 \
        --implementation cp --only-binary=:all: --no-deps -r .windows/executables.txt
}

# The options of both; what is built in between is kept apart.
options() {
    echo "--noconfirm --clean --log-level ERROR --distpath dist --workpath build/$1 $SPEC"
}

install_here
install_for_windows
# shellcheck disable=SC2046  # the options are words
.venv/bin/python -m PyInstaller $(options linux)
# shellcheck disable=SC2046
bash tools/windows/python.sh -m PyInstaller $(options windows)
ls -l dist/hygie-poste dist/hygie-poste.exe
