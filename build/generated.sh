#!/usr/bin/env bash
# The files that are made from others: the API's description from the Go
# handlers, the typed client from the description.
#   build/generated.sh write   makes them
#   build/generated.sh check   fails when a committed one is not what would be made
set -euo pipefail
cd "$(dirname "$0")/.."
made=$(mktemp -d)
trap 'rm -r "$made"' EXIT

go run ./app openapi >"$made/openapi.json"
cd frontend
npx --no-install openapi-typescript "$made/openapi.json" --output "$made/schema.ts" >/dev/null
npx --no-install prettier --stdin-filepath src/api/schema.d.ts <"$made/schema.ts" >"$made/schema.d.ts"

case ${1-} in
write)
    cp "$made/openapi.json" openapi.json
    cp "$made/schema.d.ts" src/api/schema.d.ts
    ;;
check)
    for file in openapi.json src/api/schema.d.ts; do
        if ! diff -u "$file" "$made/${file##*/}" | head -n 40; then
            echo "frontend/$file is stale: run make generate" >&2
            exit 1
        fi
    done
    ;;
*)
    echo 'usage: build/generated.sh write|check' >&2
    exit 2
    ;;
esac
