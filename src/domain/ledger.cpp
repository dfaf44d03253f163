#include "domain/ledger.h"

#include <algorithm>

#include "base/check.h"

namespace allot {

namespace {

void add_counts(Counts& counts, const Share& share, const ItemSet* left_out) {
  const auto size = [&](const ItemSet& set) {
    return set.size() - (left_out == nullptr ? 0 : set.intersection_size(*left_out));
  };
  counts.total += size(share.open);
  for (const auto& [word, items] : share.by_status) {
    const auto number = size(items);
    if (number == 0) continue;
    counts.total += number;
    counts.completed += number;
    counts.actions[word] += number;
  }
}

}  // namespace

ItemSet Share::handled() const {
  ItemSet handled;
  for (const auto& [word, items] : by_status) handled |= items;
  return handled;
}

ItemSet Share::items() const {
  return open | handled();
}

bool Share::empty() const {
  return open.empty() && by_status.empty();
}

std::string Share::status_of(Ordinal ordinal) const {
  for (const auto& [word, items] : by_status) {
    if (items.contains(ordinal)) return word;
  }
  return {};
}

const Share* Ledger::find(const AssignmentId& assignment) const {
  const auto found = std::ranges::find(shares, assignment, &Share::assignment);
  return found == shares.end() ? nullptr : &*found;
}

const Share* Ledger::find(const UserId& annotator) const {
  const auto found = std::ranges::find_if(shares, [&](const Share& share) {
    return share.kind == ShareKind::normal && share.annotator == annotator;
  });
  return found == shares.end() ? nullptr : &*found;
}

const Share* Ledger::holder_of(Ordinal ordinal) const {
  const auto found = std::ranges::find_if(shares, [&](const Share& share) {
    return share.open.contains(ordinal) || !share.status_of(ordinal).empty();
  });
  return found == shares.end() ? nullptr : &*found;
}

ItemSet Ledger::handled() const {
  ItemSet handled;
  for (const auto& share : shares) handled |= share.handled();
  return handled;
}

void check_invariants(const Ledger& ledger) {
  if (const auto faults = faults_of(ledger); !faults.empty()) fail_check(faults.front().c_str());
}

Counts count(const Ledger& ledger, const ItemSet& issue, const ItemSet& for_review) {
  Counts counts;
  const auto* left_out = ledger.copies.empty() ? nullptr : &ledger.copies;
  for (const auto& waiting : ledger.queue) counts.total += waiting.size();
  for (const auto& share : ledger.shares) add_counts(counts, share, left_out);
  const auto counted = left_out == nullptr ? ledger.members : ledger.members - *left_out;
  counts.issues = counted.intersection_size(issue);
  counts.for_review = counted.intersection_size(for_review);
  return counts;
}

Counts count(const Share& share, const ItemSet& issue, const ItemSet& for_review) {
  Counts counts;
  add_counts(counts, share, nullptr);
  const auto items = share.items();
  counts.issues = items.intersection_size(issue);
  counts.for_review = items.intersection_size(for_review);
  return counts;
}

StatusSets set_status(Share& share, const ItemSet& items, const std::string& word) {
  StatusSets changed;
  if (auto were_open = share.open & items; !were_open.empty()) {
    if (!word.empty()) share.open -= were_open;
    changed[""] = std::move(were_open);
  }
  for (auto& [before, set] : share.by_status) {
    auto hit = set & items;
    if (hit.empty()) continue;
    if (before != word) set -= hit;
    changed[before] = std::move(hit);
  }
  for (const auto& [before, set] : changed) {
    // What had the word stays untouched, chunks included, so that storage writes nothing for it.
    if (before == word) continue;
    if (word.empty()) {
      share.open |= set;
    } else {
      share.by_status[word] |= set;
    }
  }
  std::erase_if(share.by_status, [](const auto& entry) { return entry.second.empty(); });
  return changed;
}

}  // namespace allot
