#include "domain/shares.h"

#include <algorithm>

#include "base/check.h"

namespace allot {

namespace {

/// The chunks in which a share holds something, ascending.
std::vector<std::uint32_t> chunks_of(const Share& share) {
  auto chunks = share.open.chunks();
  for (const auto& [word, items] : share.by_status) {
    const auto more = items.chunks();
    chunks.insert(chunks.end(), more.begin(), more.end());
  }
  std::ranges::sort(chunks);
  const auto rest = std::ranges::unique(chunks);
  chunks.erase(rest.begin(), rest.end());
  return chunks;
}

void add(std::uint64_t& number, std::uint64_t items, bool in) {
  CHECK(in || items <= number);
  number = in ? number + items : number - items;
}

}  // namespace

Shares::Shares(std::initializer_list<Share> shares) : Shares(std::vector<Share>(shares)) {}

Shares::Shares(std::vector<Share> shares) {
  put_all(std::move(shares));
}

const Share& Shares::at(std::size_t rank) const {
  CHECK(rank < size());
  return *by_place_.at_rank(rank)->value;
}

const Share* Shares::find(const AssignmentId& assignment) const {
  const auto* found = by_assignment_.find(assignment);
  return found == nullptr ? nullptr : found->share.get();
}

const Share* Shares::find(const UserId& annotator) const {
  const auto found = by_person_.from({annotator, 0});
  if (found == by_person_.end() || found->key.id != annotator) return nullptr;
  return by_place_.find(found->key.place)->get();
}

const Share* Shares::holder_of(Ordinal ordinal) const {
  const auto chunk = ordinal >> ItemSet::chunk_bits;
  const auto end = by_chunk_.end();
  for (auto at = by_chunk_.from({chunk, 0}); at != end && at->key.chunk == chunk; ++at) {
    const auto& share = *by_place_.find(at->key.place);
    if (share->holds(ordinal)) return share.get();
  }
  return nullptr;
}

std::vector<const Share*> Shares::holding(const ItemSet& items) const {
  std::vector<Place> places;
  const auto end = by_chunk_.end();
  for (const auto chunk : items.chunks()) {
    for (auto at = by_chunk_.from({chunk, 0}); at != end && at->key.chunk == chunk; ++at) {
      places.push_back(at->key.place);
    }
  }
  std::ranges::sort(places);
  const auto rest = std::ranges::unique(places);
  places.erase(rest.begin(), rest.end());
  std::vector<const Share*> found;
  for (const auto place : places) {
    const auto& share = *by_place_.find(place);
    if (share->intersects(items)) found.push_back(share.get());
  }
  return found;
}

ItemSet Shares::items() const {
  std::vector<const ItemSet*> sets;
  for (const auto& share : *this) {
    sets.push_back(&share.open);
    for (const auto& [word, items] : share.by_status) sets.push_back(&items);
  }
  return ItemSet::all_of(sets);
}

ItemSet Shares::handled() const {
  std::vector<const ItemSet*> sets;
  for (const auto& share : *this) {
    for (const auto& [word, items] : share.by_status) sets.push_back(&items);
  }
  return ItemSet::all_of(sets);
}

void Shares::count(const Share& share, bool in) {
  // Its place in the four maps, and the share itself.
  constexpr std::size_t bytes_of_nodes = 600;
  auto bytes = bytes_of_nodes + share.open.bytes();
  for (const auto& [word, items] : share.by_status) bytes += items.bytes();
  bytes_ = in ? bytes_ + bytes : bytes_ - bytes;
  add(tally_.open, share.open.size(), in);
  for (const auto& [word, items] : share.by_status) {
    auto& number = tally_.by_status[word];
    add(number, items.size(), in);
    if (number == 0) tally_.by_status.erase(word);
  }
}

/// A status changes no holder, so mostly nothing is to be done here.
void Shares::index_spots(Place place, const Share* before, const Share* now) {
  const auto were = before == nullptr ? std::vector<std::uint32_t>{} : chunks_of(*before);
  const auto are = now == nullptr ? std::vector<std::uint32_t>{} : chunks_of(*now);
  for (const auto chunk : were) {
    if (!std::ranges::binary_search(are, chunk)) by_chunk_.erase({chunk, place});
  }
  for (const auto chunk : are) {
    if (!std::ranges::binary_search(were, chunk)) by_chunk_.put({chunk, place}, {});
  }
}

void Shares::put(Share share) {
  const auto* found = by_assignment_.find(share.assignment);
  const auto place = found == nullptr ? next_++ : found->place;
  const auto before = found == nullptr ? Pointer{} : found->share;
  const auto now = std::make_shared<const Share>(std::move(share));
  if (before != nullptr) count(*before, false);
  count(*now, true);
  index_spots(place, before.get(), now.get());
  const bool is_as_before =
      before != nullptr && before->annotator == now->annotator && before->kind == now->kind;
  if (!is_as_before) {
    if (before != nullptr) by_person_.erase({before->annotator, place});
    if (now->kind == ShareKind::normal) by_person_.put({now->annotator, place}, {});
  }
  by_place_.put(place, now);
  by_assignment_.put(now->assignment, {place, now});
}

void Shares::put_all(std::vector<Share> shares) {
  std::vector<ByPlace::Entry> places;
  std::vector<PersistentMap<AssignmentId, Found>::Entry> assignments;
  std::vector<decltype(by_person_)::Entry> people;
  std::vector<Spots::Entry> spots;
  for (auto& share : shares) {
    if (by_assignment_.find(share.assignment) != nullptr) {
      put(std::move(share));
      continue;
    }
    const auto place = next_++;
    const auto now = std::make_shared<const Share>(std::move(share));
    count(*now, true);
    places.push_back({place, now});
    assignments.push_back({now->assignment, {place, now}});
    if (now->kind == ShareKind::normal) people.push_back({{now->annotator, place}, {}});
    for (const auto chunk : chunks_of(*now)) spots.push_back({{chunk, place}, {}});
  }
  const auto by_key = [](auto& entries) {
    std::ranges::sort(entries, {}, [](const auto& entry) -> const auto& { return entry.key; });
  };
  by_key(assignments);
  by_key(people);
  by_key(spots);
  by_place_.put_all(ByPlace::of_sorted(std::move(places)));
  by_assignment_.put_all(decltype(by_assignment_)::of_sorted(std::move(assignments)));
  by_person_.put_all(decltype(by_person_)::of_sorted(std::move(people)));
  by_chunk_.put_all(Spots::of_sorted(std::move(spots)));
}

void Shares::erase(const AssignmentId& assignment) {
  const auto* found = by_assignment_.find(assignment);
  if (found == nullptr) return;
  const auto [place, share] = *found;
  count(*share, false);
  index_spots(place, share.get(), nullptr);
  by_person_.erase({share->annotator, place});
  by_place_.erase(place);
  by_assignment_.erase(assignment);
}

void Shares::change(const AssignmentId& assignment, FunctionRef<void(Share&)> change) {
  const auto* found = find(assignment);
  CHECK(found != nullptr);
  auto share = *found;
  change(share);
  CHECK(share.assignment == assignment);
  put(std::move(share));
}

void Shares::for_each_change_since(
    const Shares& before, FunctionRef<void(const Share*, const Share*)> visit
) const {
  by_assignment_.for_each_difference(
      before.by_assignment_,
      [&](const AssignmentId&, const Found* was, const Found* now) {
        const auto* old = was == nullptr ? nullptr : was->share.get();
        const auto* fresh = now == nullptr ? nullptr : now->share.get();
        if (old != fresh) visit(old, fresh);
      }
  );
}

bool Shares::operator==(const Shares& other) const {
  const auto is_same = [](const auto& a, const auto& b) {
    return a.value == b.value || *a.value == *b.value;
  };
  return size() == other.size() &&
         std::equal(by_place_.begin(), by_place_.end(), other.by_place_.begin(), is_same);
}

}  // namespace allot
