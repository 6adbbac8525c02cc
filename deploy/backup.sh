#!/bin/sh
# Back up the store into a folder and drop backups older than some days: backup.sh /var/backups/guatu 30
# Old ones go only after the new one is whole.
set -eu
.venv/bin/python -m etl backup "$1/guatu-$(date +%Y%m%dT%H%M%S).zip"
find "$1" -maxdepth 1 -name 'guatu-*.zip' -mtime "+$2" -delete
