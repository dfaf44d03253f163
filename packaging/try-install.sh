#!/usr/bin/env bash
# try-install.sh BUILD_FOLDER [COMPILER…]: installs a built tree into a new folder, looks whether all of it is
# there, and builds the installed example against it (try-example.sh). Compilers by default: g++ and clang.
set -euo pipefail
build=${1:?try-install.sh BUILD_FOLDER [COMPILER…]}
shift
[ $# -gt 0 ] || set -- g++ clang++-19
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT
cmake --install "$build" --prefix "$prefix" >/dev/null

die() {
  printf 'try-install: %s\n' "$*" >&2
  exit 1
}

doc=$prefix/share/doc/allot
for file in include/allot/{allot,version,embedded,open}.h share/man/man1/allot.1 lib/systemd/system/allot.service \
  etc/allot/allot.toml share/bash-completion/completions/allot share/zsh/site-functions/_allot \
  share/fish/vendor_completions.d/allot.fish share/doc/allot/examples/{guides/the_page.cpp,python/plain_dtlpy.py}; do
  [ -s "$prefix/$file" ] || die "nothing is installed as $file"
done
grep -qx "ExecStart=$prefix/bin/allot serve --data /var/lib/allot" "$prefix/lib/systemd/system/allot.service" ||
  die "the unit starts another program"
# shellcheck source=/dev/null
(. "$prefix/share/bash-completion/completions/allot" && complete -p allot >/dev/null) || die "no completion in bash"
echo "# mine" >>"$prefix/etc/allot/allot.toml"
cmake --install "$build" --prefix "$prefix" >/dev/null
grep -qx "# mine" "$prefix/etc/allot/allot.toml" || die "installing again takes the settings"
echo "manual, completion, settings, unit and examples are there"
"$(dirname "${BASH_SOURCE[0]}")/try-example.sh" "$prefix" "$doc/examples/project" "$@"
