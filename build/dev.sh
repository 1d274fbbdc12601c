#!/usr/bin/env bash
# Vite's development server in front of the program, on a club of its own.
# Screens reload as they are saved; start it again after a change in Go.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p .cache
go build -o .cache/paddock-dev ./app
.cache/paddock-dev serve --desk --json --addr 127.0.0.1:8321 --data .cache/dev-club >.cache/dev.json &
program=$!
trap 'kill $program 2>/dev/null' EXIT
until key=$(sed -n 's/.*"key": "\(.*\)".*/\1/p' .cache/dev.json) && [ -n "$key" ]; do
    kill -0 $program || exit 1
    sleep 0.1
done
echo "Open http://127.0.0.1:5173/#key=$key"
cd frontend
PADDOCK_API=http://127.0.0.1:8321 npm run dev -- --host 127.0.0.1 --port 5173 --strictPort
