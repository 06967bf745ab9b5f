#!/bin/sh
# Makes .venv and installs Hygie in it: «run» for the program, «test» for what its tests need too.
# Everything is pinned and checked by hash; what is already there is not downloaded again.
set -eu
cd "$(dirname "$0")/.."
. tools/packages.sh

OLDEST='(3, 11)'
CANDIDATES='python3 python3.13 python3.12 python3.11'

find_python() {
    for name in $CANDIDATES; do
        if "$name" -c "import sys; sys.exit(sys.version_info < $OLDEST)" 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    say "Hygie a besoin de Python 3.11 ou plus récent ; aucun n'a été trouvé." \
        "Cherché : $CANDIDATES." \
        "Sur Debian 12 ou Ubuntu 24.04 : sudo apt-get install python3 python3-venv" \
        "Ensuite, relancez la même commande."
    exit 1
}

make_environment() {
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("python{}.{}".format(*sys.version_info))')
        install_packages "$version-venv"
    fi
    "$python" -m venv --clear .venv
}

install() {
    .venv/bin/python -m pip install --quiet --no-input --disable-pip-version-check "$@" || {
        say "L'installation n'a pas abouti. Rien n'est perdu." \
            "Vérifiez la connexion à Internet, puis relancez la même commande."
        exit 1
    }
}

if ! .venv/bin/python -c 'import pip' 2>/dev/null; then
    make_environment
fi
say "Préparation de Hygie : une minute la première fois, presque rien ensuite."
install --require-hashes -r requirements/build.txt -r requirements/run.txt
if [ "$1" = test ]; then
    install --require-hashes -r requirements/dev.txt
    install_test_programs
fi
install --no-index --no-deps --no-build-isolation --editable .
