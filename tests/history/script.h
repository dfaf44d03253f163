#pragma once

#include <random>
#include <string_view>
#include <vector>

#include "history.h"

namespace allot::history {

/// How often a kind of call is chosen, relative to the others.
struct Weight {
  Act act;
  int weight;
};

using Mix = std::vector<Weight>;

[[nodiscard]] Mix mix_of_managers();
/// Moves only: nothing enters or leaves a task, so that every item is somewhere at every read.
[[nodiscard]] Mix mix_of_movers();
[[nodiscard]] Mix mix_of_annotators();

/// Terms of pulling tasks: batches of three, six open items at most.
[[nodiscard]] Pulling terms_for(std::vector<UserId> people);

/// What one client does, call by call: chosen by chance among what it knows of, which is what it
/// was told, so stale ids are used as people use them.
class Script {
 public:
  Script(std::uint64_t seed, UserId person, bool manages, Mix mix, std::size_t items);

  /// Never twice the same in a row: over HTTP the second would be taken for a repeat (B-160).
  Call next();

  void learn(const Event& event);
  void learn(const TaskId& task);

 private:
  Call draft();
  void choose_what(Call& call);
  void choose_move(Call& call);
  /// Shows some moves only, and does some as they were shown.
  void choose_preview(Call& call);
  bool may_do(Act act) const;
  Act choose_act();
  std::size_t below(std::size_t end);
  TaskId some_task();
  AssignmentId some_assignment();
  OperationId some_operation();
  std::vector<Ordinal> some_items(std::size_t most);
  std::vector<Load> some_loads();
  std::vector<UserId> some_people();
  std::string some_word();
  void choose_place_of_status(Call& call);
  void learn(const AssignmentId& assignment);
  void learn(const OperationId& operation);

  std::mt19937_64 chance_;
  const UserId person_;
  const bool manages_;
  const Mix mix_;
  const std::size_t items_;
  std::vector<TaskId> tasks_;              // oldest first
  std::vector<AssignmentId> assignments_;  // latest heard of last
  std::vector<OperationId> operations_;    // latest heard of last
  std::optional<Call> previewed_;          // with what it is to keep to
  Call last_;
};

}  // namespace allot::history
