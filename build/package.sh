#!/usr/bin/env bash
# Makes what a club installs, in build/bin:
#   build/package.sh deb       from the program that stands at build/bin/paddock
#   build/package.sh windows   paddock.exe, cross-built, and its installer
# VERSION is what git calls this state; packages want figures first.
set -euo pipefail
cd "$(dirname "$0")/.."
out=build/bin
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT

# number is VERSION as Debian and Windows compare it: v1.2.3 is 1.2.3; a state
# without a tag is older than every release and ordered by its day.
number=${VERSION#v}
number=${number%-dirty}
case $number in
[0-9]*.*) number=${number//-/+} ;;
*) number=0~$(git log -1 --format=%cd --date=format:%Y%m%d 2>/dev/null || date +%Y%m%d)+${number//-/.} ;;
esac

deb() {
    local root=$work/root doc size
    doc=$root/usr/share/doc/paddock
    # Like a fresh umask: a package that root alone can read does not start.
    umask 022
    install -D -m 755 $out/paddock "$root/usr/bin/paddock"
    install -D -m 644 build/linux/paddock.desktop "$root/usr/share/applications/paddock.desktop"
    install -D -m 644 build/linux/paddock.xml "$root/usr/share/mime/packages/paddock.xml"
    install -D -m 644 build/icon.svg "$root/usr/share/icons/hicolor/scalable/apps/paddock.svg"
    install -D -m 644 build/appicon.png "$root/usr/share/icons/hicolor/512x512/apps/paddock.png"
    install -D -m 644 build/linux/copyright "$doc/copyright"
    gzip -9n <CHANGELOG.md >"$doc/changelog.gz"
    for licence in frontend/dist/licences/*; do
        install -D -m 644 "$licence" "$doc/fonts/${licence##*/}"
    done

    # dpkg reads from the program which libraries it needs, in which version; it
    # wants a source package's control file beside it.
    mkdir "$work/debian"
    printf 'Source: paddock\n\nPackage: paddock\nArchitecture: any\n' >"$work/debian/control"
    local needs architecture
    needs=$(cd "$work" && dpkg-shlibdeps --ignore-missing-info -O -Sroot root/usr/bin/paddock 2>/dev/null)
    architecture=$(dpkg --print-architecture)
    size=$(du -sk "$root" | cut -f1)
    mkdir "$root/DEBIAN"
    cat >"$root/DEBIAN/control" <<CONTROL
Package: paddock
Version: $number
Architecture: $architecture
Maintainer: The Paddock authors <paddock@localhost>
Installed-Size: $size
Depends: ${needs#shlibs:Depends=}, xdg-utils
Recommends: cups-client
Section: misc
Priority: optional
Description: front desk of a riding club
 Families and riders, cards, licences and goods, sales and payments in every way
 a club takes them, QR-coded invoices and payment links, in French, Dutch and
 English. It keeps its own database on this computer and works without the
 internet.
CONTROL
    rm -f "$out"/paddock_*.deb # an older one would be taken for this one
    dpkg-deb --root-owner-group --build "$root" "$out/paddock_${number}_$architecture.deb" >/dev/null
    echo "Built $out/paddock_${number}_$architecture.deb"
}

windows() {
    # Windows wants four figures, each at most 65535.
    local figures=0.0.0.0
    if [[ $number =~ ^([0-9]+)\.([0-9]+)\.([0-9]+)$ ]]; then figures=$number.0; fi
    local resources=app/paddock_windows_amd64.syso # Go links what has this name, for Windows alone
    trap 'rm -rf "$work" '"$resources" EXIT
    go tool -modfile=tools/winres/go.mod go-winres make --in build/windows/winres.json --arch amd64 \
        --product-version "$figures" --file-version "$figures" --no-suffix --out "$resources"
    CGO_ENABLED=1 GOOS=windows GOARCH=amd64 CC=x86_64-w64-mingw32-gcc \
        go build -tags desktop,production -ldflags "-H windowsgui -s -w -X main.version=$VERSION" -o $out/paddock.exe ./app
    local webview2
    webview2=$(go list -m -f '{{.Dir}}' github.com/wailsapp/wails/v2)/internal/webview2runtime/MicrosoftEdgeWebview2Setup.exe
    makensis -V2 -INPUTCHARSET UTF8 -DPROGRAM="$PWD/$out/paddock.exe" -DWEBVIEW2="$webview2" -DVERSION="$figures" \
        -DOUTPUT="$PWD/$out/paddock-setup.exe" build/windows/installer.nsi
    echo "Built $out/paddock.exe and $out/paddock-setup.exe"
}

case ${1-} in
deb | windows) "$1" ;;
*)
    echo 'usage: VERSION=… build/package.sh deb|windows' >&2
    exit 2
    ;;
esac
