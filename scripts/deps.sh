#!/usr/bin/env bash
# Installs whichever Debian packages of scripts/packages.txt are missing or too old.
#
#   scripts/deps.sh build test     install what these purposes need
#   scripts/deps.sh --list run     print the names only, for the Dockerfile
#
# Without root it names the packages and the command, and exits 3.
set -euo pipefail
cd "$(dirname "$0")/.."

only_list=no
if [ "${1:-}" = --list ]; then only_list=yes; shift; fi

wanted() {  # the lines of the purposes asked for: name, lower bound
  for purpose in "$@"; do awk -v p="$purpose" '!/^#/ && $3 == p { print $1, $2 }' scripts/packages.txt; done
}

if [ "$only_list" = yes ]; then wanted "$@" | cut -d' ' -f1; exit 0; fi

missing=()
while read -r name bound; do
  have=$(dpkg-query -W -f '${db:Status-Status} ${Version}' "$name" 2>/dev/null || true)
  case "$have" in
    "installed "*) version=${have#installed }; version=${version#*:}
      dpkg --compare-versions "$version" ge "$bound" || missing+=("$name") ;;
    *) missing+=("$name") ;;
  esac
done < <(wanted "$@")

[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" != 0 ]; then
  {
    echo "These Debian packages are missing or too old: ${missing[*]}"
    echo "Install them as root:"
    echo "  apt-get update && apt-get install --no-install-recommends ${missing[*]}"
  } >&2
  exit 3
fi

echo "Installing ${missing[*]}" >&2
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null

while read -r name bound; do
  version=$(dpkg-query -W -f '${Version}' "$name"); version=${version#*:}
  dpkg --compare-versions "$version" ge "$bound" || {
    echo "$name is $version after the installation; Parley needs at least $bound." >&2
    exit 3
  }
done < <(wanted "$@")
