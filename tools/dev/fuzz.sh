# shellcheck shell=bash
# What strangers send, made up by a machine (tests/fuzz). Read by ./dev.

# fuzz [SECONDS [TARGET…]]: each target for this long, from its seeds and its corpus. What breaks one
# is left in build/fuzz/found: make it a file of the corpus, which every test run reads.
fuzz() {
  local seconds=${1:-60} target
  shift || true
  [ $# -gt 0 ] || set -- edge query routes tokens
  need_packages run test
  configure build/fuzz fuzz
  cmake --build build/fuzz -j "$jobs" --target "${@/#/fuzz_}" >&2
  for target in "$@"; do
    say "fuzzing $target for $seconds s"
    fuzz_target "$target" "$seconds"
  done
}

fuzz_target() {
  local target=$1 seconds=$2 program=build/fuzz/bin/fuzz_$1 found=build/fuzz/found
  [ -x "$program" ] || die "no target $target; there are edge, query, routes, tokens"
  mkdir -p "build/fuzz/corpus/$target" "$found"
  "$program" --seeds "build/fuzz/seeds/$target"
  # The first folder gets what is new. Leaks are looked for by the tests: here a store is at work to the end.
  ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0 "$program" \
    "build/fuzz/corpus/$target" "build/fuzz/seeds/$target" "tests/fuzz/corpus/$target" \
    -max_total_time="$seconds" -max_len=4096 -use_value_profile=1 -timeout=10 -rss_limit_mb=4096 -print_final_stats=1 \
    -dict="tests/fuzz/words/$target" -verbosity=0 -artifact_prefix="$found/$target-"
}
