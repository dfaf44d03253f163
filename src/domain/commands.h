#pragma once

// What a command did, as values. Their texts are made and read in one place (json/command_text.h).

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "domain/apportionment.h"
#include "domain/plan_summary.h"
#include "domain/undo.h"

namespace allot {

struct TaskCreated {
  std::string payload = "{}";  // JSON as sent
  TaskId task;
  OperationId operation;
  bool operator==(const TaskCreated&) const = default;
};

struct ItemsAdded {
  std::string payload = "{}";  // JSON as sent
  TaskId task;
  OperationId operation;
  bool operator==(const ItemsAdded&) const = default;
};

struct ItemsRemoved {
  TaskId task;
  std::uint64_t removed = 0;
  std::uint64_t named = 0;  // of the task: those that were handled stayed
  OperationId operation;
  bool operator==(const ItemsRemoved&) const = default;
};

struct TaskDeleted {
  TaskId task;
  bool operator==(const TaskDeleted&) const = default;
};

struct AssignmentDeleted {
  AssignmentId assignment;
  OperationId operation;
  bool operator==(const AssignmentDeleted&) const = default;
};

struct Reassigned {
  AssignmentId from;
  AssignmentId to;  // who has the items now; the same when it stayed
  UserId annotator;
  OperationId operation;  // empty: nothing moved
  bool operator==(const Reassigned&) const = default;
};

/// The open items of a whole task were shared out anew.
struct TaskRedistributed {
  TaskId task;
  std::vector<Load> workload;  // as sent
  OperationId operation;
  bool operator==(const TaskRedistributed&) const = default;
};

/// A batch of a pulling task was asked for.
struct BatchLoaded {
  AssignmentId assignment;
  std::uint64_t count = 0;  // of items that came
  OperationId operation;    // empty: none fitted, or none waited
  bool operator==(const BatchLoaded&) const = default;
};

/// An assignment's open items went back to the queue.
struct BatchCleared {
  AssignmentId assignment;
  std::uint64_t count = 0;
  OperationId operation;  // empty: there were none
  bool operator==(const BatchCleared&) const = default;
};

/// A move was taken back as far as its items were untouched.
struct Undone {
  OperationId undone;          // that move
  OperationId operation;       // the undo itself
  std::uint64_t count = 0;     // of items that went back
  std::vector<KeptBack> kept;  // what stayed, and why
  bool operator==(const Undone&) const = default;
};

struct Redistributed {
  AssignmentId assignment;
  std::vector<Load> workload;  // as sent
  OperationId operation;
  bool operator==(const Redistributed&) const = default;
};

/// Items of a dataset went into a file, which is an item of Binaries.
struct DatasetExported {
  DatasetId dataset;
  ItemId output;  // empty: it is not there yet
  bool operator==(const DatasetExported&) const = default;
};

/// Items of a dataset went into another one as clones.
struct DatasetCloned {
  DatasetId source;
  DatasetId clone;  // that has them; empty: they are not there yet
  bool operator==(const DatasetCloned&) const = default;
};

struct ItemCloned {
  ItemId source;
  ItemId clone;  // empty: it is not there yet
  bool operator==(const ItemCloned&) const = default;
};

/// Items of datasets went into a new one, those of one origin as one item.
struct DatasetsMerged {
  std::vector<DatasetId> sources;
  DatasetId dataset;  // the new one; empty: it is not there yet
  bool operator==(const DatasetsMerged&) const = default;
};

/// Files came into a folder, and folders with what is below them.
struct ItemsMoved {
  DatasetId dataset;
  ItemId folder;            // into this; the root has the id of its dataset
  std::uint64_t count = 0;  // of items that are at another path now
  bool operator==(const ItemsMoved&) const = default;
};

/// What a query named went.
struct ItemsDeleted {
  DatasetId dataset;
  std::uint64_t count = 0;
  bool operator==(const ItemsDeleted&) const = default;
};

/// A difference was merged into the metadata of what a query named.
struct MetadataChanged {
  DatasetId dataset;
  std::uint64_t count = 0;  // that matched
  bool operator==(const MetadataChanged&) const = default;
};

/// What a query named was shared out to subsets for learning.
struct DatasetSplit {
  DatasetId dataset;
  std::uint64_t count = 0;
  bool operator==(const DatasetSplit&) const = default;
};

using CommandResult = std::variant<
    TaskCreated,
    ItemsAdded,
    ItemsRemoved,
    TaskDeleted,
    AssignmentDeleted,
    Reassigned,
    Redistributed,
    TaskRedistributed,
    Undone,
    BatchLoaded,
    BatchCleared,
    DatasetExported,
    DatasetCloned,
    ItemCloned,
    ItemsMoved,
    ItemsDeleted,
    MetadataChanged,
    DatasetSplit,
    DatasetsMerged>;

enum class CommandStatus { created, in_progress, success, failed, canceled };

/// A finished or long-running operation, as the SDK polls it.
struct Command {
  CommandId id;
  UserId creator;
  ProjectId project;
  CommandResult result;
  std::optional<PlanSummary> plan;  // what it was done by, of a move that was to keep to a preview
  CommandStatus status = CommandStatus::success;
  int progress = 100;  // percent
  std::string error;   // "" when none
  Time created_at;
  Time updated_at;
};

}  // namespace allot
