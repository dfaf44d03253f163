#!/usr/bin/env bash
# try-packages.sh PACKAGES_FOLDER [EARLIER.deb]: as root, makes a bare Debian in a temporary folder, from
# the mirror of this machine's own apt, and tries the packages in it: first without a service manager
# (try-in-root.sh), then booted by systemd in a container without a network (try-service.sh). EARLIER.deb
# is the package that is upgraded; default: the same one under an earlier number. Leaves nothing.
set -euo pipefail
packages=${1:?try-packages.sh PACKAGES_FOLDER [EARLIER.deb]}
[ "$(id -u)" -eq 0 ] || {
  echo "try-packages: a root of its own takes root to make" >&2
  exit 1
}
# What is mounted below is seen by this process alone, and gone with it.
[ -n "${IN_OWN_MOUNTS:-}" ] || exec env IN_OWN_MOUNTS=yes unshare --mount "$0" "$@"

root=$(mktemp -d)
chmod 755 "$root" # others than root live in it too
container=''
end() {
  [ -z "$container" ] || kill "$container" 2>/dev/null || true
  wait
  umount "$root/proc" 2>/dev/null || true
  rm -rf --one-file-system "$root" "$root.log"
}
trap end EXIT

make_root() {
  local suite mirror path
  suite=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
  # shellcheck disable=SC2016  # apt fills these in
  mirror=$(apt-get indextargets --format '$(CODENAME) $(REPO_URI)' 'Created-By: Packages' |
    sed -n "s/^$suite //p" | head -n 1)
  echo "a bare $suite from $mirror"
  debootstrap --variant=minbase --include=dbus,systemd,systemd-sysv "$suite" "$root" "$mirror" \
    >"$root.log" 2>&1 || {
    cat "$root.log" >&2
    exit 1
  }
  # How this machine reaches its mirrors.
  rm -f "$root/etc/apt/sources.list"
  for path in /etc/apt/{sources.list,sources.list.d,apt.conf.d,trusted.gpg.d,keyrings} \
    /usr/share/keyrings /etc/resolv.conf /etc/hosts /etc/ssl/certs/ca-certificates.crt; do
    [ ! -e "$path" ] || cp -rL --parents "$path" "$root"
  done
  # (A container has a /tmp of its own.)
  mkdir "$root/srv/trial"
  cp -r "$(dirname "${BASH_SOURCE[0]}")" "$root/srv/trial/packaging"
  cp "$packages"/*.deb "$root/srv/trial/"
  [ $# -eq 0 ] || cp "$1" "$root/srv/trial/earlier.deb"
}

mapfile -t network < <(env | grep -iE '^(http|https|no)_proxy=' || true)
readonly clean=(env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 "${network[@]}")

in_root() {
  mount -t proc proc "$root/proc"
  "${clean[@]}" chroot "$root" "$@"
  umount "$root/proc"
}

# In the booted container: its first process is the child of systemd-nspawn.
in_container() {
  "${clean[@]}" nsenter --target "$(pgrep --parent "$container")" --all --root --wd "$@"
}

boot() {
  local tries=0
  systemd-nspawn --quiet --register=no --keep-unit --private-network --console=pipe \
    --directory="$root" /lib/systemd/systemd </dev/null >"$root.log" 2>&1 &
  container=$!
  until in_container systemctl is-system-running 2>/dev/null | grep -qE 'running|degraded'; do
    [ $((++tries)) -lt 300 ] && kill -0 "$container" 2>/dev/null || return 1
    sleep 0.1
  done
}

make_root "${@:2}"
in_root /srv/trial/packaging/try-in-root.sh /srv/trial
if boot; then
  in_container /srv/trial/packaging/try-service.sh /srv/trial
else
  cat "$root.log" >&2
  echo "LEFT OUT: no systemd boots here, so the service was not tried under it" >&2
fi
