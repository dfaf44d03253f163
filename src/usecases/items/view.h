#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/json_writer.h"
#include "usecases/assignments/set_status.h"
#include "usecases/env.h"
#include "usecases/sight.h"

namespace allot {

/// One task that an item is in.
struct ItemReference {
  TaskId task;
  AssignmentId assignment;  // empty: waiting in the queue of a pulling task
  std::optional<StatusEntry> status;
};

/// One line of an item's history.
struct StatusLogEntry {
  TaskId task;
  AssignmentId assignment;
  std::string word;
  bool cleared = false;
  UserId creator;
  Time at;
};

/// An item with what is derived of it at this moment.
struct ItemView {
  Item item;
  std::vector<ItemReference> references;  // by task, oldest first
  std::vector<StatusLogEntry> log;        // oldest first
  std::uint64_t annotations = 0;
  std::vector<std::string> annotation_statuses;  // distinct, of its annotations
};

/// One view for each ordinal that exists, in the given order, with what `sight` shows of their
/// tasks; a fixed number of queries for the whole page. None behind the item with which they, or
/// their history, have about `bytes_max` bytes.
[[nodiscard]] std::vector<ItemView> view_items(
    const Transaction& tx,
    const Sight& sight,
    const DatasetId& dataset,
    std::span<const Ordinal> ordinals,
    std::size_t bytes_max = std::numeric_limits<std::size_t>::max()
);

/// Writes the members of an item's JSON that name no address: all but `url`, `stream` and their
/// like. Inside an open object.
void write_item_members(JsonWriter& json, const ItemView& view);

/// And those that do, less the one of its annotations.
void write_item_addresses(JsonWriter& json, const Env& env, const Item& item);

/// One entry of `metadata.system.refs`: `status`, `creator` and `timestamp` only when a status is
/// set.
void write_reference(
    JsonWriter& json, std::string_view id, std::string_view type, const StatusEntry* status
);

}  // namespace allot
