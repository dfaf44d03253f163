# shellcheck shell=bash
# The Debian packages and the Python tools that the project needs. Read by ./dev.

# The packages of these groups of tools/packages.txt, one a line.
packages_of() {
  local group
  for group in "$@"; do
    sed -n "s/^$group  *\([^ #]*\).*/\1/p" tools/packages.txt
  done
}

# The packages of these groups that are not installed.
missing_packages() {
  local wanted installed
  wanted=$(packages_of "$@" | sort -u)
  # shellcheck disable=SC2086  # one word each
  installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' $wanted 2>/dev/null |
    sed -n 's/^installed //p' | sort -u || true)
  comm -23 <(printf '%s\n' "$wanted") <(printf '%s\n' "$installed")
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    env DEBIAN_FRONTEND=noninteractive "$@"
  else
    sudo env DEBIAN_FRONTEND=noninteractive "$@"
  fi
}

need_packages() {
  local missing=()
  command -v dpkg-query >/dev/null ||
    die "this is no Debian; install what stands for these packages and build by cmake: $(packages_of "$@" | xargs)"
  mapfile -t missing < <(missing_packages "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null ||
      die "these packages are missing, and there is neither root nor sudo to install them: ${missing[*]}"
  fi
  say "installing ${#missing[@]} packages: ${missing[*]}"
  as_root apt-get update -q >&2
  as_root apt-get install -q -y --no-install-recommends "${missing[@]}" >&2
}

# need_unpacked FOLDER PACKAGE…: the files of these packages below the folder. Installed they would serve at once.
need_unpacked() {
  local folder=$1 package
  shift
  for package in "$@"; do
    [ ! -e "$folder/.$package" ] || continue
    say "unpacking $package into $folder"
    mkdir -p "$folder"
    (
      cd "$folder"
      # A list of yesterday may name what the mirror has no more.
      apt-get download -q "$package" >&2 || { as_root apt-get update -q >&2 && apt-get download -q "$package" >&2; }
      dpkg -x "$package"_*.deb .
    )
    touch "$folder/.$package"
  done
}

# The virtual environment with the test tools and this version of the SDK.
venv_of() {
  if [ "$1" = "$sdk_default" ]; then echo .venv; else echo ".venv-$1"; fi
}

need_venv() {
  local version=$1 wanted=tests/sdk/requirements.txt folder
  [ "$version" = "$sdk_default" ] || wanted=tests/sdk/requirements-$version.txt
  [ -f "$wanted" ] || die "no $wanted; the SDK is tested in the versions that have such a file"
  folder=$(venv_of "$version")
  cmp -s "$wanted" "$folder/requirements.txt" && return
  say "Python test tools with dtlpy $version into $folder"
  python3 -m venv "$folder"
  "$folder/bin/pip" install -q --disable-pip-version-check -r "$wanted" >&2
  cp "$wanted" "$folder/requirements.txt" # last: an interrupted installation is done again
}
