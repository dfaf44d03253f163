#include "domain/pulling.h"

#include <algorithm>
#include <unordered_set>

#include "base/check.h"
#include "domain/people.h"

namespace allot {

namespace {

constexpr std::int64_t batch_min = 3;
constexpr std::int64_t batch_max = 100;
constexpr std::int64_t room_min = 2;  // of the workload, beside a batch

bool is_among(const std::vector<UserId>& people, const UserId& person) {
  return std::ranges::find(people, person) != people.end();
}

void take_from(std::vector<UserId>& list, std::span<const UserId> people) {
  const std::unordered_set<UserId> going(people.begin(), people.end());
  std::erase_if(list, [&](const UserId& person) { return going.contains(person); });
}

/// Each once; who is there stays where they are.
void put_behind(std::vector<UserId>& list, std::span<const UserId> people) {
  std::unordered_set<UserId> there(list.begin(), list.end());
  for (const auto& person : people) {
    if (there.insert(person).second) list.push_back(person);
  }
}

/// What waits, taken from the front.
class Front {
 public:
  /// Keep `queue` until the last is taken.
  explicit Front(const std::vector<ItemSet>& queue) : queue_(queue) {}

  ItemSet take(std::uint64_t count) {
    ItemSet taken;
    while (at_ < queue_.size() && taken.size() < count) {
      auto part = queue_[at_].slice(from_, count - taken.size());
      from_ += part.size();
      if (from_ == queue_[at_].size()) {
        ++at_;
        from_ = 0;
      }
      taken |= part;
    }
    return taken;
  }

  [[nodiscard]] bool empty() const { return at_ == queue_.size(); }

