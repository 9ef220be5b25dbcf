#!/bin/sh
# fetch_node.sh [PREFIX [SUITE PACKAGE BIN...]]: a bitcoind for the chain tests, without installing it.
# Unpacks a Debian package and its libraries below PREFIX and writes PREFIX/bin/BIN, which start
# with those libraries. Needs apt but no root, runs no package scripts, changes nothing outside
# PREFIX; the mirror is the one this machine's apt is set to.
set -eu
prefix=${1:-${HOLDFAST_NODES:-$HOME/.cache/holdfast/nodes}/btc}
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- sid bitcoin-knots bitcoind bitcoin-cli
suite=$1 package=$2
shift 2

[ -x "$prefix/bin/$1" ] && "$prefix/bin/$1" --version >/dev/null 2>&1 && exit 0

mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep -v security | head -n 1)
[ -n "$mirror" ] || { echo "apt has no mirror configured: run this on Debian" >&2; exit 1; }
work=$prefix/.apt
mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$prefix/root" "$prefix/bin"
: > "$work/status"
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
echo "deb [signed-by=$keyring] $mirror $suite main" > "$work/sources.list"

# An apt with lists, cache and installed packages (none) of its own.
apt() {
    apt-get -q -o "Dir::Etc::sourcelist=$work/sources.list" -o Dir::Etc::sourceparts=- \
        -o "Dir::State::lists=$work/lists" -o "Dir::Cache=$work/cache" \
        -o "Dir::State::status=$work/status" -o Debug::NoLocking=1 \
        -o "APT::Sandbox::User=$(id -un)" -o Acquire::Languages=none "$@"
}
if ! { apt update && apt -y --no-install-recommends --download-only install "$package"; } \
    > "$work/log" 2>&1
then
    tail -n 5 "$work/log" >&2
    exit 1
fi
for archive in "$work"/cache/archives/*.deb; do
    case ${archive##*/} in
        systemd*|perl*|dpkg*|debconf*|cdebconf*|tar_*|*-base_*|*adduser*|passwd*) continue ;;
    esac
    dpkg-deb -x "$archive" "$prefix/root"
done

# The programs need the C library they were built with, and it needs its own loader.
loader=$(find "$prefix/root" -name 'ld-linux-*.so.*' | head -n 1)
triplet=$(basename "$(dirname "$(find "$prefix/root" -name libc.so.6 | head -n 1)")")
libraries=$prefix/root/usr/lib/$triplet:$prefix/root/lib/$triplet
for program in "$@"; do
    binary=$(find "$prefix/root/usr/bin" "$prefix/root/usr/lib" -name "$program" -type f | head -n 1)
    printf '#!/bin/sh\nexec "%s" --library-path "%s" "%s" "$@"\n' \
        "$loader" "$libraries" "$binary" > "$prefix/bin/$program"
    chmod +x "$prefix/bin/$program"
done
rm -rf "$work"
"$prefix/bin/$1" --version | head -n 1
