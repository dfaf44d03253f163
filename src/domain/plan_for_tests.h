#pragma once

// Small tasks, and tasks after any work, for tests of plans.

#include <rapidcheck.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "domain/plan.h"
#include "domain/shares_for_tests.h"

namespace allot {

inline UserId person(std::string_view name) {
  return {std::string(name) + "@example.org"};
}

inline const std::vector<UserId> crowd{person("ada"), person("ben"), person("cleo"), person("dan")};

inline AssignmentId assignment_of(const UserId& who) {
  return {"assignment of " + who.text};
}

inline NewAssignments assignments_for_all() {
  NewAssignments all;
  for (const auto& who : crowd) all[who] = assignment_of(who);
  return all;
}

inline Ledger after(const Ledger& ledger, const Plan& plan) {
  auto changed = applied(ledger, plan, assignments_for_all());
  drop_empty_shares(changed);
  return changed;
}

inline Selection everything(const ItemSet& items) {
  return {.items = items, .order = {}};
}

inline std::vector<Load> loads(std::initializer_list<std::pair<std::string_view, double>> lines) {
  std::vector<Load> list;
  for (const auto& [name, percent] : lines) list.push_back({person(name), percent});
  return list;
}

inline Ledger task_of(const ItemSet& items, const std::vector<Load>& workload) {
  return after({}, plan_addition({}, everything(items), workload, MoveKind::create));
}

inline ItemSet open_of(const Ledger& ledger, std::string_view name) {
  const auto* share = ledger.find(person(name));
  return share == nullptr ? ItemSet{} : share->open;
}

inline void complete(Ledger& ledger, const ItemSet& items, const std::string& word = "completed") {
  set_status(ledger, items, word);
}

/// Who holds each item with which status: what nothing may lose or double.
inline std::map<Ordinal, std::pair<std::string, std::string>> holdings(const Ledger& ledger) {
  std::map<Ordinal, std::pair<std::string, std::string>> held;
  for (const auto& share : ledger.shares) {
    share.open.for_each([&](Ordinal item) { held[item] = {share.annotator.text, ""}; });
    for (const auto& [word, items] : share.by_status) {
      items.for_each([&](Ordinal item) { held[item] = {share.annotator.text, word}; });
    }
  }
  return held;
}

inline rc::Gen<ItemSet> some_items() {
  return rc::gen::map(
      rc::gen::container<std::set<Ordinal>>(rc::gen::inRange<Ordinal>(0, 60)),
      [](const std::set<Ordinal>& ordinals) {
        return ItemSet::of(std::vector<Ordinal>(ordinals.begin(), ordinals.end()));
      }
  );
}

inline rc::Gen<std::vector<Load>> some_loads() {
  return rc::gen::map(
      rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 3))),
      [](const std::vector<int>& who) {
        std::vector<Load> list;
        for (const int index : who) {
          list.push_back(
              {crowd[static_cast<std::size_t>(index)], 100.0 / static_cast<double>(who.size())}
          );
        }
        return *checked_loads(list);
      }
  );
}

inline const Share* some_share(const Ledger& ledger) {
  RC_PRE(!ledger.shares.empty());
  return &ledger.shares.at(*rc::gen::inRange<std::size_t>(0, ledger.shares.size()));
}

/// A ledger after any number of additions, statuses, moves and removals.
inline Ledger worked_on() {
  auto ledger = task_of(*some_items(), *some_loads());
  const auto steps = *rc::gen::inRange(0, 8);
  for (int step = 0; step < steps; ++step) {
    const auto kind = *rc::gen::inRange(0, 5);
    if (kind == 0) {
      ledger = after(
          ledger, plan_addition(ledger, everything(*some_items()), *some_loads(), MoveKind::add)
      );
    } else if (kind == 1) {
      complete(ledger, *some_items(), *rc::gen::element<std::string>("completed", "discard", ""));
    } else if (kind == 2) {
      ledger = after(ledger, plan_removal(ledger, *some_items()));
    } else if (!ledger.shares.empty()) {
      const auto source = *some_share(ledger);
      const auto plan =
          kind == 3 ? plan_redistribution(ledger, source.assignment, *some_loads())
                    : plan_reassignment(ledger, source.assignment, *rc::gen::elementOf(crowd));
      ledger = after(ledger, plan);
    }
    check_invariants(ledger);
  }
  return ledger;
}

}  // namespace allot
