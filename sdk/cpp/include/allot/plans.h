#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

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

}  // namespace allot::inline v1
