#!/bin/sh
# Bends input for so many seconds against the starter store. Ends with 1 when something is slow or wrong.
set -eu
cd "$(dirname "$0")/.."
swift build --configuration release --static-swift-stdlib --product parley-fuzz
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
.build/release/parley import shop Data --db "$work/db" >"$work/import.log"
fuzz="$PWD/.build/release/parley-fuzz"
cd "$work"
"$fuzz" db "$1" ${2:+"$2"}
