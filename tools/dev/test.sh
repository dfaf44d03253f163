# shellcheck shell=bash
# The tests. Read by ./dev.

# So that what a sanitizer finds has lines, and what it is told to leave out has names.
export ASAN_OPTIONS=external_symbolizer_path=/usr/bin/llvm-symbolizer-19
export TSAN_OPTIONS=suppressions=$PWD/tools/tsan.supp:external_symbolizer_path=/usr/bin/llvm-symbolizer-19

# Counted for the last line of `./dev ci`.
passed=0

# unit_tests BUILD FOLDER [CTEST OPTION…]
unit_tests() {
  local folder=$1 log=$1/ctest.log
  shift
  ctest --test-dir "$folder" --output-on-failure --no-tests=error -j "$jobs" "$@" | tee "$log" |
    grep -v -E '^ +Start |^ *[0-9]+/[0-9]+ Test .* Passed ' # a line for each test says little
  passed=$((passed + $(sed -n 's/^.*tests passed, 0 tests failed out of \([0-9]*\).*/\1/p' "$log")))
}

# whole_programs BUILD FOLDER: each test program as one process, the largest first. Under a sanitizer
# a process for each test costs more than the tests.
whole_programs() {
  local folder=$1 program count
  # shellcheck disable=SC2016  # for the shell of each
  find "$folder/bin" -name '*_test' -o -name power_cuts | xargs ls -S |
    xargs -P "$jobs" -I PROGRAM sh -c '"$1" --gtest_brief=1 >"$1.log" 2>&1 ||
      { grep -v info "$1.log" | head -n 60; echo "failed: $1; all of it is in $1.log"; exit 1; }' run PROGRAM
  for program in "$folder"/bin/*.log; do
    count=$(sed -n 's/^\[  PASSED  \] \([0-9]*\) tests\{0,1\}\..*/\1/p' "$program")
    passed=$((passed + ${count:-0}))
  done
}

# rehearsed_tests BUILD FOLDER: the suites of changes, each change run twice (ADR 0035). What `http` answers is
# written down for described_tests.
rehearsed_tests() {
  local folder=$1 name count
  rm -f "$folder/answers.jsonl"
  for name in conformance usecases background http; do
    ALLOT_ANSWERS=$folder/answers.jsonl ALLOT_REHEARSE=1 "$folder/bin/${name}_test" --gtest_brief=1 >"$folder/rehearsed_$name.log" 2>&1 || {
      grep -v -E ' (info|warning) ' "$folder/rehearsed_$name.log" | head -n 60
      die "failed when changes ran twice: $name; all of it is in $folder/rehearsed_$name.log"
    }
    count=$(sed -n 's/^\[  PASSED  \] \([0-9]*\) tests\{0,1\}\..*/\1/p' "$folder/rehearsed_$name.log")
    passed=$((passed + ${count:-0}))
  done
}

# described_tests BUILD FOLDER: what the tests of `http` were answered when they ran last, against the description of the API.
described_tests() {
  need_venv "$sdk_default"
  .venv/bin/python tests/api/recorded.py "$1/answers.jsonl"
}

# late_reads_tests BUILD FOLDER: the server on a store whose reads come back late, on other threads
# (ADR 0041).
late_reads_tests() {
  local folder=$1 count
  ALLOT_LATE_READS=1 "$folder/bin/net_test" --gtest_brief=1 >"$folder/late_reads.log" 2>&1 || {
    grep -v -E ' (info|warning) ' "$folder/late_reads.log" | head -n 60
    die "failed when reads came back late; all of it is in $folder/late_reads.log"
  }
  count=$(sed -n 's/^\[  PASSED  \] \([0-9]*\) tests\{0,1\}\..*/\1/p' "$folder/late_reads.log")
  passed=$((passed + ${count:-0}))
}

# python_tests BUILD FOLDER SDK VERSION TEST FOLDER|FILE [PYTEST ARGUMENT…]
python_tests() {
  local folder=$1 version=$2 log=$1/pytest-$2.log count
  shift 2
  need_venv "$version"
  need_unpacked build/proxies nginx caddy
  ALLOT_BIN=$PWD/$folder/bin/allot "$(venv_of "$version")/bin/python" -m pytest -q "$@" | tee "$log"
  count=$(sed -n 's/^.*\b\([0-9][0-9]*\) passed.*/\1/p' "$log" | tail -n 1)
  passed=$((passed + ${count:-0}))
}

# What runs in several threads, under ThreadSanitizer: the store's writer with its readers, the server,
# equal requests at the same time, and clients at work together.
thread_tests() {
  build_for_threads "$1"
  ALLOT_SCHEDULES=${ALLOT_SCHEDULES:-12} unit_tests "$1" -R '^(store_sqlite|net|history|http\.(IdempotencyKey|Repeat))\.'
  late_reads_tests "$1"
}

build_for_threads() {
  configure "$1" tsan
  cmake --build "$1" -j "$jobs" --target store_sqlite_test net_test http_test history_test >&2
}

# What breaks the server: killed, cut off, out of space. `fault [NAME] [PYTEST ARGUMENT…]`
fault() {
  local what=tests/fault
  case ${1:-} in
    '' | -*) ;;
    *) what=tests/fault/test_$1.py && shift ;;
  esac
  [ -e "$what" ] || die "no $what"
  build_preset dev
  python_tests build/dev "$sdk_default" "$what" "$@"
}

test_all() {
  local quick='' version=$sdk_default
  while [ $# -gt 0 ]; do
    case $1 in
      --quick) quick=yes && shift ;;
      --seed) export RC_PARAMS="seed=${2:?--seed needs a number}" && shift 2 ;;
      --sdk) version=${2:?--sdk needs a version of dtlpy} && shift 2 ;;
      --) shift && break ;;
      *) die "test takes --quick, --seed N, --sdk VERSION, and -- before arguments of pytest" ;;
    esac
  done
  build_preset dev
  if [ -n "$quick" ]; then
    unit_tests build/dev --label-exclude slow
  else
    unit_tests build/dev
    rehearsed_tests build/dev
    described_tests build/dev
    late_reads_tests build/dev
    python_tests build/dev "$sdk_default" tests/api
    python_tests build/dev "$version" tests/sdk "$@"
    python_tests build/dev "$version" tests/fault
  fi
}
