# shellcheck shell=bash
# The checks of the source text. Read by ./dev.

# The files of the project that match these patterns of `git ls-files`, new ones too.
files() {
  if git rev-parse --git-dir >/dev/null 2>&1; then
    git ls-files --cached --others --exclude-standard -- "$@" | while read -r file; do
      if [ -f "$file" ]; then echo "$file"; fi
    done
  else
    local pattern
    for pattern in "$@"; do
      find . -path './build*' -prune -o -path './.venv*' -prune -o -type f -path "./$pattern" -print
    done
  fi
}

format() {
  local options=(-i)
  case ${1:-} in
    '') ;;
    --check) options=(--dry-run --Werror) ;;
    *) die "fmt takes --check" ;;
  esac
  need_packages test
  files '*.cpp' '*.h' | xargs -r -P "$jobs" -n 20 clang-format-19 "${options[@]}"
}

# Runs every check, also after one that failed.
lint() {
  local failed=0 python=/usr/bin/python3 # Debian's, which has the packages
  need_packages test
  $python tools/check_includes.py || failed=1
  $python tools/spec_index.py --check || failed=1
  $python tools/check_links.py || failed=1
  $python tools/api_document.py --planned || failed=1
  # What `dev` reads is checked with it: -x follows.
  files dev .ci/run '*.sh' 'tools/hooks/*' | grep -v '^tools/dev/' | xargs shellcheck -x || failed=1
  # A property whose answer nobody takes cannot fail.
  if files '*_test.cpp' | xargs grep -nE '^ *rc::check\(' >&2; then failed=1; fi
  $python -m unittest discover -q -s tools -p '*_test.py' || failed=1
  return $failed
}
