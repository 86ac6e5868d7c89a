#!/usr/bin/env bash
# Formats every Swift file as .swift-format says; with --check it only reports.
set -euo pipefail
cd "$(dirname "$0")/.."
places=(Package.swift Sources Tests)
[ -d Benchmarks ] && places+=(Benchmarks)
if [ "${1:-}" = --check ]; then
  exec swift format lint --strict --parallel --configuration .swift-format --recursive "${places[@]}"
fi
exec swift format --in-place --parallel --configuration .swift-format --recursive "${places[@]}"
