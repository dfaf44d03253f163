#include "usecases/inbox/lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "usecases/access.h"
#include "usecases/assignments/withdraw_statuses.h"
#include "usecases/tasks/read.h"

namespace allot {

namespace {

std::string items(std::uint64_t count) {
  return fmt::format("{} {}", count, count == 1 ? "item" : "items");
}

std::string items_of_yours(std::uint64_t count) {
  return count == 1 ? "1 item of yours" : fmt::format("{} items of yours", count);
}

/// The word for one of them, or for any other number.
std::string_view plural(std::uint64_t count, std::string_view one, std::string_view many) {
  return count == 1 ? one : many;
}

/// What became of one person's work in a move.
struct Flow {
  std::uint64_t got = 0;
  std::uint64_t to_others = 0;
  std::uint64_t to_queue = 0;
  std::uint64_t out = 0;
};

std::map<UserId, Flow> flows_of(const Plan& plan) {
  std::map<UserId, Flow> flows;
  for (const auto& handover : plan.handovers) {
    const auto count = handover.size();
    if (handover.to.place == Holder::Place::person) flows[handover.to.person].got += count;
    if (handover.from.place != Holder::Place::person) continue;
    auto& giver = flows[handover.from.person];
    switch (handover.to.place) {
      case Holder::Place::person: giver.to_others += count; break;
      case Holder::Place::queue:
      case Holder::Place::queue_front: giver.to_queue += count; break;
      case Holder::Place::outside: giver.out += count; break;
    }
  }
  return flows;
}

std::map<UserId, AssignmentId> assignments_of(const Plan& plan) {
  std::map<UserId, AssignmentId> assignments;
  for (const auto& person : plan.people) assignments[person.person] = person.assignment;
  return assignments;
}

/// The lines of one event.
class Lines {
 public:
  Lines(const Transaction& tx, const Event& event, const GoneTasks& gone)
      : tx_(tx), event_(event), gone_(gone) {
    if (!event.task.empty()) task_ = tx.tasks().find(event.task);
  }

  std::vector<InboxLine> take() {
    leave_colleagues_out();
    std::ranges::stable_sort(lines_, {}, &InboxLine::user);
    return std::move(lines_);
  }

  void operator()(const WorkMoved& it) {
    const auto operation = tx_.operations().find(it.operation);
    if (!operation) return;
    const auto& plan = operation->plan;
    auto assignments = assignments_of(plan);
    for (const auto& [person, flow] : flows_of(plan)) {
      if (flow.got > 0) {
        add(person, InboxKind::assigned, fmt::format("You got {} in {}.", items(flow.got), name()));
        if (!lines_.empty()) lines_.back().assignment = assignments[person];
      }
      tell_giver(person, flow, plan.kind);
    }
  }

  void operator()(const IssueMoved& it) {
    const auto item = tx_.items().find(it.item);
    if (!item) return;
    if (it.step == IssueStep::opened) tell_holders(*item);
    // Of many in one line nobody knows whose was answered.
    if (it.step != IssueStep::answered || it.annotation.empty()) return;
    tell_opener(it.annotation, *item);
  }

  void operator()(const TaskStatusChanged& it) {
    const auto is_done = [](TaskStatus status) {
      return status == TaskStatus::completed || status == TaskStatus::completed_with_issues;
    };
    if (!task_ || !is_done(it.to) || is_done(it.from)) return;
    add(task_->owner, InboxKind::completed, fmt::format("{} is complete.", name()));
  }

  void operator()(const TaskDue& it) {
    if (!task_ || task_->dismissed) return;
    const bool is_soon = it.step == DueStep::soon;
    const auto kind = is_soon ? InboxKind::due_soon : InboxKind::overdue;
    const std::string_view when = is_soon ? "is due within a day" : "is overdue";
    const auto ledger = tx_.ledgers().of(task_->id);
    const auto left = count(*ledger).remaining();
    if (left == 0) return;
    for (const auto& share : ledger->shares) {
      if (share.open.empty() || share.annotator == task_->owner) continue;
      const auto own = share.open.size();
      add(share.annotator, kind, due(when, items_of_yours(own), own));
      lines_.back().assignment = share.assignment;
    }
    add(task_->owner, kind, due(when, items(left), left));
  }

