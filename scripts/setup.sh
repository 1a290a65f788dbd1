#!/usr/bin/env bash
# Installs what Tenor needs from Debian, and says what before it starts. Does nothing when all is there.
# --web-tests: also what the tests of the dashboard need, a browser among them (about 300 MB).
set -euo pipefail

packages=(
  libpq-dev libssl-dev libargon2-dev libmicrohttpd-dev libgnutls28-dev libcurl4-openssl-dev libsimdjson-dev libexpat1-dev zlib1g-dev pkg-config postgresql
)
# What builds the dashboard.
packages+=(esbuild node-react node-react-dom python3-pip)
if [ "${1:-}" = --web-tests ]; then
  packages+=(chromium node-typescript node-csstype node-prop-types nodejs)
fi

if ! command -v swift >/dev/null 2>&1; then
  echo "setup: Swift 6.3 is not on PATH; install it from https://www.swift.org/install/linux/ and try again" >&2
  exit 4
fi

if ! command -v dpkg-query >/dev/null 2>&1; then
  echo "setup: this is not a Debian system; provide these libraries yourself: ${packages[*]}"
  exit 0
fi

missing=()
for package in "${packages[@]}"; do
  if ! dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed; then
    # Any installed server version will do.
    if [ "$package" = postgresql ] && ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then continue; fi
    # Python may have its installer from elsewhere.
    if [ "$package" = python3-pip ] && python3 -m pip --version >/dev/null 2>&1; then continue; fi
    missing+=("$package")
  fi
done
[ ${#missing[@]} -eq 0 ] && exit 0

echo "setup: installing Debian packages: ${missing[*]}"
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null 2>&1; then
    echo "setup: not root and no sudo; run as root: apt-get install ${missing[*]}" >&2
    exit 4
  fi
  as_root=(sudo)
fi
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { "${as_root[@]}" apt-get update && "${as_root[@]}" apt-get install -y --no-install-recommends "${missing[@]}"; } \
  >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  echo "setup: installing failed; run as root: apt-get update && apt-get install ${missing[*]}" >&2
  exit 4
fi
echo "setup: done"
