# Sourced by the scripts beside it: says things, and installs what the system lacks.

say() {
    printf '%s\n' "$@" >&2
}

# Installs system packages as root, or with a sudo that asks nothing; else says what to type.
install_packages() {
    if ! command -v apt-get >/dev/null; then
        say "Il manque à ce système : $*" "Installez-le avec son gestionnaire de logiciels, puis relancez."
        exit 1
    fi
    if [ "$(id -u)" -eq 0 ]; then
        as_root=''
    elif sudo -n true 2>/dev/null; then
        as_root='sudo -n'
    else
        say "Il manque à ce système : $*" "Tapez : sudo apt-get install $*" "Ensuite, relancez la même commande."
        exit 1
    fi
    say "Installation de : $*"
    $as_root apt-get update -q
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
}

can_install() {
    command -v apt-get >/dev/null && { [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null; }
}

# Installs what more tests need, when that can be; a test whose program is not there is taken out,
# and named. Those that start a service are left to machines made for testing (CI).
install_test_programs() {
    wanted='pdfsig:poppler-utils strace:strace dbus-run-session:dbus-daemon gsettings:libglib2.0-bin
        dconf:dconf-cli kwriteconfig5:libkf5config-bin xfconf-query:xfconf ip:iproute2 nft:nftables'
    if [ -n "${CI:-}" ]; then
        wanted="$wanted smbd:samba miniupnpd:miniupnpd-nftables ufw:ufw pg_ctlcluster:postgresql chromium:chromium"
    fi
    missing=''
    for pair in $wanted; do
        if ! PATH="$PATH:/usr/sbin:/sbin" command -v "${pair%%:*}" >/dev/null; then
            missing="$missing ${pair##*:}"
        fi
    done
    if [ -z "$missing" ]; then
        return
    fi
    # shellcheck disable=SC2086  # a list of words
    if ! can_install || ! (install_packages $missing); then
        say "Des essais seront laissés de côté. Pour les passer tous : sudo apt-get install$missing"
    fi
}
