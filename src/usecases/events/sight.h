#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/function_ref.h"
#include "usecases/access.h"
#include "usecases/events/topics.h"

namespace allot {

/// How much of an event somebody sees.
enum class SeenOf {
  nothing,
  own_part,  // what it tells of them, where it tells of many people; and not which colleague did it
  whole,
};

/// Who sees which events, by the rights of one transaction: of a thing, who may see the thing now;
/// of one that is gone, who could see every one of its kind by their role in the project; of a
/// person's account and inbox, that person. What is looked up for one reader or event serves the
/// others: of many readers and events, each thing and each standing is read once. One thread, and
/// no longer than the transaction.
class EventSight {
 public:
  explicit EventSight(const Transaction& tx) : tx_(tx) {}

  /// Of the events that `topics` names.
  [[nodiscard]] SeenOf look(const Caller& caller, const EventTopics& topics, const Event& event);
  /// The same, once it is known how the event meets them.
  [[nodiscard]] SeenOf look(const Caller& caller, Concern concern, const Event& event);
  /// What one person sees of an event of which they see their part alone.
  [[nodiscard]] Event own_part_of(const Caller& caller, const Event& event);

 private:
  struct Judge;

  /// How somebody meets a task.
  struct Meeting {
    bool sees = false;        // the task, and what is told of it as a whole
    bool sees_all = false;    // everybody's work in it
    bool operations = false;  // and how it came to them
    bool is_own = false;      // owns, made or works it
    AssignmentId assignment;  // the own one; empty without
  };

  struct KnownTask {
    std::optional<Task> task;
    SharedLedger ledger;
  };

  struct KnownItem {
    Item item;
    ProjectId project;
    std::optional<std::vector<TaskWork>> works;  // that have it; once somebody's view hangs on them
  };

  [[nodiscard]] const Membership& membership_of(const Caller& caller, const ProjectId& project);
  [[nodiscard]] const KnownTask& task(const TaskId& id);
  [[nodiscard]] const Meeting& meeting(
      const Caller& caller, const ProjectId& project, const TaskId& id
  );
  [[nodiscard]] Meeting meet(const Caller& caller, const ProjectId& project, const TaskId& id);
  /// Did somebody do it who only works in the task as this person does? Nobody who sees all of it
  /// is a colleague, and nobody's colleague is not told of (B-171).
  [[nodiscard]] bool is_by_colleague(const Caller& caller, const Event& event, const TaskId& id);
  /// May this role in the project do it?
  [[nodiscard]] bool may(const Caller& caller, const ProjectId& project, Verb verb);
  [[nodiscard]] bool sees_item(const Caller& caller, const ItemId& id);
  [[nodiscard]] bool sees_annotated(const Caller& caller, const AnnotationId& id);
  [[nodiscard]] std::optional<KnownItem>& item(const ItemId& id);
  [[nodiscard]] const std::vector<TaskWork>& works_of(KnownItem& item);
  /// Of what is told of seldom: looks once for each person and thing.
  [[nodiscard]] bool sees(const Caller& caller, std::string_view id, FunctionRef<bool()> look);

  const Transaction& tx_;
  std::unordered_map<std::string, Membership> memberships_;  // by person and project
  std::unordered_map<std::string, Meeting> meetings_;        // by person and task
  std::unordered_map<std::string, bool> things_;             // by person and thing
  std::unordered_map<TaskId, KnownTask> tasks_;
  std::unordered_map<ItemId, std::optional<KnownItem>> items_;
  std::unordered_map<AnnotationId, ItemId> annotated_;  // empty: the annotation is gone
};

}  // namespace allot
