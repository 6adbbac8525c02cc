#!/bin/sh
# Restart the processes one after the other, each only when the one before answers again: restart.sh 8501 8502
set -eu
for port in "$@"; do
    systemctl restart "guatu@$port"
    "$(dirname "$0")/ready.sh" "$port"
done