  // The others are no news to anybody in particular.
  template <class Other>
  void operator()(const Other& /*it*/) {}

 private:
  void add(const UserId& person, InboxKind kind, std::string text) {
    InboxLine line;
    line.user = person;
    line.kind = kind;
    line.text = std::move(text);
    line.by = event_.actor;
    line.project = event_.project;
    line.task = event_.task;
    line.at = event_.at;
    lines_.push_back(std::move(line));
  }

  [[nodiscard]] bool manages(const UserId& person) const {
    return sees_all_assignments(tx_, {.user = person, .session = {}}, *task_);
  }

  /// Who only works in a task is told what a colleague caused, and not who that is (B-171).
  void leave_colleagues_out() {
    if (!task_ || event_.actor.empty() || manages(event_.actor)) return;
    for (auto& line : lines_) {
      if (line.user != event_.actor && !manages(line.user)) line.by = {};
    }
  }

  [[nodiscard]] std::string name() const {
    if (task_) return "“" + task_->name + "”";
    const auto found = gone_.find(event_.task);
    return found == gone_.end() ? "a task that is gone" : "“" + found->second + "” (deleted)";
  }

  [[nodiscard]] std::string due(std::string_view when, std::string_view open, std::uint64_t count)
      const {
    return fmt::format("{} {}; {} in it {} open.", name(), when, open, plural(count, "is", "are"));
  }

  void tell_giver(const UserId& person, const Flow& flow, MoveKind why) {
    if (flow.to_others > 0) {
      const auto own = items_of_yours(flow.to_others);
      add(person, InboxKind::moved, fmt::format("{} in {} went to others.", own, name()));
    }
    if (flow.to_queue > 0) {
      const auto own = items_of_yours(flow.to_queue);
      const auto kind = why == MoveKind::idle ? InboxKind::idle : InboxKind::withdrawn;
      const auto wait = plural(flow.to_queue, "waits", "wait");
      add(person, kind, fmt::format("{} in {} {} in its queue now.", own, name(), wait));
    }
    if (flow.out > 0) {
      const auto own = items_of_yours(flow.out);
      add(person, InboxKind::withdrawn, fmt::format("{} left {}.", own, name()));
    }
  }

  void tell_holders(const Item& item) {
    const ItemSet only{item.ordinal};
    for (const auto& work : work_with_issues(tx_, event_.actor, item.dataset, only)) {
      for (const auto* share : work.ledger->shares.holding(work.items)) {
        const auto text =
            fmt::format("There is an issue on “{}” in “{}”.", item.name(), work.task.name);
        add(share->annotator, InboxKind::returned, text);
        lines_.back().task = work.task.id;
        lines_.back().assignment = share->assignment;
        lines_.back().item = item.id;
      }
    }
  }

  /// The line that tells of the issue's beginning may be gone, or is one of a whole list.
  void tell_opener(const AnnotationId& id, const Item& item) {
    const auto annotation = tx_.annotations().find(id);
    if (!annotation) return;
    const auto text = fmt::format("The issue on “{}” was marked for review.", item.name());
    add(annotation->issue_by, InboxKind::answered, text);
    lines_.back().item = item.id;
  }

  const Transaction& tx_;
  const Event& event_;
  const GoneTasks& gone_;
  std::optional<Task> task_;
  std::vector<InboxLine> lines_;
};

}  // namespace

GoneTasks gone_tasks_in(std::span<const Event> events) {
  GoneTasks gone;
  for (const auto& event : events) {
    const auto* const moved = std::get_if<WorkMoved>(&event.what);
    if (moved != nullptr && !moved->task_name.empty()) gone[event.task] = moved->task_name;
  }
  return gone;
}

std::vector<InboxLine> inbox_lines_of(
    const Transaction& tx, const Event& event, const GoneTasks& gone
) {
  Lines lines(tx, event, gone);
  std::visit(lines, event.what);
  auto all = lines.take();
  std::erase_if(all, [&](const InboxLine& line) {
    return line.user.empty() || line.user == event.actor;
  });
  return all;
}

bool may_be_told(const Transaction& tx, const InboxLine& line) {
  return !is_inactive(tx, line.project, line.user);
}

}  // namespace allot
