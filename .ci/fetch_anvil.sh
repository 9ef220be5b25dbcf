#!/bin/sh
# fetch_anvil.sh [PREFIX]: an Ethereum node (Foundry's anvil) for the chain tests, not installed.
# Needs npm, of which only the download is used: the registry is the one this machine's npm is set
# to, no package script runs, the archive must be the one whose digest stands here, and nothing
# outside PREFIX changes. Foundry publishes no arm64 package under this name: set ANVIL there.
set -eu
version=1.7.1
sha256=5727dd8f08f3bf6dde4ec1d9832e87c43f9315ef824bff1ab18486bf51bc7af3
prefix=${1:-${HOLDFAST_NODES:-$HOME/.cache/holdfast/nodes}/eth}

"$prefix/bin/anvil" --version 2>/dev/null | grep -qF "Version: $version" && exit 0
[ "$(uname -s)/$(uname -m)" = Linux/x86_64 ] || { echo "no anvil package for this machine" >&2; exit 1; }

mkdir -p "$prefix/bin"
work=$(mktemp -d "$prefix/.fetch.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent --ignore-scripts "@foundry-rs/anvil-linux-amd64@$version" > name
echo "$sha256  $(cat name)" | sha256sum --check --quiet
tar -xzf "$(cat name)" package/bin/anvil
chmod +x package/bin/anvil
mv -f package/bin/anvil "$prefix/bin/anvil"
"$prefix/bin/anvil" --version | head -n 1
