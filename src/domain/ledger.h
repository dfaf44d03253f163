#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/function_ref.h"
#include "base/id.h"
#include "domain/item_set.h"
#include "domain/shares.h"

namespace allot {

/// Who has what in one task: a persistent value, copied for the price of a few pointers and one for
/// each chunk of `members`. Invariants (`check_invariants`): shares and queue are disjoint and
/// their union is `members`; `copies` ⊆ `members`; inside a share the sets are disjoint; no person
/// has two normal shares (B-070).
struct Ledger {
  ItemSet members;
  ItemSet copies;  // consensus copies; not counted in the task's totals
  std::vector<ItemSet>
      queue;      // a pulling task's waiting items, front first; ordinal order inside each
  Shares shares;  // in the order in which the assignments were created

  [[nodiscard]] const Share* find(const AssignmentId& assignment) const {
    return shares.find(assignment);
  }

  [[nodiscard]] const Share* find(const UserId& annotator) const {  // that person's normal share
    return shares.find(annotator);
  }

  [[nodiscard]] const Share* holder_of(Ordinal ordinal) const {  // nullptr: queued or no member
    return shares.holder_of(ordinal);
  }

  /// About what it takes of the memory, in a time that does not depend on the number of shares.
  [[nodiscard]] std::size_t bytes() const;

  bool operator==(const Ledger&) const = default;
};

/// A ledger that nobody changes any more; never null.
using SharedLedger = std::shared_ptr<const Ledger>;

/// A task with who has what in it.
struct TaskWork {
  TaskId task;
  SharedLedger ledger;
};

/// Of a task without items and people.
[[nodiscard]] const SharedLedger& empty_ledger();

/// How a sentence is to call an item.
using NameItem = FunctionRef<std::string(Ordinal)>;

/// What breaks the invariants above: a clause for each fault ("3 items are both … and …"), naming
/// one of the items; nothing for a sound ledger. Costs a pass over all chunks.
[[nodiscard]] std::vector<std::string> faults_of(const Ledger& ledger, NameItem name);
/// The same with ordinals for names.
[[nodiscard]] std::vector<std::string> faults_of(const Ledger& ledger);

/// CHECKs that there are none; called after every write in debug builds.
void check_invariants(const Ledger& ledger);

/// How far a task or an assignment is (B-111 … B-114). completed + remaining = total.
struct Counts {
  std::uint64_t total = 0;
  std::uint64_t completed = 0;                   // any status counts (B-099)
  std::map<std::string, std::uint64_t> actions;  // by status word; words with 0 left out
  std::uint64_t issues = 0;                      // items with an open issue
  std::uint64_t for_review = 0;                  // items for review and without an open issue

  [[nodiscard]] std::uint64_t remaining() const { return total - completed; }

  /// Whole percent, rounded down; 0 when there is nothing (B-113).
  [[nodiscard]] std::uint64_t progress() const { return total == 0 ? 0 : 100 * completed / total; }

  bool operator==(const Counts&) const = default;
};

/// Of a task: copies left out, queue included. Without a look at the items: `issues` and
/// `for_review` stay 0.
[[nodiscard]] Counts count(const Ledger& ledger);
/// Of a task, with them. `issue` and `for_review` are sets of the dataset.
[[nodiscard]] Counts count(const Ledger& ledger, const ItemSet& issue, const ItemSet& for_review);
/// Of an assignment: its own items, copies included.
[[nodiscard]] Counts count(const Share& share, const ItemSet& issue, const ItemSet& for_review);

/// What a new status did to one share.
struct ShareChange {
  AssignmentId assignment;
  StatusSets changed;  // as `set_status` of a share gives it
};

/// Sets the status of items in the shares that hold them; the same rules as for one share. Costs
/// what the touched shares cost. In the order of the shares.
std::vector<ShareChange> set_status(Ledger& ledger, const ItemSet& items, const std::string& word);

}  // namespace allot
