#!/usr/bin/env bash
# try-install.sh BUILD_FOLDER [COMPILER…]: installs a built tree into a new folder and builds a project
# outside of it against that (try-example.sh). Compilers by default: g++ and clang.
set -euo pipefail
build=${1:?try-install.sh BUILD_FOLDER [COMPILER…]}
shift
[ $# -gt 0 ] || set -- g++ clang++-19
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT
cmake --install "$build" --prefix "$prefix" >/dev/null
"$(dirname "${BASH_SOURCE[0]}")/try-example.sh" "$prefix" "$@"
