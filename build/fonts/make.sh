#!/bin/sh
# Makes the fonts that package document embeds, from the npm packages
# @fontsource/hanken-grotesk and @fontsource/besley (SIL Open Font License).
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

# font FAMILY WEIGHT SUBSETS: writes FAMILY-WEIGHT.ttf
font() {
	parts=
	for subset in $3; do
		part=$1-$subset-$2-normal
		woff2_decompress "$1/files/$part.woff2"
		parts="$parts $1/files/$part.ttf"
	done
	# shellcheck disable=SC2086 # the parts are meant to be several words
	/usr/bin/python3 "$here/merge.py" "$target/$1-$2.ttf" $parts
}

for family in hanken-grotesk besley; do
	npm pack --silent "@fontsource/$family@$version" >/dev/null
	mkdir "$family"
	tar xzf "fontsource-$family-$version.tgz" -C "$family" --strip-components=1
	cp "$family/LICENSE" "$target/LICENSE-$family.txt"
done

for weight in 400 500 600; do
	font hanken-grotesk $weight "latin latin-ext vietnamese"
done
for weight in 500 600; do
	font besley $weight "latin latin-ext"
done
