#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "history.h"
#include "linearizable.h"

namespace allot::history {

/// Where an item is, and its status there.
struct Spot {
  Holder holder;  // outside: not in the task
  std::string word;
  bool operator==(const Spot&) const = default;
};

/// A task as bookkeeping knows it: item by item.
struct TaskBook {
  std::map<Ordinal, Spot> items;
  std::optional<Pulling> terms;
  std::set<Ordinal> in_use;
  std::map<Ordinal, std::uint64_t> restated;  // the change that last set or cleared a status
  std::set<UserId> removed;  // from the contributors, as far as it is known that they are locked
  bool dismissed = false;

  [[nodiscard]] Spot spot_of(Ordinal item) const;
  [[nodiscard]] std::uint64_t open_of(const UserId& person) const;
  [[nodiscard]] bool has_waiting() const;
};

/// An item as a hand-over moves it.
struct Carried {
  Ordinal item = 0;
  std::string word;
  Holder from;
  Holder to;
};

/// All items of a plan, the ends of the queue alike.
[[nodiscard]] std::vector<Carried> carried_by(const Plan& plan);

/// What was done, change by change in the writer's order.
class Book {
 public:
  /// Notes a change with its moves; tells the rule that it breaks.
  Finding take(const Event& event);
  /// Is this what is left of a task?
  [[nodiscard]] Finding compare(const TaskId& task, const Ledger& end) const;

 private:
  struct Done {
    Move move;
    std::uint64_t change = 0;
    std::vector<UserId> came;
    std::vector<UserId> went;
  };

  Finding note_call(const Event& event);
  Finding note_statuses(const Event& event);
  void note_contributors(TaskBook& task, bool adds, const std::vector<UserId>& people);
  void note_undo(const Call& call);
  void note_unlocked(const Call& call);
  Finding note_move(const Event& event, const Move& move);
  void apply(const Move& move);

  [[nodiscard]] Finding check_source(const Move& move) const;
  [[nodiscard]] Finding check_in_use(const Call& call, const Move& move) const;
  [[nodiscard]] Finding check_limit(const Move& move) const;
  [[nodiscard]] Finding check_undo(const Call& call, const Move& undo) const;
  /// Would an undo of it take this back?
  [[nodiscard]] bool is_untouched(const Done& done, const Carried& moved, bool with_used) const;
  [[nodiscard]] Finding check_gone(const Call& call) const;
  [[nodiscard]] Finding check_removed() const;
  [[nodiscard]] Finding check_served(const Event& event) const;
  [[nodiscard]] static Finding check_alone(const Event& event);
  /// Who is offered batches after this move.
  [[nodiscard]] std::set<UserId> offered_after(const Call& call, const Move& move) const;

  [[nodiscard]] TaskId task_of(const Call& call) const;

  std::map<TaskId, TaskBook> tasks_;
  std::map<AssignmentId, TaskId> assignments_;
  std::map<OperationId, Done> done_;
  std::map<Ordinal, std::uint64_t> annotated_;
  std::set<Ordinal> deleted_;
  std::uint64_t change_ = 0;  // the present one
  std::vector<UserId> came_;  // with it
  std::vector<UserId> went_;
};

}  // namespace allot::history
