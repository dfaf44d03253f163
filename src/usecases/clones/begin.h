#pragma once

#include "domain/clones.h"
#include "usecases/env.h"

namespace allot {

/// So many clones of one person wait at most.
constexpr std::uint64_t waiting_clones_max = 10'000;
/// So long are their queries and their metadata together.
constexpr std::uint64_t waiting_clone_bytes_max = 64'000'000;

struct CloneDataset {
  DatasetId dataset;
  CloneOrder order;  // less `item` and what is of the clone of one item
};

/// Has items of a dataset cloned into another one, later (run.h): the answer is the command that
/// tells how far it is. They are what the query names when the clone begins, consensus copies only
/// where it speaks of hidden ones. A new dataset is of the same project, and has the same recipes.
/// A name that is taken makes the command `failed`. For the slow lane. Errors: invalid (the query,
/// the directory; neither a target nor a name, or one that is none), not_found, forbidden (may not
/// edit one of the datasets), conflict (the target is locked; too many of the caller's clones,
/// or too long ones, wait).
[[nodiscard]] Result<Command> begin_clone(Env& env, const Caller& caller, CloneDataset input);

// For who makes clones otherwise.

/// A clone that is to go into this project, and its command, in the transaction of a change.
/// Errors: conflict (too many wait, or too long ones).
[[nodiscard]] Result<Clone> add_clone(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const ProjectId& project,
    const DatasetId& source,
    const CloneOrder& order
);
[[nodiscard]] Command put_command_of(Transaction& tx, const Clone& clone);

}  // namespace allot
