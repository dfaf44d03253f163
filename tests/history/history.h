#pragma once

// What clients did and were told, with the instants: the material that the checkers judge.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "domain/expectation.h"
#include "domain/lifecycle.h"
#include "domain/plan_summary.h"
#include "domain/pulling.h"
#include "domain/undo.h"

namespace allot::history {

enum class Act {
  create_task,
  delete_task,
  dismiss,
  reopen,
  add,
  remove,
  redistribute,
  redistribute_task,
  reassign,
  delete_assignment,
  delete_item,
  undo,
  load_batch,
  clear_batch,
  add_contributors,
  remove_contributors,
  set_status,
  annotate,
  use_item,
  end_use,
  read_task,
  read_assignment,
  list_assignments,  // of a task
  list_items,        // of an assignment, else of a task
  read_item,
  list_operations,  // the latest of a task
};

[[nodiscard]] std::string_view name_of(Act act);

/// How many `list_operations` gives at most.
inline constexpr std::uint64_t operations_listed = 20;

/// What a client asks. Members that an act does not use are empty.
struct Call {
  Act act = Act::read_task;
  UserId caller;
  bool manages = true;      // owns the project; otherwise an annotator
  TaskId task;              // where, unless `assignment` says it
  AssignmentId assignment;  // where
  std::vector<Ordinal> items;
  std::vector<Load> loads;
  UserId to;                          // of reassign
  std::string word;                   // of set_status; "" clears
  bool single = false;                // of set_status: by the route for one item
  OperationId operation;              // of undo
  std::vector<UserId> people;         // of add_contributors and remove_contributors
  std::optional<Pulling> pulling;     // of create_task
  bool preview = false;               // of a move: show it only
  bool include_in_use = false;        // of a redistribution or an undo
  std::optional<PlanSummary> expect;  // of a move: keep to this preview

  bool operator==(const Call&) const = default;
};

[[nodiscard]] bool is_read(const Call& call);
/// What a move that is to keep to a preview sends of it.
[[nodiscard]] Expectation expectation_of(const PlanSummary& preview);

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

/// An operation as its task lists it.
struct SeenOperation {
  OperationId id;
  MoveKind kind = MoveKind::create;
  std::uint64_t total = 0;
  std::uint64_t undoable = 0;  // items that an undo would take back
  bool operator==(const SeenOperation&) const = default;
};

/// A move as the server recorded it.
struct Move {
  OperationId id;
  TaskId task;
  Plan plan;
  bool operator==(const Move&) const = default;
};

/// What a client was told. Members that do not belong to the act are empty.
struct Answer {
  std::optional<ErrorCode> refused;         // then nothing else is set, but for `preview`
  TaskId created;                           // of create_task
  AssignmentId holder;                      // of reassign: where the items are now
  std::vector<Move> moves;                  // all that the call did: batches come by themselves
  std::optional<PlanSummary> preview;       // of a preview, or of a move that was to keep to one
  std::vector<KeptBack> kept;               // of undo
  std::vector<Changed> changed;             // of set_status
  std::optional<SeenTask> task;             // of read_task, and of a change of contributors
  std::vector<SeenAssignment> assignments;  // of list_assignments and read_assignment
  std::vector<SeenItem> items;              // of list_items and read_item, by ordinal
  std::vector<SeenOperation> operations;    // of list_operations, latest first

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
  OperationId operation;      // which the command names
  std::uint64_t written = 0;  // the number of its change in the order of the writer; 0: unknown
  bool overlapped = false;    // of what tells of use: others were at work meanwhile
};

/// Does what is in use decide the answer, though it changes nothing?
[[nodiscard]] bool tells_of_use(const Call& call);
/// Was the client told this? What is in use is read apart from the ledger, so that an overlapped
/// preview, or what an undo would take back, may be of no one instant; these are not compared.
[[nodiscard]] bool was_told(const Event& event, const Answer& expected);

using History = std::vector<Event>;

[[nodiscard]] std::string to_text(const Call& call);
[[nodiscard]] std::string to_text(const Answer& answer);
/// One line a call, in the order in which they were made.
[[nodiscard]] std::string to_text(const History& history);

}  // namespace allot::history
