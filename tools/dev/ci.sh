# shellcheck shell=bash
# All that CI runs. Read by ./dev.

# What there was no time for.
left_out=

# The builds for tests, one after the other, while others wait for a server; `build/NAME.ready` says
# which are there, `build/ahead.ended` that no more will be. Ends with this process.
build_ahead() {
  rm -f build/*.ready build/ahead.ended
  set -m # a process group of its own
  {
    trap 'touch build/ahead.ended' EXIT
    renice -n 19 "$BASHPID" >/dev/null
    build build/dev dev -DALLOT_WERROR=ON
    touch build/dev.ready
    build build/asan asan -DALLOT_WERROR=ON
    touch build/asan.ready
    build_for_threads build/tsan
    touch build/tsan.ready
  } >build/ahead.log 2>&1 &
  set +m
  ahead=$!
  # Once it has ended its number may be another's.
  trap '[ -e build/ahead.ended ] || kill -- -"$ahead" 2>/dev/null || true' EXIT
}

# await_build NAME [SECONDS]: until it is there; fails when so long after the start it is not.
await_build() {
  local name=$1 latest=${2:-}
  while [ ! -e "build/$name.ready" ]; do
    if [ -e build/ahead.ended ] && [ ! -e "build/$name.ready" ]; then
      tail -n 50 build/ahead.log >&2
      die "the build $name failed; all of it is in build/ahead.log"
    fi
    if [ -n "$latest" ] && [ $((SECONDS - started)) -gt "$latest" ]; then return 1; fi
    sleep 1
  done
  [ -z "$latest" ] || [ $((SECONDS - started)) -le "$latest" ]
}

# sanitized NAME SECONDS COMMAND…: once its build is there; when it could not begin so long after the start it is
# left to the nightly run, which has no limit.
sanitized() {
  local name=$1 latest=$2
  shift 2
  [ -z "$nightly" ] || latest=
  if ! await_build "$name" "$latest"; then
    echo "LEFT OUT: there is no time; the nightly run has it" >&2
    left_out+=" (without $name)"
    return
  fi
  "$@"
}

# nightly: what takes too long for each change.
nightly() {
  say "a thousand schedules, and many more rounds of kills"
  ALLOT_SCHEDULES=250 build/dev/bin/history_test --gtest_brief=1
  python_tests build/release "$sdk_default" tests/fault/test_kill.py --rounds 300 \
    -o faulthandler_timeout=0
  fuzz 60
  python_tests build/release "$sdk_default" tests/api/test_properties.py --examples 100 --seed "$(date +%j)" \
    -o faulthandler_timeout=0
  say "the SDK's tests, under ThreadSanitizer"
  cmake --build build/tsan -j "$jobs" --target sdk_test >&2
  unit_tests build/tsan -R '^sdk\.'
}

# ci [--nightly]: what talks to a server talks to the one that is shipped, and like its packages waits a lot; so all of that
# comes first, and the builds for tests beside it.
ci() {
  local started=$SECONDS version nightly=${1:-}
  [ -z "$nightly" ] || [ "$nightly" = --nightly ] || die "ci takes --nightly"
  say() { printf '\n== %s (after %d s)\n' "$*" $((SECONDS - started)) >&2; }
  need_packages run test
  say "format"
  format --check
  say "lint"
  lint
  say "build, for release"
  build build/release release
  build_ahead
  say "tests with dtlpy $sdk_default"
  python_tests build/release "$sdk_default" tests/sdk
  for version in 1.124.2 1.118.15; do
    say "tests with dtlpy $version, of what uses it"
    python_tests build/release "$version" tests/sdk --about-the-sdk
  done
  say "the API against its description"
  python_tests build/release "$sdk_default" tests/api --examples 5 # the nightly run makes up more
  say "tests of faults"
  python_tests build/release "$sdk_default" tests/fault
  say "a project outside of the tree, with g++ and clang"
  packaging/try-install.sh build/release
  say "packages, in a clean root"
  if [ "$(id -u)" -eq 0 ]; then
    package --try
  else
    echo "LEFT OUT: making a root of its own takes root" >&2
  fi
  say "builds for tests, warnings are errors"
  await_build dev
  say "tests"
  unit_tests build/dev
  say "tests of changes, each run twice; what was answered, against its description"
  rehearsed_tests build/dev
  described_tests build/dev
  late_reads_tests build/dev
  say "tests under AddressSanitizer and UndefinedBehaviorSanitizer"
  sanitized asan 3900 whole_programs build/asan
  say "tests of what runs in several threads, under ThreadSanitizer"
  sanitized tsan 4400 thread_tests build/tsan
  [ -z "$nightly" ] || nightly
  printf '%d s in all%s\n\n%d passed, 0 failed\n' $((SECONDS - started)) "$left_out" "$passed"
}
