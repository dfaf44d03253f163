#pragma once

#include <vector>

#include "usecases/access.h"
#include "usecases/env.h"

namespace allot {

/// How the caller meets an item: by role, and by the tasks in which the caller manages or holds it.
struct Meeting {
  Standings standings;
  bool locked = false;          // every task that lets the caller in is locked (B-131)
  bool writable = true;         // no export has locked the dataset
  std::vector<TaskId> held_in;  // the tasks in which the caller holds the item

  /// May name another as the creator of an annotation (imports).
  [[nodiscard]] bool may_import() const {
    return standings.has(Standing::owner) || standings.has(Standing::developer);
  }
};

[[nodiscard]] Meeting meet(const Transaction& tx, const Caller& caller, const Item& item, Time now);

/// Errors: forbidden (B-131), conflict (an export has locked the dataset).
[[nodiscard]] Result<Done> check_unlocked(const Meeting& meeting);

/// Errors: forbidden (may not annotate there; locked, B-131), conflict (as above).
[[nodiscard]] Result<Done> check_may_annotate(const Meeting& meeting, const Item& item);

}  // namespace allot
