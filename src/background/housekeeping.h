#pragma once

#include <chrono>

#include "usecases/env.h"

namespace allot::background {

/// Takes sessions and one-time links away whose time is over. Repeatable. Throws StoreFailure.
void remove_expired_sessions(Env& env);

/// Forgets the answers that were kept under an `Idempotency-Key` for their whole time (B-297).
/// Repeatable. Throws StoreFailure.
void forget_old_answers(Env& env);

/// Takes events, commands, lines of inboxes and what was done to annotations away that is older
/// than `kept` (B-322), in changes of its own between which others have their turn; leaves what is
/// very much to the next call. Repeatable. Throws StoreFailure, StoreBusy.
void forget_old_history(Env& env, std::chrono::hours kept);

/// Takes rows of what was deleted away, in changes of their own between which others have their
/// turn; stops when nothing is left, and leaves what is very much to the next call. Repeatable.
/// Throws StoreFailure, StoreBusy.
void purge_deleted(Env& env);

/// Writes what was changed in bulk to its rows, likewise.
void write_bulk_changes(Env& env);

/// Gives up lists of annotations that nobody goes on with, as after a crash in the middle, and
/// appends the events that are left of those that are shown, likewise.
void finish_annotation_lists(Env& env);

/// Gives assignments their rows that came by the hundreds, likewise.
void give_rows_to_assignments(Env& env);

/// Puts what idle people hold of pulling tasks back to the queues (B-299).
void return_idle_batches(Env& env);

/// Offers batches to those who are there again, and goes on with long offers (B-053). Between
/// changes others have their turn; what is very much is left to the next call.
void make_due_offers(Env& env);

/// Takes contents away that no item names and that were kept more than a day ago: of uploads that
/// did not end, and of deleted items. Waits for another turn while a backup or a check reads them.
/// Repeatable. Throws StoreFailure.
void sweep_orphan_files(Env& env);

}  // namespace allot::background
