#pragma once

#include <string>
#include <vector>

#include "domain/clones.h"
#include "usecases/env.h"

namespace allot {

/// So many datasets become one at most.
constexpr std::size_t merged_datasets_max = 100;

struct MergeDatasets {
  std::vector<DatasetId> datasets;  // one that is named again counts once
  std::vector<ProjectId>
      projects;  // of these; the first gets the new one; empty: that of the first dataset
  std::string name;
  ClonedParts parts;
};

/// Has datasets cloned into a new one, later (run.h): the answer is the command that tells how far
/// it is. Files of one origin, which are clones of one another, become one item with the
/// annotations of all: the first of them, in the order of the datasets, says where it is and what
/// it holds, and of the metadata of the others what that lacks comes along. Others come as they
/// are; where the path is taken, with a number. Copies for consensus stay where they are. A name
/// that is taken makes the command `failed`. For the slow lane. Errors: invalid (no dataset or too
/// many, a dataset of another project, no name), not_found, forbidden (may not edit the data of one
/// of the datasets or projects), conflict (too many of the caller's clones wait).
[[nodiscard]] Result<Command> begin_merge(Env& env, const Caller& caller, MergeDatasets input);

}  // namespace allot
