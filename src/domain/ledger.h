#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/function_ref.h"
#include "base/id.h"
#include "domain/item_set.h"

namespace allot {

/// Sets by status word; no empty sets inside.
using StatusSets = std::map<std::string, ItemSet>;

enum class ShareKind {
  normal,
  originals,  // the hidden assignment that holds the originals of a quality task
};

/// What one assignment holds of its task. `open` and the sets of `by_status` are disjoint.
struct Share {
  AssignmentId assignment;
  UserId annotator;
  ShareKind kind = ShareKind::normal;
  ItemSet open;  // items without a status
  StatusSets by_status;

  [[nodiscard]] ItemSet handled() const;  // items with any status
  [[nodiscard]] ItemSet items() const;    // open and handled
  [[nodiscard]] bool empty() const;
  /// The status of an item of this share; "" when it is open or not here.
  [[nodiscard]] std::string status_of(Ordinal ordinal) const;

  bool operator==(const Share&) const = default;
};

/// Who has what in one task: a value, copied for the price of a few pointers.
/// Invariants (`check_invariants`): shares and queue are disjoint and their union is `members`;
/// `copies` ⊆ `members`; inside a share the sets are disjoint; no person has two normal shares
/// (B-070).
struct Ledger {
  ItemSet members;
  ItemSet copies;  // consensus copies; not counted in the task's totals
  std::vector<ItemSet>
      queue;  // a pulling task's waiting items, front first; ordinal order inside each
  std::vector<Share> shares;  // in the order in which the assignments were created

  [[nodiscard]] const Share* find(const AssignmentId& assignment) const;
  [[nodiscard]] const Share* find(const UserId& annotator) const;  // that person's normal share
  [[nodiscard]] const Share* holder_of(Ordinal ordinal) const;     // nullptr: queued or no member
  /// Union of the shares' handled items.
  [[nodiscard]] ItemSet handled() const;

  bool operator==(const Ledger&) const = default;
};

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

/// Of a task: copies left out, queue included. `issue` and `for_review` are sets of the dataset.
[[nodiscard]] Counts count(const Ledger& ledger, const ItemSet& issue, const ItemSet& for_review);
/// Of an assignment: its own items, copies included.
[[nodiscard]] Counts count(const Share& share, const ItemSet& issue, const ItemSet& for_review);

/// Moves items of one share to a status word, or back to open when `word` is "". Items outside the
/// share are ignored. Returns what changed, by the status that each had before ("" = open); items
/// that had `word` already are in it too under that word.
StatusSets set_status(Share& share, const ItemSet& items, const std::string& word);

}  // namespace allot