 private:
  const std::vector<ItemSet>& queue_;
  std::size_t at_ = 0;
  std::uint64_t from_ = 0;  // of the set at the front
};

/// Sets that come one after the other in the queue: a selection in an order of its own is cut into
/// runs, which is as much of an order as a queue keeps.
std::vector<ItemSet> sets_of(const Selection& selection, std::uint64_t batch_size) {
  constexpr std::uint64_t sets_max = 1'000;
  if (selection.items.empty()) return {};
  if (selection.order.empty()) return {selection.items};
  const auto size = selection.items.size();
  const auto run = std::max(batch_size, (size + sets_max - 1) / sets_max);
  std::vector<std::uint64_t> counts;
  for (std::uint64_t at = 0; at < size; at += run) counts.push_back(std::min(run, size - at));
  return selection.runs(counts);
}

void hand_over(Plan& plan, const Holder& from, const Holder& to, ItemSet items) {
  if (items.empty()) return;
  plan.handovers.push_back({.from = from, .to = to, .open = std::move(items), .by_status = {}});
}

/// How many more items this person's batches may have, as whole ones.
std::uint64_t room_of(const Share& share, const Pulling& terms) {
  const auto open = share.open.size();
  if (open >= terms.max_workload) return 0;
  return (terms.max_workload - open) / terms.batch_size * terms.batch_size;
}

/// One batch for who has no assignment.
std::uint64_t room_of(const Ledger& ledger, const Pulling& terms, const UserId& person) {
  const auto* share = ledger.find(person);
  return share == nullptr ? terms.batch_size : room_of(*share, terms);
}

}  // namespace

bool Pulling::allows(const UserId& person) const {
  return is_among(allowed, person);
}

bool Pulling::locks(const UserId& person) const {
  return is_among(locked, person);
}

void Pulling::add(std::span<const UserId> people) {
  take_from(locked, people);
  put_behind(allowed, people);
}

void Pulling::remove(std::span<const UserId> people) {
  take_from(allowed, people);
  put_behind(locked, people);
}

void Pulling::drop(std::span<const UserId> people) {
  take_from(allowed, people);
  take_from(locked, people);
}

Result<Pulling> checked_pulling(
    std::optional<std::int64_t> batch_size, std::optional<std::int64_t> max_workload
) {
  if (batch_size && (*batch_size < batch_min || *batch_size > batch_max)) {
    return invalid_field("metadata.system.batchSize", "must be from 3 to 100");
  }
  if (!batch_size) {
    if (*max_workload < batch_min + room_min || *max_workload > 2 * batch_max) {
      return invalid_field("metadata.system.maxBatchWorkload", "must be from 5 to 200");
    }
    batch_size = std::min(batch_max, *max_workload - room_min);
  }
  const auto workload = max_workload.value_or(*batch_size + room_min);
  if (workload < *batch_size + room_min || workload > 2 * *batch_size) {
    return invalid_field(
        "metadata.system.maxBatchWorkload", "must be from `batchSize` + 2 to twice `batchSize`"
    );
  }
  return Pulling{
      .batch_size = static_cast<std::uint64_t>(*batch_size),
      .max_workload = static_cast<std::uint64_t>(workload),
      .allowed = {},
      .locked = {}
  };
}

Result<std::chrono::minutes> checked_idle(std::int64_t minutes) {
  if (minutes >= 5 && minutes <= 10'080) return std::chrono::minutes{minutes};
  return invalid_field("metadata.system.batchIdleMinutes", "must be from 5 to 10080");
}

Plan plan_pulling_start(
    const Selection& selection, std::span<const UserId> people, std::uint64_t batch_size
) {
  Plan plan{.kind = MoveKind::create};
  std::vector<std::uint64_t> counts;
  std::uint64_t left = selection.items.size();
  for (std::size_t i = 0; i < people.size(); ++i) {
    counts.push_back(std::min(batch_size, left));
    left -= counts.back();
  }
  const auto runs = selection.runs(counts);
  auto rest = selection.items;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (runs[i].empty()) break;
    rest -= runs[i];
    plan.handovers.push_back(
        {.from = Holder::outside(), .to = Holder::of(people[i]), .open = runs[i], .by_status = {}}
    );
  }
  for (auto& items : sets_of(selection.within(rest), batch_size)) {
    hand_over(plan, Holder::outside(), Holder::queue(), std::move(items));
  }
  describe_people(plan, *empty_ledger(), people);
  return plan;
}

Plan plan_queueing(
    const Ledger& ledger,
    const Selection& selection,
    const Pulling& terms,
    std::span<const UserId> first,
    std::span<const UserId> others
) {
  Plan plan{.kind = MoveKind::add};
  const auto fresh = selection.within(selection.items - ledger.members);
  plan.left.not_matching = selection.items.size() - fresh.items.size();
  auto added = sets_of(fresh, terms.batch_size);
  auto queue = ledger.queue;
  queue.insert(queue.end(), added.begin(), added.end());
  Front front(queue);
  ItemSet taken;
  const auto serve = [&](const UserId& person, std::uint64_t most) {
    const auto to = Holder::of(person);
    const auto batch = front.take(std::min(room_of(ledger, terms, person), most));
    hand_over(plan, Holder::queue(), to, batch - fresh.items);
    hand_over(plan, Holder::outside(), to, batch & fresh.items);
    taken |= batch;
  };
  for (const auto& person : first) serve(person, terms.batch_size);
  for (const auto& person : others) serve(person, terms.max_workload);
  for (const auto& items : added) {
    hand_over(plan, Holder::outside(), Holder::queue(), items - taken);
  }
  describe_people(plan, ledger, {});
  return plan;
}

bool has_room(const Share& share, const Pulling& terms) {
  return room_of(share, terms) > 0;
}

bool has_room(const Ledger& ledger, const Pulling& terms, const UserId& person) {
  return room_of(ledger, terms, person) > 0;
}

Plan plan_batches(
    const Ledger& ledger, const Pulling& terms, std::span<const UserId> people, MoveKind kind
) {
  Plan plan{.kind = kind};
  Front front(ledger.queue);
  for (const auto& person : people) {
    if (front.empty()) break;
    auto room = room_of(ledger, terms, person);
    if (kind == MoveKind::contributors) room = std::min(room, terms.batch_size);
    if (room == 0) continue;
    plan.handovers.push_back(
        {.from = Holder::queue(),
         .to = Holder::of(person),
         .open = front.take(room),
         .by_status = {}}
    );
  }
  describe_people(plan, ledger, {});  // most have no room, and nothing is about them
  return plan;
}

Plan plan_giving_back(
    const Ledger& ledger, std::span<const UserId> people, MoveKind kind, const ItemSet& in_use
) {
  Plan plan{.kind = kind};
  for (const auto& person : people) {
    const auto* share = ledger.find(person);
    if (share == nullptr) continue;
    plan.left.handled += share->handled().size();
    auto items = share->open - in_use;
    plan.left.in_use += share->open.size() - items.size();
    if (items.empty()) continue;
    plan.handovers.push_back(
        {.from = Holder::of(person),
         .to = Holder::queue_front(),
         .open = std::move(items),
         .by_status = {}}
    );
  }
  describe_people(plan, ledger, people);
  return plan;
}

std::vector<UserId> contributors_in_turn(const Ledger& ledger, const Pulling& terms) {
  const std::unordered_set<UserId> allowed(terms.allowed.begin(), terms.allowed.end());
  std::vector<UserId> people;
  for (const auto& share : ledger.shares) {
    if (share.kind == ShareKind::normal && allowed.contains(share.annotator)) {
      people.push_back(share.annotator);
    }
  }
  for (const auto& person : terms.allowed) {
    if (ledger.find(person) == nullptr) people.push_back(person);
  }
  return people;
}

std::uint64_t waiting(const Ledger& ledger) {
  std::uint64_t count = 0;
  for (const auto& items : ledger.queue) count += items.size();
  return count;
}

}  // namespace allot
