# shellcheck shell=bash
# All that CI runs. Read by ./dev.

ci() {
  local started=$SECONDS version
  need_packages run test
  say "format"
  format --check
  say "lint"
  lint
  say "build, warnings are errors"
  build build/ci dev -DALLOT_WERROR=ON
  say "tests"
  unit_tests build/ci
  for version in "$sdk_default" 1.124.2 1.118.15; do
    say "tests with dtlpy $version"
    python_tests build/ci "$version" tests/sdk
  done
  say "tests of faults"
  python_tests build/ci "$sdk_default" tests/fault
  say "tests under AddressSanitizer and UndefinedBehaviorSanitizer"
  build build/asan asan
  unit_tests build/asan
  say "tests of what runs in several threads, under ThreadSanitizer"
  thread_tests build/tsan
  say "release"
  build build/release release
  say "a project outside of the tree, with g++ and clang"
  packaging/try-install.sh build/release
  say "packages, in a clean root"
  if [ "$(id -u)" -eq 0 ]; then
    package --try
  else
    echo "LEFT OUT: making a root of its own takes root" >&2
  fi
  printf '%d s in all\n\n%d passed, 0 failed\n' $((SECONDS - started)) "$passed"
}
