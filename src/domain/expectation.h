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
                       // assignment; else who has which items in the whole task; and of these,
                       // or of others, what a query picked
  std::string ledger;  // with the statuses

  /// Both as text.
  [[nodiscard]] std::string text() const { return source + "." + ledger; }
};

/// Names what a query picked: equal for equal items in equal order. Never 0, which stands for no
/// query. Costs a pass over both.
[[nodiscard]] std::uint64_t digest_of(const Selection& picked);

/// Equal for equal ledgers, digests of what a query picked, and plans about the same people,
/// otherwise not. Newcomers are left out: they have a line while they get something. Costs a pass
/// over all sets.
[[nodiscard]] PlanVersion version_of(
    const Ledger& ledger, const Plan& plan, std::uint64_t picked = 0
);

/// Does a plan made now keep to what was previewed: the source the same but for what was handled
/// or taken in use, nobody new, nobody who gets more than they were said to? At the very same
/// version nobody gives more than said either: people that name less than the plan name another.
[[nodiscard]] bool keeps_to(const Expectation& expected, const PlanVersion& now, const Plan& plan);

}  // namespace allot
