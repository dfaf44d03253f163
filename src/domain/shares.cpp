#include "domain/shares.h"

#include <algorithm>
#include <map>
#include <set>

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

/// The chunks of which a share may hold other items than before, ascending.
std::vector<std::uint32_t> chunks_changed(const Share& before, const Share& now) {
  const ItemSet nothing;
  auto chunks = now.open.chunks_changed_since(before.open);
  const auto add = [&](const ItemSet& was, const ItemSet& is) {
    const auto more = is.chunks_changed_since(was);
    chunks.insert(chunks.end(), more.begin(), more.end());
  };
  for (const auto& [word, items] : now.by_status) {
    const auto was = before.by_status.find(word);
    add(was == before.by_status.end() ? nothing : was->second, items);
  }
  for (const auto& [word, items] : before.by_status) {
    if (!now.by_status.contains(word)) add(items, nothing);
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

const Shares::Pointer* Shares::pointer_to(const AssignmentId& assignment) const {
  const auto* place = by_assignment_.find(assignment);
  return place == nullptr ? nullptr : by_place_.find(*place);
}

const Share* Shares::find(const AssignmentId& assignment) const {
  const auto* found = pointer_to(assignment);
  return found == nullptr ? nullptr : found->get();
}

const Share* Shares::find(const UserId& annotator) const {
  const auto found = by_person_.from({annotator, 0});
  if (found == by_person_.end() || found->key.id != annotator) return nullptr;
  return by_place_.find(found->key.place)->get();
}

std::vector<HolderIndex::Holder> Shares::in_chunk(std::uint32_t chunk) const {
  std::vector<HolderIndex::Holder> holders;
  const auto end = by_chunk_.end();
  for (auto at = by_chunk_.from({chunk, 0}); at != end && at->key.chunk == chunk; ++at) {
    holders.push_back({at->key.place, by_place_.find(at->key.place)->get()});
  }
  return holders;
}

std::optional<Shares::Place> Shares::place_of_holder(Ordinal ordinal) const {
  constexpr int few = 8;
  const auto chunk = ordinal >> ItemSet::chunk_bits;
  const auto end = by_chunk_.end();
  int looked_at = 0;
  for (auto at = by_chunk_.from({chunk, 0}); at != end && at->key.chunk == chunk; ++at) {
    if (++looked_at > few) {
      const auto* index = holders_.find(chunk);
      return (*index)->place_of(ordinal, [&] { return in_chunk(chunk); });
    }
    if ((*by_place_.find(at->key.place))->holds(ordinal)) return at->key.place;
  }
  return std::nullopt;
}

const Share* Shares::holder_of(Ordinal ordinal) const {
  const auto place = place_of_holder(ordinal);
  return place ? by_place_.find(*place)->get() : nullptr;
}

std::vector<const Share*> Shares::holding(const ItemSet& items) const {
  constexpr std::uint64_t few = 256;
  constexpr std::size_t few_chunks = 8;  // each may have to be indexed
  std::vector<Place> places;
  if (items.size() <= few && items.chunks().size() <= few_chunks) {
    items.for_each([&](Ordinal item) {
      if (const auto place = place_of_holder(item)) places.push_back(*place);
    });
  } else {
    for (const auto chunk : items.chunks()) {
      for (const auto& [place, share] : in_chunk(chunk)) {
        if (share->intersects(items)) places.push_back(place);
      }
    }
  }
  std::ranges::sort(places);
  const auto rest = std::ranges::unique(places);
  places.erase(rest.begin(), rest.end());
  std::vector<const Share*> found;
  for (const auto place : places) found.push_back(by_place_.find(place)->get());
  return found;
}

std::size_t Shares::bytes() const {
  auto bytes = bytes_;
  for (const auto& [chunk, index] : holders_) bytes += index->bytes();
  return bytes;
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

void Shares::index_spots(Place place, const Share& before, const Share& now) {
  const auto were = chunks_of(before);
  const auto are = chunks_of(now);
  for (const auto chunk : chunks_changed(before, now)) {
    const bool was = std::ranges::binary_search(were, chunk);
    const bool is = std::ranges::binary_search(are, chunk);
    if (was && !is) by_chunk_.erase({chunk, place});
    if (is && !was) by_chunk_.put({chunk, place}, {});
    holders_.put(chunk, std::make_shared<const HolderIndex>(chunk));
  }
}

void Shares::put(Share share) {
  const auto* known = by_assignment_.find(share.assignment);
  const auto place = known == nullptr ? next_++ : *known;
  const auto before = known == nullptr ? std::make_shared<const Share>() : *by_place_.find(place);
  const auto now = std::make_shared<const Share>(std::move(share));
  if (known != nullptr) count(*before, false);
  count(*now, true);
  index_spots(place, *before, *now);
  const bool is_as_before =
      known != nullptr && before->annotator == now->annotator && before->kind == now->kind;
  if (!is_as_before) {
    if (known != nullptr) by_person_.erase({before->annotator, place});
    if (now->kind == ShareKind::normal) by_person_.put({now->annotator, place}, {});
  }
  if (known == nullptr) by_assignment_.put(now->assignment, place);
  by_place_.put(place, now);
}

void Shares::restate(Share share) {
  const auto* place = by_assignment_.find(share.assignment);
  CHECK(place != nullptr);
  const auto before = *by_place_.find(*place);
  CHECK(before->annotator == share.annotator && before->kind == share.kind);
#ifndef NDEBUG
  CHECK(before->items() == share.items());
#endif
  count(*before, false);
  count(share, true);
  by_place_.put(*place, std::make_shared<const Share>(std::move(share)));
}

void Shares::put_all(std::vector<Share> shares) {
  std::vector<ByPlace::Entry> places;
  std::vector<PersistentMap<AssignmentId, Place>::Entry> assignments;
  std::vector<decltype(by_person_)::Entry> people;
  std::vector<Spots::Entry> spots;
  std::set<std::uint32_t> chunks;
  for (auto& share : shares) {
    if (by_assignment_.find(share.assignment) != nullptr) {
      put(std::move(share));
      continue;
    }
    const auto place = next_++;
    const auto now = std::make_shared<const Share>(std::move(share));
    count(*now, true);
    places.push_back({place, now});
    assignments.push_back({now->assignment, place});
    if (now->kind == ShareKind::normal) people.push_back({{now->annotator, place}, {}});
    for (const auto chunk : chunks_of(*now)) {
      spots.push_back({{chunk, place}, {}});
      chunks.insert(chunk);
    }
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
  for (const auto chunk : chunks) holders_.put(chunk, std::make_shared<const HolderIndex>(chunk));
}

void Shares::erase(const AssignmentId& assignment) {
  const auto* known = by_assignment_.find(assignment);
  if (known == nullptr) return;
  const auto place = *known;
  const auto share = *by_place_.find(place);
  count(*share, false);
  index_spots(place, *share, Share{});
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
  struct Both {
    const Share* was = nullptr;
    const Share* now = nullptr;
  };

  // Places are not part of the value: the same share may have another one in `before`.
  std::map<AssignmentId, Both> changed;
  by_place_.for_each_difference(
      before.by_place_,
      [&](Place, const Pointer* was, const Pointer* now) {
        if (was != nullptr) changed[(*was)->assignment].was = was->get();
        if (now != nullptr) changed[(*now)->assignment].now = now->get();
      }
  );
  for (const auto& [assignment, both] : changed) {
    if (both.was != both.now) visit(both.was, both.now);
  }
}

bool Shares::operator==(const Shares& other) const {
  const auto is_same = [](const auto& a, const auto& b) {
    return a.value == b.value || *a.value == *b.value;
  };
  return size() == other.size() &&
         std::equal(by_place_.begin(), by_place_.end(), other.by_place_.begin(), is_same);
}

}  // namespace allot
