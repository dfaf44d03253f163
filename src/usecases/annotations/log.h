#pragma once

#include <span>

#include "domain/annotation_log.h"
#include "usecases/env.h"

namespace allot {

// The log of an item's annotations (docs/adr/0051-what-was-done-to-annotations.md).

/// A longer value is not kept.
constexpr std::size_t logged_value_bytes_max = 200;
/// Of more members of the metadata it is told that it changed, and nothing else.
constexpr std::size_t logged_members_max = 20;

/// Appends to the log what differs between these, in the transaction of the change; nothing where
/// nothing does.
void log_change(Transaction& tx, const Annotation& before, const Annotation& after);

/// Appends that it was deleted.
void log_deletion(
    Transaction& tx,
    const DatasetId& dataset,
    const DeletedAnnotation& annotation,
    const UserId& actor,
    Time at
);

/// Appends what a bulk change made of the metadata of each; what it was is not told.
void log_bulk_change(
    Transaction& tx,
    const DatasetId& dataset,
    std::span<const PlacedAnnotation> annotations,
    const BulkChange& change
);

/// Gives the lines of one item to `visit`, one annotation after the other, of each the oldest
/// first. Errors: not_found (item).
[[nodiscard]] Result<Done> read_annotation_log(
    Env& env, const Caller& caller, const ItemId& item, FunctionRef<void(const LoggedChange&)> visit
);

}  // namespace allot
