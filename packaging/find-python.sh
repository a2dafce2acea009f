#!/bin/sh
# Print the command of a Python that Reviewer runs on (3.11 or later). On a Debian machine without one, install it
# where that needs no questions; otherwise say in one line what to install. Asked for by the Makefile.
set -u

good() {
    # A name on the path may be a shim that leads nowhere, so ask it instead of believing it.
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

look() {
    for candidate in ${PYTHON:-} python3.12 python3.13 python3.11 python3 python3.14 python; do
        if good "$candidate"; then
            echo "$candidate"
            exit 0
        fi
    done
}

look
if command -v apt-get >/dev/null 2>&1; then
    as_root=
    [ "$(id -u)" = 0 ] || as_root="sudo -n"
    if [ -z "$as_root" ] || sudo -n true >/dev/null 2>&1; then
        echo "Installing python3" >&2
        said=$({ $as_root apt-get update -qq &&
            $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y python3 python3-venv; } 2>&1) ||
            echo "$said" >&2
        look
    fi
fi
echo "Reviewer needs Python 3.11 or later. On Debian or Ubuntu: sudo apt-get install python3 python3-venv" >&2
exit 1
