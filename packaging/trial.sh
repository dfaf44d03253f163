# shellcheck shell=bash
# What the trials of the packages share: to install, to make some work with the command line, and to
# look at it. Read by try-in-root.sh and try-service.sh, in the folder with the packages. Each says how
# it calls the command line: `command_line WORD…`.
export DEBIAN_FRONTEND=noninteractive
readonly data=/var/lib/allot

die() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

say() { printf -- '- %s\n' "$*"; }

# Runs a command that says something only when it fails.
quietly() {
  "$@" >quiet.log 2>&1 || {
    cat quiet.log >&2
    die "failed: $*"
  }
}

apt() { quietly apt-get -q -y "$@"; }

version() { dpkg-query -W -f='${Version}' allot; }

# soon COMMAND…: again and again for 20 s, until it succeeds.
soon() {
  local tries=0
  until "$@" >/dev/null 2>&1; do
    [ $((++tries)) -lt 200 ] || die "in vain for 20 s: $*"
    sleep 0.1
  done
}

# As README.Debian says; a password is read from standard input.
as_allot() { runuser -u allot -- "$@"; }

add_account() {
  quietly as_allot allot user add "$1" --admin --password-stdin --data $data <<<"a long password"
}

# In the project City, of two people: pictures, and a task that is under way.
make_work() {
  local number
  mkdir -p pictures
  for number in 1 2 3 4 5 6; do echo "picture $number" >"pictures/$number.txt"; done
  quietly command_line member add ada@example.org --project City
  quietly command_line dataset create Night --project City
  quietly command_line item upload "$PWD/pictures" --dataset Night
  quietly command_line task create Morning --dataset Night --assign you=50,ada=50
  quietly command_line item status completed \
    "$(command_line item list --task Morning --quiet | sed -n 1p)" --task Morning
}

# All of it, to be compared: people, the task, who has what, items with their statuses, contents.
work() {
  local copy=$PWD/copy
  install -d -m 777 "$copy"
  command_line member list --project City --json
  command_line task show Morning --json
  command_line assignment list --task Morning --json
  command_line item list --dataset Night --json
  command_line item download "$copy" --dataset Night --quiet >/dev/null
  (cd "$copy" && find . -type f -exec sha256sum {} + | sort -k 2)
  rm -rf "$copy"
}

remember_work() { work >before; }

# same_work AFTER_WHAT
same_work() {
  work >now
  [ "$(grep -c 'txt$' now)" -eq 6 ] || die "the pictures are not there"
  diff before now || die "$1 changes the data"
  # TODO(#5): this program may have no `allot check` yet.
  ! allot --help | grep '^ *check ' >/dev/null || quietly as_allot allot check --content --data $data
}

# The package to upgrade from: `earlier.deb`; without one, this package under a number before its own.
need_earlier_package() {
  [ ! -e earlier.deb ] || return 0
  dpkg-deb --raw-extract allot_*.deb earlier
  sed -i 's/^Version: .*/&~earlier/' earlier/DEBIAN/control
  dpkg-deb -Zgzip -z1 --build earlier earlier.deb >/dev/null
  rm -rf earlier
}
