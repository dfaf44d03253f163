#include <fmt/format.h>

#include <set>

#include "domain/ledger.h"

namespace allot {

namespace {

/// One place of a ledger where items are.
struct Place {
  const ItemSet* items;
  const Share* share = nullptr;  // nullptr: the queue
  std::string word;              // "": open, or waiting

  [[nodiscard]] std::string name() const {
    if (share == nullptr) return "in the queue";
    return fmt::format(
        "with {} ({}) as {}",
        share->annotator.text,
        share->assignment.text,
        word.empty() ? "open" : "`" + word + "`"
    );
  }
};

std::vector<Place> places_of(const Ledger& ledger) {
  std::vector<Place> places;
  for (const auto& waiting : ledger.queue) places.push_back({.items = &waiting, .word = {}});
  for (const auto& share : ledger.shares) {
    places.push_back({.items = &share.open, .share = &share, .word = {}});
    for (const auto& [word, items] : share.by_status) {
      places.push_back({.items = &items, .share = &share, .word = word});
    }
  }
  return places;
}

/// "1 item is", "3 items are".
std::string items_are(std::uint64_t count) {
  return count == 1 ? "1 item is" : fmt::format("{} items are", count);
}

/// Every pair of places that share items; only looked for when the whole does not add up.
void find_overlaps(
    const std::vector<Place>& places, NameItem name, std::vector<std::string>& faults
) {
  for (auto first = places.begin(); first != places.end(); ++first) {
    for (auto second = first + 1; second != places.end(); ++second) {
      if (!first->items->intersects(*second->items)) continue;
      const auto both = *first->items & *second->items;
      faults.push_back(fmt::format(
          "{} both {} and {} ({})",
          items_are(both.size()),
          first->name(),
          second->name(),
          name(both.select(0))
      ));
    }
  }
}

void find_missing(
    const ItemSet& missing, std::string_view what, NameItem name, std::vector<std::string>& faults
) {
  if (missing.empty()) return;
  faults.push_back(
      fmt::format("{} {} ({})", items_are(missing.size()), what, name(missing.select(0)))
  );
}

}  // namespace

std::vector<std::string> faults_of(const Ledger& ledger) {
  return faults_of(ledger, [](Ordinal item) { return fmt::format("ordinal {}", item); });
}

std::vector<std::string> faults_of(const Ledger& ledger, NameItem name) {
  std::vector<std::string> faults;
  const auto places = places_of(ledger);
  std::vector<const ItemSet*> sets;
  std::uint64_t total = 0;
  for (const auto& place : places) {
    sets.push_back(place.items);
    total += place.items->size();
  }
  const auto seen = ItemSet::all_of(sets);
  if (total != seen.size()) find_overlaps(places, name, faults);
  find_missing(ledger.members - seen, "with nobody and not in the queue", name, faults);
  find_missing(seen - ledger.members, "handed out and no members of the task", name, faults);
  find_missing(ledger.copies - ledger.members, "copies and no members of the task", name, faults);
  std::set<UserId> people;
  for (const auto& share : ledger.shares) {
    if (share.kind == ShareKind::normal && !people.insert(share.annotator).second) {
      faults.push_back(share.annotator.text + " has two assignments");
    }
    for (const auto& [word, items] : share.by_status) {
      if (word.empty() || items.empty()) {
        faults.push_back(fmt::format(
            "assignment {} has an empty set for the status `{}`", share.assignment.text, word
        ));
      }
    }
  }
  return faults;
}

}  // namespace allot
