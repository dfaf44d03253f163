#!/usr/bin/env bash
# try-service.sh FOLDER: in a root that may be spoiled and that systemd has booted, where all that the
# package depends on is installed: the service as systemd runs it, from the first start over an upgrade
# with work in it to its end.
set -euo pipefail
folder=${1:?try-service.sh FOLDER}
cd "$folder"
# shellcheck source=packaging/trial.sh
. packaging/trial.sh
export HOME=/root
readonly url=http://127.0.0.1:8080 unit=/usr/lib/systemd/system/allot.service

command_line() { allot "$@"; }

property() { systemctl show --value -p "$1" allot; }

answers() { curl -fsS $url/readyz; }

# runs_anew PID AFTER_WHAT: another process of the service answers.
runs_anew() {
  soon systemctl is-active allot
  soon answers
  [ "$(property MainPID)" != "$1" ] || die "$2 does not restart the service"
}

# The kernel's word for what the unit asks: no way to more rights, nothing of the machine writable.
check_confinement() {
  local pid status
  pid=$(property MainPID)
  status=$(tr '\t' ' ' <"/proc/$pid/status")
  for each in 'NoNewPrivs: 1' 'Seccomp: 2' 'CapBnd: 0000000000000000' 'CapEff: 0000000000000000'; do
    grep -q "^$each" <<<"$status" || die "the service runs without: $each"
  done
  [ "$(stat -c %U "/proc/$pid")" = allot ] || die "the service does not run as allot"
  for each in /usr /etc /var/lib /home /dev; do
    ! nsenter --target "$pid" --mount touch "$each/allot-trial" 2>/dev/null ||
      die "the service could write into $each"
  done
  nsenter --target "$pid" --mount touch $data/trial || die "the service cannot write into $data"
  rm $data/trial
}

# documented WORDS [MORE]: runs the line of README.Debian that begins so.
documented() {
  local line
  line=$(dpkg-deb --fsys-tarfile allot_*.deb | tar -xO ./usr/share/doc/allot/README.Debian |
    sed -n "s/^    \($1.*\)/\1/p")
  [ -n "$line" ] || die "README.Debian has no line $1"
  quietly bash -c "$line ${2:-}" <<<"a long password"
  cat quiet.log
}

need_earlier_package
apt install --no-install-recommends ./earlier.deb
soon answers
[ "$(systemctl is-enabled allot)" = enabled ] || die "the service is not enabled"
documented journalctl | grep -q "$url/welcome?token=" ||
  die "the first start prints no link for the first account"
say "systemd $(systemctl --version | sed -n 's/^systemd \([0-9]*\) .*/\1/p') runs package $(version)"

documented runuser >account.log
add_account ada@example.org
documented 'allot login' --password-stdin >account.log
documented 'allot project' >account.log
make_work
remember_work
pid=$(property MainPID)
apt install ./allot_*.deb
runs_anew "$pid" "an upgrade"
same_work "an upgrade"
say "an upgrade to package $(version) restarts the service; its work is there"

quietly systemd-analyze verify $unit
quietly systemd-analyze security --no-pager --offline=true --threshold=12 $unit
say "the unit is sound, $(sed -n 's/.*\(exposure level\) for [^:]*: \([0-9.]*\).*/\1 \2/p' quiet.log) of 10"
check_confinement
say "the service has no capability, a filter of system calls, and nothing to write but $data"

pid=$(property MainPID)
kill -KILL "$pid"
runs_anew "$pid" "a kill"
same_work "a kill"
say "a killed service is started again; its work is there"

systemctl stop allot
[ "$(property Result) $(property ExecMainStatus)" = "success 0" ] || die "stopping ends badly: $(systemctl status allot)"
quietly systemctl disable allot
apt install --reinstall ./allot_*.deb
[ "$(systemctl is-enabled allot) $(systemctl is-active allot)" = "disabled inactive" ] ||
  die "an upgrade starts what was stopped and disabled"
say "an upgrade leaves a service that is stopped and disabled as it is"

quietly systemctl enable --now allot
soon answers
same_work "stopping"
pid=$(property MainPID)
apt purge allot
[ ! -e "/proc/$pid" ] || die "removing leaves the server running"
! systemctl cat allot >/dev/null 2>&1 || die "removing leaves the unit"
[ ! -e $data ] || die "purging leaves the data"
say "removing ends the service, purging takes its data"
