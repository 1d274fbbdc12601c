#!/usr/bin/env bash
# Installs what this computer lacks to build Paddock, to test it, or to pack it:
#   build/install.sh build|test|package
# It expects git, make, Go and Node, and refuses versions that cannot work. Go
# fetches its modules by itself as it builds. A second run finds everything in
# place and asks nobody.
set -euo pipefail
cd "$(dirname "$0")/.."

for_build=(gcc libc6-dev pkg-config libgtk-3-dev libwebkit2gtk-4.1-dev)
for_test=(
    xvfb xauth xdotool imagemagick webkit2gtk-driver # the real window, driven and looked at
    dbus-daemon                                      # a start that finds the window open
    strace                                           # how often the disk is synced
    chromium                                         # the browser
    poppler-utils zbar-tools qpdf                    # the paper
    sqlite3 openssl                                  # the data and an archive, seen from outside
    cups-daemon cups-client                          # the printers
    dovecot-imapd dovecot-lmtpd exim4-daemon-light   # the mailbox, and mails on their way into it
    dpkg-dev xdg-utils shared-mime-info libglib2.0-bin # the Debian package, installed, asked for its files, removed
)
for_package=(dpkg-dev gcc-mingw-w64-x86-64 nsis)

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

# at_least HAVE WANT: HAVE is WANT or newer.
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

check_go() {
    command -v go >/dev/null || fail 'Paddock needs Go 1.25 or newer, and this computer has none: see https://go.dev/doc/install'
    local have
    have=$(cd / && GOTOOLCHAIN=local go env GOVERSION)
    at_least "${have#go}" 1.25 || fail "Paddock needs Go 1.25 or newer; this computer has ${have#go}."
}

check_node() {
    command -v npm >/dev/null || fail 'Paddock needs Node 20.19 or newer with npm, and this computer has none: see https://nodejs.org'
    local have
    have=$(node --version)
    have=${have#v}
    case $have in
    20.*) at_least "$have" 20.19 && return ;;
    22.*) at_least "$have" 22.12 && return ;;
    *) at_least "$have" 24 && return ;;
    esac
    fail "Paddock needs Node 20.19 or newer, or 22.12 or newer; this computer has $have."
}

installed() { [ "$(dpkg-query -W -f '${db:Status-Abbrev}' "$1" 2>/dev/null)" = 'ii ' ]; }

install_packages() {
    local missing=() package
    if ! command -v apt-get >/dev/null; then
        pkg-config --exists webkit2gtk-4.1 2>/dev/null || fail "This script knows Debian and Ubuntu only. Install what your system calls: $*"
        return
    fi
    for package in "$@"; do
        # Ubuntu's chromium is an empty package; the browser comes under this name.
        if [ "$package" = chromium ] && grep -qx 'ID=ubuntu' /etc/os-release; then package=chromium-browser; fi
        installed "$package" || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "Install these packages as root, then try again: ${missing[*]}"
        as_root=(sudo)
    fi
    say "Installing ${missing[*]}"
    # A lock held by the system's own updates is waited for, five minutes at most.
    local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0)
    "${apt[@]}" update </dev/null
    "${apt[@]}" install -y --no-install-recommends "${missing[@]}" </dev/null >&2
}

# The stamp lies in node_modules, so that it goes with what it vouches for.
install_node_modules() {
    local stamp=frontend/node_modules/.installed key
    key=$(cat frontend/package.json frontend/package-lock.json | sha256sum)-$(node --version)
    [ "$(cat "$stamp" 2>/dev/null)" = "$key" ] && return
    say 'Installing the frontend’s packages'
    (cd frontend && npm ci --no-audit --no-fund --loglevel=error </dev/null >&2)
    printf '%s\n' "$key" >"$stamp"
}

# Stripe's own check of the requests it is sent; a few seconds, once.
make_stripe_mock() {
    [ .cache/stripe-mock -nt tools/stripemock/go.mod ] && return
    say 'Making stripe-mock'
    go build -modfile=tools/stripemock/go.mod -o .cache/stripe-mock github.com/stripe/stripe-mock
    touch .cache/stripe-mock
}

case ${1-} in
build) packages=("${for_build[@]}") ;;
test) packages=("${for_build[@]}" "${for_test[@]}") ;;
package) packages=("${for_build[@]}" "${for_package[@]}") ;;
*) fail 'usage: build/install.sh build|test|package' ;;
esac
check_go
check_node
install_packages "${packages[@]}"
install_node_modules
if [ "$1" = test ]; then make_stripe_mock; fi
