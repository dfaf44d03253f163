#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "usecases/env.h"

namespace allot {

enum class CountBy { label, type };

/// Which annotations of a dataset are counted.
struct CountLabels {
  DatasetId dataset;
  TaskId task;              // on its items alone, but for copies; empty: on all that are not hidden
  AssignmentId assignment;  // on what it holds, copies too; empty: whosever
  std::vector<UserId> creators;  // only by these; empty: by anybody
  CountBy by = CountBy::label;
};

struct WordCount {
  std::string word;
  std::uint64_t count = 0;
  bool operator==(const WordCount&) const = default;
};

/// How many have which label, or type, of those that the caller may see: the most frequent first,
/// of equal ones by their words. Read in short pieces, each as things are then, so of no single
/// moment where others work; an annotation that stays as it is counts once
/// (docs/adr/0053-labels-are-counted-along-an-index.md). Errors: not_found (dataset, task,
/// assignment; or it is of another dataset or task), forbidden, invalid (they have too many
/// different labels, some 16 MB).
[[nodiscard]] Result<std::vector<WordCount>> count_labels(
    Env& env, const Caller& caller, const CountLabels& input
);

}  // namespace allot
