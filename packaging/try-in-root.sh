#!/usr/bin/env bash
# try-in-root.sh FOLDER: in a root that may be spoiled, installs the packages of FOLDER by apt, uses
# them, builds the example against them, removes and purges them, and looks for what is left.
set -euo pipefail
folder=${1:?try-in-root.sh FOLDER}
cd "$folder"
export DEBIAN_FRONTEND=noninteractive
readonly data=/var/lib/allot
readonly link=/etc/systemd/system/multi-user.target.wants/allot.service

die() {
  printf 'try-in-root: %s\n' "$*" >&2
  exit 1
}

say() { printf -- '- %s\n' "$*"; }

apt() {
  apt-get -q -y "$@" >apt.log 2>&1 || {
    cat apt.log >&2
    die "failed: apt-get $*"
  }
}

# Becomes the command, so that `$!` is its process.
as_allot() { exec setpriv --reuid=allot --regid=allot --init-groups "$@"; }

# Serves for a moment, as the unit does but on a free port.
serve() {
  local command url='' tries=0
  read -ra command < <(sed -n 's/^ExecStart=//p' /usr/lib/systemd/system/allot.service)
  : >serve.log
  as_allot env ALLOT_CONFIG=/etc/allot/allot.toml "${command[@]}" --listen 127.0.0.1:0 >serve.log 2>&1 &
  until url=$(sed -n 's/^listening on //p' serve.log) && [ -n "$url" ]; do
    [ $((++tries)) -lt 100 ] || die "the server does not listen: $(cat serve.log)"
    sleep 0.1
  done
  curl -fsS "$url/healthz" >/dev/null || die "/healthz does not answer"
  (as_allot allot user list --data "$data") | grep -q ada@example.org || die "the account is not listed"
  kill $!
  wait $! || die "the server ended badly: $(cat serve.log)"
}

apt update
apt install --no-install-recommends curl
apt install --no-install-recommends ./allot_*.deb
say "allot is installed: $(allot --version), $(dpkg-query -W -f='${Installed-Size}' allot) KiB"
[ "$(stat -c '%U %G %a' $data)" = "allot allot 700" ] || die "$data: $(stat -c '%U %G %a' $data)"
# shellcheck source=/dev/null
(. /usr/share/bash-completion/completions/allot && complete -p allot >/dev/null) || die "no completion in bash"
[ -L $link ] || die "the service is not enabled"
(as_allot allot user add ada@example.org --password-stdin --admin --data $data) <<<"a long password"
serve
say "accounts are made, the server serves, /healthz answers"

apt install --no-install-recommends ./liballot-dev_*.deb cmake g++ make
packaging/try-example.sh /usr g++
say "the example builds against liballot-dev"

rm $link # what an administrator disabled…
apt install --reinstall ./allot_*.deb
[ ! -e $link ] || die "an upgrade enables what was disabled"
serve
apt remove allot
[ -f $data/allot.db ] || die "removing takes the data"
[ -f /etc/allot/allot.toml ] || die "removing takes the settings"
say "an upgrade keeps what is set, removing keeps data and settings"

apt purge allot liballot-dev
# (Boost counts ballots.)
left=$(find / -xdev -iname '*allot*' -not -path "$folder*" -not -path '/usr/include/boost/*')
[ -z "$left" ] || die "purging leaves: $left"
! getent passwd allot || die "purging leaves the user"
! getent group allot || die "purging leaves the group"
say "purging leaves nothing"
