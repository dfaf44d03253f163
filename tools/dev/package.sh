# shellcheck shell=bash
# The Debian packages of Allot. Read by ./dev.

# package [--try [EARLIER.deb]]
package() {
  local try=''
  case ${1:-} in
    '') ;;
    --try) try=yes && shift ;;
    *) die "package takes --try" ;;
  esac
  need_packages package
  build_preset release
  packaging/build-packages.sh build/release build/packages
  [ -z "$try" ] || packaging/try-packages.sh build/packages "$@"
}
