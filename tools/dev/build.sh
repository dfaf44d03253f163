# shellcheck shell=bash
# Configuring, building, serving the demo, measuring. Read by ./dev.

# configure FOLDER PRESET [CMAKE OPTION…]: when that is not done yet.
configure() {
  local folder=$1 preset=$2
  shift 2
  if [ ! -f "$folder/build.ninja" ] || [ CMakePresets.json -nt "$folder/build.ninja" ]; then
    cmake --preset "$preset" -B "$folder" "$@" >&2
  fi
}

# build FOLDER PRESET [CMAKE OPTION…]: configures, and builds everything.
build() {
  configure "$@"
  cmake --build "$1" -j "$jobs" >&2
}

setup() {
  need_packages run test
  need_venv "$sdk_default"
  if git rev-parse --git-dir >/dev/null 2>&1; then
    git config core.hooksPath tools/hooks
  fi
  echo "ready: ./dev run serves the demo, ./dev test runs the tests"
}

build_preset() {
  local preset=${1:-dev}
  case $preset in
    dev | asan | tsan) need_packages run test ;;
    release) need_packages run ;;
    bench) need_packages run bench ;;
    *) die "no preset $preset; there are dev, asan, tsan, release, bench" ;;
  esac
  build "build/$preset" "$preset"
}

run() {
  local data=.demo listen=127.0.0.1:8080 rest=()
  while [ $# -gt 0 ]; do
    case $1 in
      --data) data=${2:?--data needs a folder} && shift 2 ;;
      --listen) listen=${2:?--listen needs an address} && shift 2 ;;
      --data=*) data=${1#*=} && shift ;;
      --listen=*) listen=${1#*=} && shift ;;
      *) rest+=("$1") && shift ;;
    esac
  done
  build_preset release
  exec build/release/bin/allot demo --data "$data" --listen "$listen" "${rest[@]}"
}

bench() {
  local name=${1:?which measurement? see bench/}
  shift
  need_packages run bench
  build build/bench bench
  if [ -f "bench/$name.py" ]; then
    need_packages test
    need_venv "$sdk_default"
    ALLOT_BENCH_BIN=build/bench/bin exec .venv/bin/python "bench/$name.py" "$@"
  fi
  [ -x "build/bench/bin/bench_$name" ] || die "no bench/$name.cpp"
  exec "build/bench/bin/bench_$name" "$@"
}
