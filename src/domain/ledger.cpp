#include "domain/ledger.h"

#include "base/check.h"

namespace allot {

namespace {

/// Of the shares together: kept, unless copies are to be left out.
Tally tally_of(const Ledger& ledger) {
  auto tally = ledger.shares.tally();
  if (ledger.copies.empty()) return tally;
  for (const auto* share : ledger.shares.holding(ledger.copies)) {
    tally.open -= share->open.intersection_size(ledger.copies);
    for (const auto& [word, items] : share->by_status) {
      auto& number = tally.by_status[word];
      number -= items.intersection_size(ledger.copies);
      if (number == 0) tally.by_status.erase(word);
    }
  }
  return tally;
}

Counts counts_of(Tally tally, std::uint64_t waiting) {
  Counts counts;
  for (const auto& [word, number] : tally.by_status) counts.completed += number;
  counts.total = tally.open + counts.completed + waiting;
  counts.actions = std::move(tally.by_status);
  return counts;
}

}  // namespace

std::size_t Ledger::bytes() const {
  auto bytes = sizeof(Ledger) + members.bytes() + copies.bytes() + shares.bytes();
  for (const auto& waiting : queue) bytes += waiting.bytes();
  return bytes;
}

const SharedLedger& empty_ledger() {
  static const auto empty = std::make_shared<const Ledger>();
  return empty;
}

void check_invariants(const Ledger& ledger) {
  if (const auto faults = faults_of(ledger); !faults.empty()) fail_check(faults.front().c_str());
}

Counts count(const Ledger& ledger) {
  std::uint64_t waiting = 0;
  for (const auto& items : ledger.queue) waiting += items.size();
  return counts_of(tally_of(ledger), waiting);
}

Counts count(const Ledger& ledger, const ItemSet& issue, const ItemSet& for_review) {
  auto counts = count(ledger);
  if (ledger.copies.empty()) {
    counts.issues = issue.intersection_size(ledger.members);
    counts.for_review = for_review.intersection_size(ledger.members);
  } else {
    const auto counted = ledger.members - ledger.copies;
    counts.issues = issue.intersection_size(counted);
    counts.for_review = for_review.intersection_size(counted);
  }
  return counts;
}

Counts count(const Share& share, const ItemSet& issue, const ItemSet& for_review) {
  Tally tally{.open = share.open.size(), .by_status = {}};
  for (const auto& [word, items] : share.by_status) {
    if (!items.empty()) tally.by_status[word] = items.size();
  }
  auto counts = counts_of(std::move(tally), 0);
  const auto size_of = [&](const ItemSet& flagged) {
    auto size = flagged.intersection_size(share.open);
    for (const auto& [word, items] : share.by_status) size += flagged.intersection_size(items);
    return size;
  };
  counts.issues = size_of(issue);
  counts.for_review = size_of(for_review);
  return counts;
}

std::vector<ShareChange> set_status(Ledger& ledger, const ItemSet& items, const std::string& word) {
  std::vector<ShareChange> changes;
  for (const auto* holder : ledger.shares.holding(items)) {
    auto share = *holder;
    changes.push_back({.assignment = share.assignment, .changed = set_status(share, items, word)});
    ledger.shares.restate(std::move(share));
  }
  return changes;
}

}  // namespace allot
