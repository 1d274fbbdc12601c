#!/usr/bin/env bash
# build/fuzz.sh HOW-LONG (1000x, 1m): hands made-up inputs to every reader of files and
# mails, from the seeds of the tree alone, so that it begins alike everywhere. What
# breaks one is written into the package's testdata/fuzz, to be kept as a seed.
set -euo pipefail
cd "$(dirname "$0")/.."
length=$1
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
ended=0
while read -r folder; do
  go test -c -fuzz Fuzz -o "$made/test" "./$folder"
  while read -r target; do
    (cd "$folder" && "$made/test" -test.run '^$' -test.fuzz "^$target\$" -test.fuzztime "$length" \
      -test.fuzzminimizetime 100x -test.fuzzcachedir "$made/$target") > "$made/said" 2>&1 || { cat "$made/said"; ended=1; }
    echo "$folder $target: $(grep -o 'execs: [0-9]*' "$made/said" | tail -1)"
  done < <(sed -n 's/^func \(Fuzz[A-Za-z0-9]*\)(.*/\1/p' "$folder"/*_test.go)
done < <(grep -rl --include='*_test.go' '^func Fuzz' backend | xargs -n1 dirname | sort -u)
exit $ended
