#!/bin/sh
# Makes .windows: a genuine CPython 3.11 for Windows under Wine, with Hygie's own dependencies.
# Its DLLs come from a wheel, its Python files from the Python of this system, the rest from Debian.
# It is Windows' Python on Wine's system calls, not Windows: see docs/plateformes.md.
set -eu
cd "$(dirname "$0")/../.."
. tools/packages.sh

HOME_OF_IT="$PWD/.windows"
PYTHON="$HOME_OF_IT/python"
COMPILER=x86_64-w64-mingw32-gcc
STANDARD_LIBRARY='
import sys, sysconfig
sys.exit(1) if sys.version_info[:2] != (3, 11) else print(sysconfig.get_path("stdlib"))'

find_programs() {
    if command -v wine >/dev/null && command -v $COMPILER >/dev/null; then
        return
    fi
    install_packages wine wine64 gcc-mingw-w64-x86-64-win32
}

find_standard_library() {
    for name in .venv/bin/python python3.11 /usr/bin/python3.11; do
        if "$name" -c "$STANDARD_LIBRARY" 2>/dev/null; then
            return
        fi
    done
    say "Il faut aussi un Python 3.11 de ce système, pour ses fichiers." \
        "Sur Debian 12 : sudo apt-get install libpython3.11-stdlib python3.11"
    exit 1
}

pip() {
    .venv/bin/python -m pip --quiet --no-input --disable-pip-version-check "$@" \
        --platform win_amd64 --python-version 3.11 --implementation cp \
        --only-binary=:all: --no-deps --require-hashes || {
        say "Les paquets de Windows n'ont pas pu être pris." \
            "Vérifiez la connexion à Internet, puis relancez la même commande."
        exit 1
    }
}

unpack_python() {
    mkdir -p "$PYTHON/DLLs"
    pip download --dest "$HOME_OF_IT/wheels" -r requirements/windows.txt
    .venv/bin/python -m zipfile -e "$HOME_OF_IT"/wheels/panda3d-*.whl "$HOME_OF_IT/wheels/panda3d"
    mv "$HOME_OF_IT"/wheels/panda3d/deploy_libs/*.pyd "$PYTHON/DLLs"
    mv "$HOME_OF_IT"/wheels/panda3d/deploy_libs/*.dll "$PYTHON"
    rm -rf "$HOME_OF_IT/wheels" "$PYTHON"/api-ms-win-*   # Wine has its own
    cp -rL "$1" "$PYTHON/Lib"
    for unused in test idlelib tkinter turtledemo ensurepip lib-dynload site-packages; do
        rm -rf "$PYTHON/Lib/$unused"
    done
    rm -rf "$PYTHON"/Lib/config-* "$PYTHON"/Lib/sitecustomize.py
    mkdir "$PYTHON/Lib/site-packages"
}

# The names python311.dll exports, each sent on to it.
forwarded_names() {
    printf 'LIBRARY python3.dll\nEXPORTS\n'
    x86_64-w64-mingw32-objdump -p "$PYTHON/python311.dll" |
        awk '/\[Ordinal\/Name Pointer\] Table/ { table = 1; next }
             table && /\[ *[0-9]+\]/ { print "  " $NF " = python311." $NF }'
}

compile() {
    $COMPILER -municode -O1 -o "$PYTHON/python.exe" tools/windows/launcher.c
    forwarded_names >"$HOME_OF_IT/python3.def"
    $COMPILER -shared -nostdlib -e DllMainCRTStartup -o "$PYTHON/python3.dll" \
        tools/windows/forwarder.c "$HOME_OF_IT/python3.def"
    $COMPILER -shared -O1 -o "$PYTHON/bcryptprimitives.dll" tools/windows/process_prng.c -ladvapi32
    mkdir "$HOME_OF_IT/libraries"
    for library in netapi32 powrprof winscard wlanapi; do
        $COMPILER -shared -O1 -o "$HOME_OF_IT/libraries/$library.dll" "tools/windows/$library.c"
    done
}

make_windows() {
    export WINEPREFIX="$HOME_OF_IT/prefix" WINEDEBUG=-all HOME="$HOME_OF_IT/home"
    mkdir "$HOME"
    wineboot --init >/dev/null 2>&1
    wine winecfg -v win10 >/dev/null 2>&1
    wineserver -w
    mv "$PYTHON/bcryptprimitives.dll" "$WINEPREFIX/drive_c/windows/system32/"
}

install_dependencies() {
    .venv/bin/python tools/windows/wheels.py requirements/dev.txt >"$HOME_OF_IT/requirements.txt"
    pip install --target "$PYTHON/Lib/site-packages" -r "$HOME_OF_IT/requirements.txt"
    # The sources themselves, as Windows sees them.
    printf 'Z:%s\r\n' "$PWD/src" >"$PYTHON/Lib/site-packages/hygie.pth"
    cp tools/windows/sitecustomize.py "$PYTHON/Lib/site-packages/"
}

find_programs
standard_library=$(find_standard_library)
say "Préparation du Python de Windows : une minute la première fois."
rm -rf "$HOME_OF_IT"
mkdir "$HOME_OF_IT"
unpack_python "$standard_library"
compile
make_windows
install_dependencies
bash tools/windows/python.sh -c 'import ctypes, sqlite3, ssl, sys, winreg; print("Python", sys.version)'
