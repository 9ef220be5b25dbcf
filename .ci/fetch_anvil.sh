#!/bin/sh
# fetch_anvil.sh [PREFIX]: an Ethereum node (Foundry's anvil) for the chain tests, not installed.
# Needs npm, of which only the download is used: the registry is the one this machine's npm is set
# to, no package script runs, the archive must have the digest that stands here, and nothing outside
# PREFIX changes. Only the x86-64 package is pinned: elsewhere, put an anvil in the PATH.
set -eu
version=1.7.1
sha256=5727dd8f08f3bf6dde4ec1d9832e87c43f9315ef824bff1ab18486bf51bc7af3
prefix=${1:-${HOLDFAST_NODES:-$HOME/.cache/holdfast/nodes}/eth}

"$prefix/bin/anvil" --version 2>/dev/null | grep -qF "Version: $version" && exit 0
[ "$(uname -s)/$(uname -m)" = Linux/x86_64 ] || {
    echo "no anvil is pinned for this machine" >&2
    exit 1
}

mkdir -p "$prefix/bin"
prefix=$(cd "$prefix" && pwd)
work=$(mktemp -d "$prefix/.fetch.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent --ignore-scripts "@foundry-rs/anvil-linux-amd64@$version" > /dev/null
archive=$(echo ./*.tgz)
echo "$sha256  $archive" | sha256sum --check --quiet
tar -xzf "$archive" package/bin/anvil
chmod +x package/bin/anvil
mv -f package/bin/anvil "$prefix/bin/anvil"
"$prefix/bin/anvil" --version | head -n 1
