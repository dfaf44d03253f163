#!/usr/bin/env bash
# try-packages.sh PACKAGES_FOLDER: as root, makes a bare Debian in a temporary folder, from the mirror
# of this machine's own apt, and tries the packages in it (try-in-root.sh). Leaves nothing.
set -euo pipefail
packages=${1:?try-packages.sh PACKAGES_FOLDER}
[ "$(id -u)" -eq 0 ] || {
  echo "try-packages: a root of its own takes root to make" >&2
  exit 1
}
# What is mounted below is seen by this process alone, and gone with it.
[ -n "${IN_OWN_MOUNTS:-}" ] || exec env IN_OWN_MOUNTS=yes unshare --mount "$0" "$@"

root=$(mktemp -d)
chmod 755 "$root" # others than root live in it too
end() {
  umount "$root/proc" 2>/dev/null || true
  rm -rf --one-file-system "$root"
}
trap end EXIT

suite=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
# shellcheck disable=SC2016  # apt fills these in
mirror=$(apt-get indextargets --format '$(CODENAME) $(REPO_URI)' 'Created-By: Packages' |
  sed -n "s/^$suite //p" | head -n 1)
echo "a bare $suite from $mirror"
debootstrap --variant=minbase "$suite" "$root" "$mirror" >"$root.log" 2>&1 || {
  cat "$root.log" >&2
  rm -f "$root.log"
  exit 1
}
rm -f "$root.log"

# How this machine reaches its mirrors.
rm -f "$root/etc/apt/sources.list"
for path in /etc/apt/{sources.list,sources.list.d,apt.conf.d,trusted.gpg.d,keyrings} \
  /usr/share/keyrings /etc/resolv.conf /etc/hosts /etc/ssl/certs/ca-certificates.crt; do
  [ ! -e "$path" ] || cp -rL --parents "$path" "$root"
done
mount -t proc proc "$root/proc"

mkdir "$root/tmp/allot"
cp -r "$(dirname "${BASH_SOURCE[0]}")" "$root/tmp/allot/packaging"
cp "$packages"/*.deb "$root/tmp/allot/"
mapfile -t network < <(env | grep -iE '^(http|https|no)_proxy=' || true)
env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 "${network[@]}" \
  chroot "$root" /tmp/allot/packaging/try-in-root.sh /tmp/allot
