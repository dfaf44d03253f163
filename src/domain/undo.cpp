#include "domain/undo.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "base/check.h"
#include "domain/people.h"

namespace allot {

namespace {

/// Where a hand-over's items are now, as far as they stayed where it put them.
struct There {
  ItemSet held;  // whatever their status
  ItemSet open;
  StatusSets by_status;
};

/// What waits in the queue, as one set.
ItemSet waiting_in(const Ledger& ledger) {
  std::vector<const ItemSet*> sets;
  for (const auto& set : ledger.queue) sets.push_back(&set);
  return ItemSet::all_of(sets);
}

/// Looks once at each share, and at the queue, however many hand-overs came to it.
class Places {
 public:
  Places(const Ledger& ledger, const ItemSet& live) : ledger_(ledger), live_(live) {}

  /// Good until the next is asked for.
  const There& of(const Handover& done) {
    switch (done.to.place) {
      case Holder::Place::person: return with(done.to.person);
      case Holder::Place::queue:
      case Holder::Place::queue_front:
        if (!queue_) {
          const auto waiting = waiting_in(ledger_);
          queue_ = There{.held = waiting, .open = waiting, .by_status = {}};
        }
        return *queue_;
      case Holder::Place::outside: {
        auto free = done.items() & live_;
        free -= ledger_.members;
        outside_ = {.held = free, .open = free, .by_status = {}};
        return outside_;
      }
    }
    return outside_;
  }

 private:
  const There& with(const UserId& person) {
    const auto [at, is_new] = people_.try_emplace(person);
    if (!is_new) return at->second;
    if (const auto* share = ledger_.find(person)) {
      at->second = {.held = share->items(), .open = share->open, .by_status = share->by_status};
    }
    return at->second;
  }

  const Ledger& ledger_;
  const ItemSet& live_;
  std::unordered_map<UserId, There> people_;
  std::optional<There> queue_;
  There outside_;
};

/// Takes a hand-over back, item by item.
class Returning {
 public:
  Returning(const There& now, const Since& since, const ItemSet& in_use, KeptBack& kept)
      : now_(now), since_(since), in_use_(in_use), kept_(kept) {}

  ItemSet open(const ItemSet& came) {
    auto back = came & now_.open;
    note_gone(came, back);
    keep(back, since_.annotated, kept_.annotated);
    keep(back, in_use_, kept_.in_use);
    return back;
  }

  ItemSet handled(const ItemSet& came, const std::string& word) {
    const auto held = now_.by_status.find(word);
    auto back = held == now_.by_status.end() ? ItemSet{} : came & held->second;
    note_gone(came, back);
    keep(back, since_.restated, kept_.handled);
    keep(back, since_.annotated, kept_.annotated);
    return back;
  }

 private:
  /// Of what came, those that are not as they came.
  void note_gone(const ItemSet& came, const ItemSet& back) {
    const auto held = came.intersection_size(now_.held);
    kept_.moved += came.size() - held;
    kept_.handled += held - back.size();
  }

  static void keep(ItemSet& back, const ItemSet& why, std::uint64_t& count) {
    const auto before = back.size();
    back -= why;
    count += before - back.size();
  }

  const There& now_;
  const Since& since_;
  const ItemSet& in_use_;
  KeptBack& kept_;
};

/// What was handed out of the queue goes to its front. What was taken out of the task there comes
/// as it had come, behind what waits and in its order (B-038).
Holder way_back(const Handover& done) {
  const bool was_handed_out =
      done.from.place == Holder::Place::queue && done.to.place != Holder::Place::outside;
  return was_handed_out ? Holder::queue_front() : done.from;
}

/// Whose line what stays is told in: who got it, or, when it went to nobody, who gave it.
const UserId& person_of(const Handover& done) {
  return done.to.place == Holder::Place::person ? done.to.person : done.from.person;
}

class KeptLines {
 public:
  KeptBack& of(const UserId& person) {
    const auto [at, is_new] = places_.try_emplace(person, lines_.size());
    if (is_new) lines_.push_back({.person = person});
    return lines_[at->second];
  }

  std::vector<KeptBack> take() {
    std::erase_if(lines_, [](const KeptBack& line) { return line == KeptBack{line.person}; });
    return std::move(lines_);
  }

 private:
  std::unordered_map<UserId, std::size_t> places_;
  std::vector<KeptBack> lines_;
};

}  // namespace

bool is_undoable(MoveKind kind) {
  return std::ranges::find(undoable_kinds, kind) != undoable_kinds.end();
}

UndoPlan plan_undo(
    const Ledger& ledger, const Plan& done, const Since& since, const ItemSet& in_use
) {
  CHECK(is_undoable(done.kind));
  UndoPlan undo{.plan = {.kind = MoveKind::undo}, .kept = {}};
  KeptLines kept;
  Places places(ledger, since.live);
  std::vector<UserId> receivers;
  for (const auto& handover : done.handovers) {
    Returning returning(places.of(handover), since, in_use, kept.of(person_of(handover)));
    Handover back{
        .from = handover.to,
        .to = way_back(handover),
        .open = returning.open(handover.open),
        .by_status = {}
    };
    for (const auto& [word, came] : handover.by_status) {
      if (auto items = returning.handled(came, word); !items.empty()) {
        back.by_status[word] = std::move(items);
      }
    }
    if (back.size() == 0) continue;
    if (back.to.place == Holder::Place::person) receivers.push_back(back.to.person);
    undo.plan.handovers.push_back(std::move(back));
  }
  undo.kept = kept.take();
  for (const auto& line : undo.kept) {
    undo.plan.left.handled += line.handled;
    undo.plan.left.in_use += line.in_use;
    undo.plan.left.not_matching += line.moved + line.annotated;
  }
  describe_people(undo.plan, ledger, receivers);
  return undo;
}

}  // namespace allot
