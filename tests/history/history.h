#pragma once

// What clients did and were told, with the instants: the material that the checkers judge.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "domain/lifecycle.h"
#include "domain/plan.h"

namespace allot::history {

enum class Act {
  create_task,
  delete_task,
  dismiss,
  reopen,
  add,
  remove,
  redistribute,
  reassign,
  delete_assignment,
  delete_item,
  set_status,
  read_task,
  read_assignment,
  list_assignments,  // of a task
  list_items,        // of an assignment, else of a task
  read_item,
};

[[nodiscard]] std::string_view name_of(Act act);
[[nodiscard]] bool is_read(Act act);

/// What a client asks. Members that an act does not use are empty.
struct Call {
  Act act = Act::read_task;
  UserId caller;
  bool manages = true;      // owns the project; otherwise an annotator
  TaskId task;              // where, unless `assignment` says it
  AssignmentId assignment;  // where
  std::vector<Ordinal> items;
  std::vector<Load> loads;
  UserId to;            // of reassign
  std::string word;     // of set_status; "" clears
  bool single = false;  // of set_status: by the route for one item

  bool operator==(const Call&) const = default;
};

/// An item in one task.
struct Reference {
  TaskId task;
  AssignmentId assignment;
  std::string word;  // "" = open
  bool operator==(const Reference&) const = default;
};

struct SeenItem {
  Ordinal item = 0;
  std::vector<Reference> references;  // by task, oldest first
  bool operator==(const SeenItem&) const = default;
};

struct SeenAssignment {
  AssignmentId id;
  UserId annotator;
  AssignmentStatus status = AssignmentStatus::todo;
  Counts counts;
  bool operator==(const SeenAssignment&) const = default;
};

struct SeenTask {
  TaskStatus status = TaskStatus::open;
  Counts counts;
  std::vector<AssignmentId> assignments;
  bool operator==(const SeenTask&) const = default;
};

/// An item whose status was changed by set_status. `assignment` only when a status was set.
struct Changed {
  Ordinal item = 0;
  AssignmentId assignment;
  bool operator==(const Changed&) const = default;
};

/// What a client was told. Members that do not belong to the act are empty.
struct Answer {
  std::optional<ErrorCode> refused;         // then nothing else is set
  TaskId created;                           // of create_task
  AssignmentId holder;                      // of reassign: where the items are now
  std::optional<Plan> moved;                // the move as the server recorded it
  std::vector<Changed> changed;             // of set_status
  std::optional<SeenTask> task;             // of read_task
  std::vector<SeenAssignment> assignments;  // of list_assignments and read_assignment
  std::vector<SeenItem> items;              // of list_items and read_item, by ordinal

  bool operator==(const Answer&) const = default;
};

/// One call of one client, from the instant before it to the instant after its answer, both on one
/// clock that all clients share and that never goes back.
struct Event {
  int client = 0;
  std::int64_t invoked = 0;
  std::int64_t returned = 0;
  Call call;
  Answer answer;
  OperationId operation;      // names what is to become `answer.moved`
  std::uint64_t written = 0;  // the number of its change in the order of the writer; 0: unknown
};

using History = std::vector<Event>;

[[nodiscard]] std::string to_text(const Call& call);
[[nodiscard]] std::string to_text(const Answer& answer);
/// One line a call, in the order in which they were made.
[[nodiscard]] std::string to_text(const History& history);

}  // namespace allot::history
