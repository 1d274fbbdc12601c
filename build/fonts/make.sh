#!/bin/sh
# Makes the fonts that package document embeds, from the npm packages
# @fontsource/hanken-grotesk and @fontsource/besley, which are Latin, with the
# Cyrillic and Greek of noto-sans and noto-serif (SIL Open Font License).
#
# gopdf reads plain TrueType outlines with a "kern" table; fontsource ships one
# woff2 per script subset with GPOS. merge.py joins the subsets and carries the
# kerning over. The result is committed: run this again only to change a weight
# or a version.
#
# Needs npm and Debian's woff2, python3-fonttools and python3-brotli.
set -eu

version=5.3.0
here=$(cd "$(dirname "$0")" && pwd)
target=$here/../../backend/document/fonts
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# font FAMILY WEIGHT SUBSETS OTHER: writes FAMILY-WEIGHT.ttf, with the Cyrillic
# and Greek of the family OTHER
font() {
	parts=
	for from in $(printf "$1/%s " $3) "$4/cyrillic" "$4/greek"; do
		part=${from%/*}/files/${from%/*}-${from#*/}-$2-normal
		[ -f "$part.ttf" ] || woff2_decompress "$part.woff2"
		parts="$parts $part.ttf"
	done
	# shellcheck disable=SC2086 # the parts are meant to be several words
	/usr/bin/python3 "$here/merge.py" "$target/$1-$2.ttf" $parts
}

for family in hanken-grotesk besley noto-sans noto-serif; do
	npm pack --silent "@fontsource/$family@$version" >/dev/null
	mkdir "$family"
	tar xzf "fontsource-$family-$version.tgz" -C "$family" --strip-components=1
	cp "$family/LICENSE" "$target/LICENSE-$family.txt"
done

for weight in 400 500 600; do
	font hanken-grotesk $weight "latin latin-ext vietnamese" noto-sans
done
for weight in 500 600; do
	font besley $weight "latin latin-ext" noto-serif
done
