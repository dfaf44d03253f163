#pragma once

#include <span>

#include "domain/plan.h"

namespace allot {

/// Fills `plan.people` from its handovers: `receivers` first, in their order, then everybody else
/// who gives. Receivers who get nothing and are not in the task are left out.
void describe_people(Plan& plan, const Ledger& ledger, std::span<const UserId> receivers);

/// Adds what a next plan gives and takes to the lines of the one before it, on whose outcome it was
/// made: whom it alone is about comes behind.
void add_next(std::vector<PersonPlan>& people, const Plan& next);

/// What this person has open after a plan that was made on `ledger` and describes its people.
[[nodiscard]] std::uint64_t open_after(
    const Plan& plan, const Ledger& ledger, const UserId& person
);

/// Who gives items, each once.
[[nodiscard]] std::vector<UserId> givers_of(const Plan& plan);

[[nodiscard]] std::vector<UserId> people_of(std::span<const Load> loads);

}  // namespace allot
