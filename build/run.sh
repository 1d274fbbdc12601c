#!/usr/bin/env bash
# Opens the window, or where there is no screen serves the same desk to a
# browser of this computer and prints its address.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ -n "${DISPLAY-}${WAYLAND_DISPLAY-}" ]; then
    exec build/bin/paddock
fi
echo 'No screen here: open the address below in a browser of this computer. Ctrl C ends it.'
exec build/bin/paddock serve --desk --addr "127.0.0.1:${PORT:-8787}"
