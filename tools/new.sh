#!/usr/bin/env bash
# Writes the skeleton of a new use case, migration, decision record or change note: `./dev new` is this.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

die() {
  printf 'dev new: %s\n' "$*" >&2
  exit 1
}

# A title as a file name: "Single writer" -> single-writer.
slug() { tr '[:upper:]' '[:lower:]' <<<"$1" | sed 's/[^a-z0-9][^a-z0-9]*/-/g; s/^-//; s/-$//'; }

# The number after the greatest one that a file of this folder starts with, in WIDTH digits.
next_number() {
  local folder=$1 width=$2 last
  last=$(find "$folder" -maxdepth 1 -name '[0-9]*' -printf '%f\n' 2>/dev/null | sort | tail -n 1)
  last=${last%%[!0-9]*}
  printf "%0${width}d" $((10#${last:-0} + 1))
}

# Writes standard input to a file that must not exist.
write() {
  [ ! -e "$1" ] || die "$1 exists"
  mkdir -p "$(dirname "$1")"
  cat >"$1"
  echo "$1"
}

# assignments/redistribute
usecase() {
  local path=$1 verb noun function type
  [[ $path =~ ^[a-z_]+/[a-z_]+$ ]] || die "a use case is NOUN/VERB, as in assignments/redistribute"
  noun=${path%/*}
  verb=${path#*/}
  function=${verb}_${noun%s}
  # shellcheck disable=SC2001  # no expansion makes capitals of parts
  type=$(sed 's/\(^\|_\)\([a-z]\)/\u\2/g' <<<"$function")
  write "src/usecases/$path.h" <<CODE
#pragma once

#include "base/result.h"
#include "usecases/env.h"

namespace allot {

struct $type {
};

/// What it does, in one sentence.
/// Errors: not_found (…), forbidden (…).
/// Source: docs/spec/$noun.md.
[[nodiscard]] Result<> $function(Env& env, const Caller& caller, const $type& input);

}  // namespace allot
CODE
  write "src/usecases/$path.cpp" <<CODE
#include "usecases/$path.h"

namespace allot {

Result<> $function(Env& env, const Caller& caller, const $type& input) {
  return write(env.store, [&](Transaction& tx) -> Result<> {
    // load, check, plan, apply, record
  });
}

}  // namespace allot
CODE
  write "src/usecases/${path}_test.cpp" <<CODE
#include "usecases/$path.h"

#include <gtest/gtest.h>

namespace allot {
namespace {

// B-…
TEST($type, ASentenceThatIsTrue) {}

}  // namespace
}  // namespace allot
CODE
  echo "then: a line in src/http/routes.cpp, and its row in the role table"
}

migration() {
  local folder=src/store/sqlite/migrations
  write "$folder/$(next_number $folder 4)_$(slug "$1" | tr - _).sql" <<SQL
-- Why the schema changes, in a sentence. A migration that was released is never edited.
SQL
}

adr() {
  write "docs/adr/$(next_number docs/adr 4)-$(slug "$1").md" <<TEXT
# $1

Status: proposed, $(date +%F)

## Context

## Decision

## Consequences

## Alternatives
TEXT
}

change() {
  write "docs/changes/$(next_number docs/changes 3)-$(slug "$1").md" <<TEXT
# $1

## Added

- One sentence for users.

## Changed

## Fixed

## Removed
TEXT
}

[ $# -ge 2 ] || die "usecase|migration|adr|change NAME"
kind=$1
shift
case $kind in
  usecase) usecase "$1" ;;
  migration) migration "$*" ;;
  adr) adr "$*" ;;
  change) change "$*" ;;
  *) die "usecase|migration|adr|change NAME" ;;
esac
