#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "domain/entities.h"
#include "store/sqlite/context.h"

namespace allot::sqlite {

/// A ledger as the database has it under the versions of its task and assignments.
struct LedgerEntry {
  std::int64_t version = 0;                   // of the task: raised by every change
  std::int64_t sets_version = 0;              // of copies and queue
  std::vector<std::int64_t> share_versions;   // one for each share
  std::vector<std::int64_t> queue_positions;  // `seq` of each set of the queue, ascending
  Ledger ledger;
};

/// A ledger as the writer has it since the last commit.
struct LedgerDraft {
  DatasetId dataset;
  std::shared_ptr<const LedgerEntry> stored;  // what the database has
  std::shared_ptr<Ledger> now;                // copied before a change when it is shared
  bool changed = false;
  bool removed = false;

  [[nodiscard]] Ledger& to_change();
};

/// The empty ledger for an unknown task.
[[nodiscard]] Ledger ledger_of(Context& context, const TaskId& task);

// For the writer:

/// Replaces the draft. Precondition: the task exists.
void put_ledger(Context& context, const TaskId& task, const Ledger& ledger);
/// The task is gone, and its assignments.
void forget_ledger(Context& context, const TaskId& task);
/// The ledger has a share for the assignment, with its person and kind.
void show_in_ledger(Context& context, const Assignment& assignment);
/// The assignment is gone, and what it held is no longer in the task.
void drop_from_ledger(Context& context, const TaskId& task, const AssignmentId& assignment);

/// CHECKs that the drafts touched since `mark` fit the assignments that exist; in debug builds the
/// ledgers' invariants too.
void verify_ledgers(Context& context, Drafts<LedgerDraft>::Mark mark);

struct PublishedLedger {
  std::string id;
  std::shared_ptr<const LedgerEntry> entry;  // nullptr: gone
};

/// Writes the drafts to the database; gives what is to be published after the commit.
[[nodiscard]] std::vector<PublishedLedger> flush_ledgers(Context& context);

}  // namespace allot::sqlite
