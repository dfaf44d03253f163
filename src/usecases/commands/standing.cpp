#include "usecases/commands/standing.h"

#include <algorithm>
#include <tuple>

namespace allot {

namespace {

/// Visits the lines after one, up to another, until `visit` answers false.
void each_line(
    const Transaction& tx, const OutboxLines& lines, FunctionRef<bool(const Event&)> visit
) {
  constexpr std::size_t page_size = 1'000;
  for (auto last = lines.after; last < lines.until;) {
    const auto page = tx.journal().events_after(last, page_size);
    if (page.empty()) return;
    for (const auto& event : page) {
      if (event.sequence > lines.until || !visit(event)) return;
    }
    last = page.back().sequence;
  }
}

/// The task that a line tells of, if it does.
TaskId task_of(const Event& event) {
  return event.resource == "Task" ? TaskId{event.resource_id} : event.task;
}

/// What a change left, as later lines would name it.
struct Left {
  using Thing = std::tuple<ProjectId, std::string, std::string>;  // resource, id

  std::set<TaskId> tasks;
  std::set<Thing> things;
  AnnotationId annotation;  // the first of those that were made

  [[nodiscard]] bool is_nothing() const { return tasks.empty() && things.empty(); }

  [[nodiscard]] bool is_changed_by(const Event& event) const {
    if (tasks.contains(task_of(event))) return true;
    if (event.action == "statusChanged") return false;  // derived of the work in a task
    if (things.contains({event.project, event.resource, event.resource_id})) return true;
    return event.resource == "Project" && event.action == "Deleted" && has_part_of(event.project);
  }

 private:
  [[nodiscard]] bool has_part_of(const ProjectId& project) const {
    return std::ranges::any_of(things, [&](const Thing& thing) {
      return std::get<ProjectId>(thing) == project;
    });
  }
};

Left what_it_left(const Transaction& tx, Leaves kind, const OutboxLines& change) {
  Left left;
  if (kind == Leaves::moved_work) {
    left.tasks = tasks_told_of(tx, change);
    return left;
  }
  std::set<Left::Thing> changed;
  const auto* const marked = kind == Leaves::made_things ? "Created" : "Deleted";
  each_line(tx, change, [&](const Event& event) {
    Left::Thing thing{event.project, event.resource, event.resource_id};
    if (event.action == marked) {
      if (event.resource == "Annotation" && left.annotation.empty()) {
        left.annotation = {event.resource_id};
      }
      left.things.insert(std::move(thing));
    } else {
      changed.insert(std::move(thing));
    }
    return true;
  });
  if (kind == Leaves::absence && left.things.empty()) left.things = std::move(changed);
  return left;
}

}  // namespace

std::set<TaskId> tasks_told_of(const Transaction& tx, const OutboxLines& lines) {
  std::set<TaskId> tasks;
  each_line(tx, lines, [&](const Event& event) {
    if (!task_of(event).empty()) tasks.insert(task_of(event));
    return true;
  });
  return tasks;
}

bool still_stands(const Transaction& tx, Leaves kind, const OutboxLines& change) {
  const auto last = tx.journal().last_event();
  if (last == change.until) return true;
  const auto left = what_it_left(tx, kind, change);
  if (left.is_nothing()) return false;
  // Annotations go with their item, of which the outbox tells later when many go at once.
  const bool made = kind == Leaves::made_things && !left.annotation.empty();
  if (made && !tx.annotations().find(left.annotation)) return false;
  bool stands = true;
  each_line(tx, {.after = change.until, .until = last}, [&](const Event& event) {
    stands = !left.is_changed_by(event);
    return stands;
  });
  return stands;
}

}  // namespace allot
