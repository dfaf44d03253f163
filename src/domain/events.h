#pragma once

// What happened, as values. Their texts are made and read in one place (json/event_text.h).

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "domain/ledger.h"
#include "domain/lifecycle.h"

namespace allot {

/// What is made, changed and deleted as a whole.
enum class Thing {
  project,
  member,
  bot,
  dataset,
  recipe,
  ontology,
  item,
  annotation,
  task,
  assignment,
  dataset_export  // by the id of its command
};

enum class Act { created, updated, deleted };

struct ThingChanged {
  Thing thing = Thing::project;
  Act act = Act::updated;
  std::string id;  // of a member or bot: the address
  bool operator==(const ThingChanged&) const = default;
};

/// Very many assignments of the event's task, in one line.
struct AssignmentsChanged {
  Act act = Act::updated;
  std::vector<AssignmentId> assignments;
  bool operator==(const AssignmentsChanged&) const = default;
};

/// Items left this assignment and came into it, in one move.
struct Handed {
  AssignmentId assignment;
  std::uint64_t gave = 0;
  std::uint64_t got = 0;
  bool operator==(const Handed&) const = default;
};

/// Items came into the event's task.
struct ItemsCame {
  std::uint64_t count = 0;
  bool operator==(const ItemsCame&) const = default;
};

/// A status was set on items of the event's task; "": it was taken away.
struct StatusSet {
  std::string word;
  std::uint64_t count = 0;
  bool operator==(const StatusSet&) const = default;
};

/// The status of the event's task flipped (B-124).
struct TaskStatusChanged {
  TaskStatus from = TaskStatus::open;
  TaskStatus to = TaskStatus::open;
  bool operator==(const TaskStatusChanged&) const = default;
};

/// Work of the event's task changed hands, came or left: one line for each operation, which knows
/// who gave and got what.
struct WorkMoved {
  OperationId operation;
  std::uint64_t items = 0;
  std::string task_name = {};  // of a task that went with it; else ""
  bool operator==(const WorkMoved&) const = default;
};

enum class IssueStep { opened, answered, approved, cleared };

/// An annotation is an issue now, or was one and is marked for review, approved or settled. One
/// that was marked for review may be settled too.
struct IssueMoved {
  AnnotationId annotation;
  ItemId item;
  IssueStep step = IssueStep::opened;
  bool operator==(const IssueMoved&) const = default;
};

enum class DueStep { soon, over };

/// The event's task is due within a day, or was due.
struct TaskDue {
  DueStep step = DueStep::soon;
  bool operator==(const TaskDue&) const = default;
};

/// How far the event's task is, at some moment after the lines before this one.
struct TaskCounted {
  Counts counts;
  bool operator==(const TaskCounted&) const = default;
};

/// Sessions or keys of this person's were revoked, or the account disabled.
struct SignInsEnded {
  UserId user;
  bool operator==(const SignInsEnded&) const = default;
};

/// These people have new lines in their inboxes.
struct InboxGrew {
  std::vector<UserId> people;
  bool operator==(const InboxGrew&) const = default;
};

using Happening = std::variant<
    ThingChanged,
    AssignmentsChanged,
    Handed,
    ItemsCame,
    StatusSet,
    TaskStatusChanged,
    WorkMoved,
    IssueMoved,
    TaskDue,
    TaskCounted,
    SignInsEnded,
    InboxGrew>;

/// One line of the outbox: what happened, written in the transaction of the change.
struct Event {
  std::int64_t sequence = 0;  // given by the store
  Happening what;
  ProjectId project;  // empty: of an account
  TaskId task;        // may be empty
  UserId actor;       // empty: time passed, or what follows the outbox tells of it
  Time at;
};

/// What an id names; a UserId may be a member's or a bot's.
constexpr Thing thing_of(const ProjectId& /*id*/) {
  return Thing::project;
}

constexpr Thing thing_of(const DatasetId& /*id*/) {
  return Thing::dataset;
}

constexpr Thing thing_of(const RecipeId& /*id*/) {
  return Thing::recipe;
}

constexpr Thing thing_of(const OntologyId& /*id*/) {
  return Thing::ontology;
}

constexpr Thing thing_of(const ItemId& /*id*/) {
  return Thing::item;
}

constexpr Thing thing_of(const AnnotationId& /*id*/) {
  return Thing::annotation;
}

constexpr Thing thing_of(const TaskId& /*id*/) {
  return Thing::task;
}

constexpr Thing thing_of(const AssignmentId& /*id*/) {
  return Thing::assignment;
}

template <class AnId>
[[nodiscard]] ThingChanged change_of(Act act, const AnId& id) {
  return {.thing = thing_of(id), .act = act, .id = id.text};
}

template <class AnId>
[[nodiscard]] ThingChanged created(const AnId& id) {
  return change_of(Act::created, id);
}

template <class AnId>
[[nodiscard]] ThingChanged updated(const AnId& id) {
  return change_of(Act::updated, id);
}

template <class AnId>
[[nodiscard]] ThingChanged deleted(const AnId& id) {
  return change_of(Act::deleted, id);
}

}  // namespace allot
