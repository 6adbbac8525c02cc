#!/bin/sh
# Wait until the process on a port answers, at most three minutes: ready.sh 8501
set -eu
tries=0
until curl --silent --fail --max-time 2 "http://127.0.0.1:$1/_stcore/health" >/dev/null; do
    tries=$((tries + 1))
    if [ "$tries" -ge 180 ]; then
        echo "the process on port $1 does not answer" >&2
        exit 1
    fi
    sleep 1
done
