#!/usr/bin/env bash
# try-in-root.sh FOLDER: in a root that may be spoiled, where no service manager runs, installs the
# packages of FOLDER by apt, uses and upgrades them, builds the example against them, removes and purges
# them, and looks for what is left.
set -euo pipefail
folder=${1:?try-in-root.sh FOLDER}
cd "$folder"
# shellcheck source=packaging/trial.sh
. packaging/trial.sh
readonly link=/etc/systemd/system/multi-user.target.wants/allot.service

command_line() { as_allot allot "$@" --data $data; }

# Serves for a moment, as the unit does but on a free port.
serve() {
  local command url
  read -ra command < <(sed -n 's/^ExecStart=//p' /usr/lib/systemd/system/allot.service)
  : >serve.log
  setpriv --reuid=allot --regid=allot --init-groups env ALLOT_CONFIG=/etc/allot/allot.toml \
    "${command[@]}" --listen 127.0.0.1:0 >serve.log 2>&1 &
  soon grep '^listening on ' serve.log
  url=$(sed -n 's/^listening on //p' serve.log)
  curl -fsS "$url/healthz" >/dev/null || die "/healthz does not answer"
  as_allot allot user list --data $data | grep -q ada@example.org || die "the account is not listed"
  kill $!
  wait $! || die "the server ended badly: $(cat serve.log)"
}

need_earlier_package
apt update
apt install --no-install-recommends curl ./earlier.deb
say "allot is installed: $(allot --version), package $(version), $(dpkg-query -W -f='${Installed-Size}' allot) KiB"
[ "$(stat -c '%U %G %a' $data)" = "allot allot 700" ] || die "$data: $(stat -c '%U %G %a' $data)"
# shellcheck source=/dev/null
(. /usr/share/bash-completion/completions/allot && complete -p allot >/dev/null) || die "no completion in bash"
[ -L $link ] || die "the service is not enabled"
add_account you@example.org
add_account ada@example.org
quietly command_line project create City
make_work
remember_work
serve
say "accounts and work are made, the server serves, /healthz answers"

rm $link # what an administrator disabled…
apt install ./allot_*.deb
[ ! -e $link ] || die "an upgrade enables what was disabled"
same_work "an upgrade"
serve
say "an upgrade to package $(version) keeps work and settings"

apt install --no-install-recommends ./liballot-dev_*.deb cmake g++ make
packaging/try-example.sh /usr /usr/share/doc/allot/examples/project g++
say "the example builds against liballot-dev"

apt remove allot
[ -f $data/allot.db ] || die "removing takes the data"
[ -f /etc/allot/allot.toml ] || die "removing takes the settings"
apt install ./allot_*.deb
same_work "removing"
say "removing keeps work and settings: they are there when it is installed again"

apt purge allot liballot-dev
# (Boost counts ballots.)
left=$(find / -xdev -iname '*allot*' -not -path "$folder*" -not -path '/usr/include/boost/*')
[ -z "$left" ] || die "purging leaves: $left"
! getent passwd allot || die "purging leaves the user"
! getent group allot || die "purging leaves the group"
say "purging leaves nothing"
