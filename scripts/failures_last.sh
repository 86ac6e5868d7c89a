#!/usr/bin/env bash
# Runs a command as it is and, when it fails, says once more at the end which tests did: thousands of lines pass by before.
set -uo pipefail
log=$(mktemp)
trap 'rm -f "$log"' EXIT
"$@" 2>&1 | tee "$log"
status=${PIPESTATUS[0]}
if [ "$status" != 0 ]; then
  printf '\nWhat failed:\n'
  grep -E '^✘|error:|Fatal error|Crash' "$log"
fi
exit "$status"
