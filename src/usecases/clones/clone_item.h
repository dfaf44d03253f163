#pragma once

#include "domain/clones.h"
#include "usecases/env.h"

namespace allot {

struct CloneItem {
  ItemId item;
  DatasetId target;  // empty: the item's own
  std::string path;  // "": where it is
  std::string metadata = "{}";
  bool finds_another_path = false;  // "/a (2).png" where the path is taken
  ClonedParts parts;
};

/// Clones a file into a dataset, at once unless it has many annotations, or its path is taken: then
/// later (run.h), where a path that is taken makes the command `failed`. For the slow lane. Errors:
/// invalid (the path, or a place that goes through a file; the metadata; a folder), not_found,
/// forbidden (may not edit one of the datasets), conflict (the target is locked; too many of the
/// caller's clones, or too long ones, wait).
[[nodiscard]] Result<Command> clone_item(Env& env, const Caller& caller, const CloneItem& input);

}  // namespace allot
