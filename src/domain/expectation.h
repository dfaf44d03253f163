#pragma once

#include <string>
#include <vector>

#include "domain/plan.h"

namespace allot {

/// What a preview said that somebody will give and get.
struct ExpectedPerson {
  UserId person;
  std::uint64_t gives = 0;
  std::uint64_t gets = 0;
};

/// A previewed plan that a move is to keep to (contract: commit what was previewed).
struct Expectation {
  std::string version;  // of the preview
  std::vector<ExpectedPerson> people;
};

/// Names what a plan was made on: what it depends on whatever is handled meanwhile, and the whole.
struct PlanVersion {
  std::string source;  // of a move of one assignment: its items, and who of the plan has which
                       // assignment; else who has which items in the whole task
  std::string ledger;  // with the statuses

  /// Both as text.
  [[nodiscard]] std::string text() const { return source + "." + ledger; }
};

/// Equal for equal ledgers and plans about the same people, otherwise not. Costs a pass over all
/// sets.
[[nodiscard]] PlanVersion version_of(const Ledger& ledger, const Plan& plan);

/// Does a plan made now keep to what was previewed: the source the same but for what was handled
/// or taken in use, nobody new, nobody who gives or gets more than they were said to?
[[nodiscard]] bool keeps_to(const Expectation& expected, const PlanVersion& now, const Plan& plan);

}  // namespace allot
