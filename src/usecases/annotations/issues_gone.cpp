#include "usecases/annotations/issues_gone.h"

#include "usecases/telling.h"

namespace allot {

namespace {

/// As many of them as are told of.
ItemSet told_of(const Transaction& tx, const DatasetId& dataset, const ItemSet& gone) {
  auto told = gone.slice(0, gone_issues_told_max);
  const auto rest = gone - told;
  if (rest.empty()) return told;
  for (const auto& work : tx.ledgers().holding(dataset, rest)) {
    const auto& members = work.ledger->members;
    if (members.intersection_size(told) == 0) told.insert((members & rest).select(0));
  }
  return told;
}

}  // namespace

void tell_of_gone_issues(
    const Env& env,
    Transaction& tx,
    const Caller& caller,
    const Dataset& dataset,
    const DatasetSets& before
) {
  const auto now = tx.datasets().sets(dataset.id);
  const auto gone = (before.issue - now.issue) | (before.for_review - now.for_review);
  if (gone.empty()) return;
  const auto ordinals = told_of(tx, dataset.id, gone & now.live).to_vector();
  for (auto& [ordinal, id] : tx.items().ids(dataset.id, ordinals)) {
    IssueMoved cleared{.annotation = {}, .item = std::move(id), .step = IssueStep::cleared};
    tell(env, tx, caller, dataset.project, std::move(cleared));
  }
}

}  // namespace allot
