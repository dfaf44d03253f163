#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "domain/entities.h"
#include "store/sqlite/context.h"

namespace allot::sqlite {

/// A ledger as the database has it under a version of its task. The row of an assignment says at
/// which version its share last changed, so what changed since an entry is asked for by number.
struct LedgerEntry {
  std::int64_t version = 0;                   // of the task: raised by every change
  std::int64_t shape = 0;                     // its version when an assignment last came or went
  std::int64_t sets_version = 0;              // of copies and queue
  std::vector<std::int64_t> queue_positions;  // `seq` of each set of the queue, ascending
  SharedLedger ledger;
};

[[nodiscard]] inline std::size_t cached_bytes(const LedgerEntry& entry) {
  return sizeof(LedgerEntry) + entry.ledger->bytes();
}

/// A ledger as the writer has it since the last commit.
struct LedgerDraft {
  DatasetId dataset;
  std::shared_ptr<const LedgerEntry> stored;  // what the database has
  SharedLedger now;
  std::vector<Share> dropped = {};  // since it was put: what they held may have come to others
  bool changed = false;
  bool removed = false;
};

/// The empty ledger for an unknown task.
[[nodiscard]] SharedLedger ledger_of(Context& context, const TaskId& task);

// For the writer:

/// Replaces the draft. Preconditions (CHECKed): the task exists, and the ledger has a share for
/// each of its assignments, those of `fresh` included, and no other.
void put_ledger(
    Context& context, const TaskId& task, Ledger ledger, std::span<const Assignment> fresh = {}
);
/// The task is gone, and its assignments.
void forget_ledger(Context& context, const TaskId& task);
/// The ledger of the task has a share for each of these assignments of it, with its person and
/// kind.
void show_in_ledger(Context& context, const TaskId& task, std::span<const Assignment> assignments);
/// The assignment is gone, and what it held is no longer in the task.
void drop_from_ledger(Context& context, const TaskId& task, const AssignmentId& assignment);

/// In debug builds CHECKs the invariants of the drafts touched since `mark`.
void verify_ledgers(Context& context, Drafts<LedgerDraft>::Mark mark);

struct PublishedLedger {
  DatasetId dataset;
  std::string id;
  std::shared_ptr<const LedgerEntry> entry;  // nullptr: gone
};

/// Writes the drafts to the database under the new work versions of their datasets; gives what is
/// to be published after the commit.
[[nodiscard]] std::vector<PublishedLedger> flush_ledgers(
    Context& context, const std::map<DatasetId, std::int64_t>& work_versions
);

}  // namespace allot::sqlite
