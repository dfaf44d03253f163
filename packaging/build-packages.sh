#!/usr/bin/env bash
# build-packages.sh BUILD_FOLDER OUT_FOLDER: makes the packages `allot` and `liballot-dev` of a built
# release; `./dev package` is this. The same build gives the same bytes.
set -euo pipefail
build=$(realpath "${1:?build-packages.sh BUILD_FOLDER OUT_FOLDER}")
out=$(realpath -m "${2:?build-packages.sh BUILD_FOLDER OUT_FOLDER}")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
umask 022
version=$(sed -n 's/^CMAKE_PROJECT_VERSION:STATIC=//p' "$build/CMakeCache.txt")
architecture=$(dpkg --print-architecture)
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || stat -c %Y CMakeLists.txt)
export SOURCE_DATE_EPOCH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# install_component COMPONENT ROOT
install_component() {
  DESTDIR=$2 cmake --install "$build" --prefix /usr --component "$1" >/dev/null
}

# put MODE SOURCE TARGET
put() { install -D -m "$1" "$2" "$3"; }

# copyright PACKAGE ROOT: ours, and that of the headers that are compiled in.
copyright() {
  local file=$2/usr/share/doc/$1/copyright library
  put 644 packaging/debian/copyright "$file"
  for library in libcli11 libfmt libhowardhinnant-date libspdlog libtomlplusplus; do
    printf '\n--- %s\n\n' "$library"
    cat "/usr/share/doc/$library-dev/copyright"
  done >>"$file"
}

# The packages with the shared libraries that a program needs, as Depends says it.
shared_libraries() {
  mkdir -p "$work/shlibs/debian"
  : >"$work/shlibs/debian/control"
  (cd "$work/shlibs" && dpkg-shlibdeps -O -e"$1" 2>/dev/null) | sed -n 's/^shlibs:Depends=//p'
}

# package NAME ROOT [SHLIBS]
package() {
  local name=$1 root=$2 shlibs=${3:-} script
  local file=$out/${name}_${version}_$architecture.deb
  copyright "$name" "$root"
  mkdir "$root/DEBIAN"
  (cd "$root" && find . -path ./DEBIAN -prune -o -type f -printf '%P\0' | sort -z | xargs -0 md5sum) \
    >"$root/DEBIAN/md5sums"
  sed -e "s/@VERSION@/$version/; s/@ARCHITECTURE@/$architecture/; s/@SHLIBS@/$shlibs/" \
    -e "s/@SIZE@/$(du -ks --exclude=DEBIAN "$root" | cut -f1)/" \
    "packaging/debian/$name.control" >"$root/DEBIAN/control"
  for script in postinst prerm postrm; do
    [ ! -f "packaging/debian/$name.$script" ] ||
      put 755 "packaging/debian/$name.$script" "$root/DEBIAN/$script"
  done
  [ ! -d "$root/etc" ] || (cd "$root" && find etc -type f -printf '/%p\n') >"$root/DEBIAN/conffiles"
  find "$root" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
  dpkg-deb --root-owner-group --build "$root" "$file" >/dev/null
  printf '%s (%s KiB)\n' "$file" "$(du -k "$file" | cut -f1)"
}

server() {
  local root=$work/allot
  install_component server "$root"
  strip --strip-unneeded "$root/usr/bin/allot"
  put 644 packaging/debian/README.Debian "$root/usr/share/doc/allot/README.Debian"
  gzip -9n "$root"/usr/share/man/man1/*.1
  mv "$root/usr/share/zsh/site-functions" "$root/usr/share/zsh/vendor-completions" # Debian's place
  package allot "$root" "$(shared_libraries "$root/usr/bin/allot")"
}

libraries() {
  local root=$work/liballot-dev
  install_component dev "$root"
  package liballot-dev "$root"
}

mkdir -p "$out"
server
libraries
