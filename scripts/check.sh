#!/usr/bin/env bash
# What the compiler does not check: import arrows, formatting, links in the documentation, generated files.
set -euo pipefail
cd "$(dirname "$0")/.."
echo "import arrows"
swift package dump-package | python3 scripts/check_arrows.py
python3 scripts/check_arrows.py --self-test
echo "what a release binary may hold"
python3 scripts/check_binary.py --self-test
echo "formatting"
scripts/format.sh --check
echo "links"
python3 scripts/check_links.py
echo "generated files"
python3 scripts/make_orders.py --check
