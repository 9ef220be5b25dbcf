#!/bin/sh
# venv.sh VENV: a virtual environment for Python 3.11 to 3.13, made whole or not at all. One that is
# half-made, broken or of another Python is made anew. PYTHON names the interpreter, if it matters.
set -eu
venv=$1
fits='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'

if "$venv/bin/python" -c "$fits" 2>/dev/null && "$venv/bin/python" -m pip --version >/dev/null 2>&1
then
    exit 0
fi

found=
for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
    if "$candidate" -c "$fits" 2>/dev/null; then
        found=$candidate
        break
    fi
done
if [ -z "$found" ]; then
    has=$("${PYTHON:-python3}" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || has=none
    echo "Holdfast needs Python 3.11, 3.12 or 3.13 (here: $has): install one, or name it: make run PYTHON=/path/to/python3.12" >&2
    exit 1
fi

rm -rf "$venv"
if ! "$found" -m venv "$venv" 2>"$venv.log"; then
    cat "$venv.log" >&2
    echo "No virtual environment could be made (on Debian: apt install python3-venv)" >&2
    rm -rf "$venv" "$venv.log"
    exit 1
fi
rm -f "$venv.log"
