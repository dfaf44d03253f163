#!/usr/bin/env bash
# try-example.sh PREFIX EXAMPLE COMPILER…: builds the project of packaging/example, or a copy of it that was
# installed, against the Allot that is installed there, by CMake with each compiler and by pkg-config with the first, and runs it: what the embedded library
# writes into a data folder, the installed server serves to the client library.
set -euo pipefail
prefix=${1:?try-example.sh PREFIX EXAMPLE COMPILER…}
example=$(realpath "${2:?try-example.sh PREFIX EXAMPLE COMPILER…}")
shift 2
[ $# -gt 0 ] || set -- g++
work=$(mktemp -d)
server=''

end() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  rm -rf "$work"
}
trap end EXIT

die() {
  printf 'try-example: %s\n' "$*" >&2
  [ ! -f "$work/log" ] || cat "$work/log" >&2
  exit 1
}

# Runs a command that says something only when it fails.
quietly() { "$@" >"$work/log" 2>&1 || die "failed: $*"; }

by_cmake() {
  local compiler=$1 build=$work/cmake-$1
  quietly cmake -S "$example" -B "$build" -DCMAKE_CXX_COMPILER="$compiler" \
    -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_BUILD_TYPE=Release
  quietly cmake --build "$build" -j "$(nproc)"
  run "$build"
}

by_pkg_config() {
  local compiler=$1 build=$work/pkg-config flags
  mkdir "$build"
  export PKG_CONFIG_PATH=$prefix/lib/pkgconfig
  read -ra flags < <(pkg-config --static --cflags --libs allot)
  quietly "$compiler" -std=c++20 -o "$build/remote" "$example/remote.cpp" "${flags[@]}"
  read -ra flags < <(pkg-config --static --cflags --libs allot-embedded)
  quietly "$compiler" -std=c++20 -o "$build/embedded" "$example/embedded.cpp" "${flags[@]}"
  run "$build"
}

# run FOLDER: its two programs, on a data folder of their own.
run() {
  local data=$1/data password=example-password tries=0 url listed
  local account=(ada@example.org --password-stdin --data "$data")
  listed=$("$1/embedded" "$data") || die "embedded failed"
  [ "$listed" = "street signs" ] || die "embedded lists: $listed"
  quietly "$prefix/bin/allot" user passwd "${account[@]}" <<<"$password"

  : >"$1/server.log"
  "$prefix/bin/allot" serve --data "$data" --listen 127.0.0.1:0 >"$1/server.log" 2>&1 &
  server=$!
  until url=$(sed -n 's/^listening on //p' "$1/server.log") && [ -n "$url" ]; do
    [ $((++tries)) -lt 100 ] || die "the server does not listen: $(cat "$1/server.log")"
    sleep 0.1
  done
  listed=$("$1/remote" "$url/api/v1" ada@example.org "$password") || die "remote failed"
  [ "$listed" = "street signs" ] || die "remote lists: $listed"
  kill "$server"
  wait "$server" || die "the server ended badly: $(cat "$1/server.log")"
  server=''
}

"$prefix/bin/allot" --version
for compiler in "$@"; do
  by_cmake "$compiler"
  echo "by CMake with $compiler: built, linked, run"
done
by_pkg_config "$1"
echo "by pkg-config with $1: built, linked, run"
