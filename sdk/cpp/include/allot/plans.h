#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "allot/errors.h"
#include "allot/states.h"

namespace allot::inline v1 {

/// What a move would do: nothing was changed. Source: docs/spec/operations.md.
struct Plan {
  struct Person {
    std::string assignee_id;
    std::optional<std::string> assignment_id;  // nothing: new to the task
    std::uint64_t open = 0;                    // before
    std::uint64_t handled = 0;                 // before
    std::uint64_t in_use = 0;                  // before: of the open ones, on somebody's screen
    std::uint64_t gives = 0;
    std::uint64_t gets = 0;
    std::uint64_t after = 0;  // open items after
  };

  Word<PlanKind> kind;
  std::string task_id;                  // "" for a creation
  std::string assignment_id;            // whose items move; "" when it is not about one assignment
  std::string version;                  // opaque: equal as long as nothing that it rests on changed
  std::uint64_t total = 0;              // items that change hands
  std::vector<Person> people;           // receivers in workload order first
  std::uint64_t left_handled = 0;       // stay, since they have a status
  std::uint64_t left_in_use = 0;        // stay, since somebody works on them
  std::uint64_t left_not_matching = 0;  // stay, since the filter leaves them out
  bool undoable = false;
};

/// 409: a move was to do what a preview had said (`expect`), and it would be another one by now;
/// nothing was done. A Conflict.
class PlanChanged : public Conflict {
 public:
  PlanChanged(const std::string& message, Plan plan, const std::string& request_id)
      : Conflict(409, "plan_changed", message, request_id),
        plan_(std::make_shared<const Plan>(std::move(plan))) {}

  /// What it would be now; it can be expected in its turn.
  [[nodiscard]] const Plan& plan() const { return *plan_; }

 private:
  std::shared_ptr<const Plan> plan_;  // a copy of the error must not throw
};

}  // namespace allot::inline v1
