#include "domain/item_set.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

#include "base/check.h"

namespace allot {
namespace {

using Reference = std::set<Ordinal>;

/// Ordinals in clusters over a few chunks, so that chunks meet, fill and empty.
rc::Gen<Reference> ordinals() {
  const auto near = rc::gen::map(
      rc::gen::pair(rc::gen::inRange<Ordinal>(0, 4), rc::gen::inRange<Ordinal>(0, 200)),
      [](const std::pair<Ordinal, Ordinal>& place) {
        return place.first * 65'500 + place.second;  // across the chunks' borders
      }
  );
  return rc::gen::container<Reference>(near);
}

ItemSet set_of(const Reference& reference) {
  return ItemSet::of(std::vector<Ordinal>(reference.begin(), reference.end()));
}

std::vector<Ordinal> vector_of(const Reference& reference) {
  return {reference.begin(), reference.end()};
}

template <class Combine>
Reference combined(const Reference& a, const Reference& b, Combine combine) {
  Reference out;
  combine(a.begin(), a.end(), b.begin(), b.end(), std::inserter(out, out.end()));
  return out;
}

const auto unite = [](auto... args) { std::set_union(args...); };
const auto intersect = [](auto... args) { std::set_intersection(args...); };
const auto subtract = [](auto... args) { std::set_difference(args...); };

RC_GTEST_PROP(ItemSet, HoldsExactlyWhatWasPutIn, ()) {
  const auto reference = *ordinals();
  const auto set = set_of(reference);
  RC_ASSERT(set.to_vector() == vector_of(reference));
  RC_ASSERT(set.size() == reference.size());
  RC_ASSERT(set.empty() == reference.empty());
}

RC_GTEST_PROP(ItemSet, AlgebraEqualsThatOfOrdinarySets, ()) {
  const auto a = *ordinals();
  const auto b = *ordinals();
  RC_ASSERT((set_of(a) | set_of(b)).to_vector() == vector_of(combined(a, b, unite)));
  RC_ASSERT((set_of(a) & set_of(b)).to_vector() == vector_of(combined(a, b, intersect)));
  RC_ASSERT((set_of(a) - set_of(b)).to_vector() == vector_of(combined(a, b, subtract)));
  const auto common = combined(a, b, intersect);
  RC_ASSERT(set_of(a).intersection_size(set_of(b)) == common.size());
  RC_ASSERT(set_of(a).intersects(set_of(b)) == !common.empty());
  RC_ASSERT(set_of(a).is_subset_of(set_of(b)) == (common.size() == a.size()));
  RC_ASSERT((set_of(a) == set_of(b)) == (a == b));
}

RC_GTEST_PROP(ItemSet, InsertingAndErasingOneChangesOnlyThatOne, ()) {
  auto reference = *ordinals();
  const auto ordinal = *rc::gen::inRange<Ordinal>(0, 140'000);
  auto set = set_of(reference);
  set.insert(ordinal);
  reference.insert(ordinal);
  RC_ASSERT(set.to_vector() == vector_of(reference));
  RC_ASSERT(set.contains(ordinal));
  set.erase(ordinal);
  reference.erase(ordinal);
  RC_ASSERT(set.to_vector() == vector_of(reference));
  RC_ASSERT(!set.contains(ordinal));
}

RC_GTEST_PROP(ItemSet, SelectAndRankAreEachOthersInverse, ()) {
  const auto reference = vector_of(*rc::gen::nonEmpty(ordinals()));
  const auto set = ItemSet::of(reference);
  for (std::size_t rank = 0; rank < reference.size(); ++rank) {
    RC_ASSERT(set.select(rank) == reference[rank]);
    RC_ASSERT(set.rank(reference[rank]) == rank);
  }
  RC_ASSERT(set.rank(reference.back() + 1) == reference.size());
}

RC_GTEST_PROP(ItemSet, ASliceIsTheWindowOfRanks, ()) {
  const auto reference = vector_of(*ordinals());
  const auto set = ItemSet::of(reference);
  const auto from = *rc::gen::inRange<std::size_t>(0, reference.size() + 3);
  const auto count = *rc::gen::inRange<std::size_t>(0, reference.size() + 3);
  std::vector<Ordinal> window;
  for (auto i = from; i < std::min(reference.size(), from + count); ++i)
    window.push_back(reference[i]);
  RC_ASSERT(set.slice(from, count).to_vector() == window);
  RC_ASSERT(set.page(from, count) == window);
}

RC_GTEST_PROP(ItemSet, ChunksReadBackToAnEqualSet, ()) {
  const auto set = set_of(*ordinals());
  ItemSet read;
  for (const auto chunk : set.chunks()) read.set_chunk(chunk, set.chunk_bytes(chunk));
  RC_ASSERT(read == set);
}

RC_GTEST_PROP(ItemSet, TheChunksThatChangedAreEnoughToFollowAChange, ()) {
  const auto before = set_of(*ordinals());
  const auto change = set_of(*ordinals());
  auto after = before;
  if (*rc::gen::arbitrary<bool>()) {
    after |= change;
  } else {
    after -= change;
  }
  auto followed = before;
  for (const auto chunk : after.chunks_changed_since(before)) {
    followed.set_chunk(chunk, after.chunk_bytes(chunk));
  }
  RC_ASSERT(followed == after);
}

TEST(ItemSet, AChangeThatChangesNothingSharesEveryChunk) {
  const auto set = ItemSet::range(0, 200'000);
  auto same = set;
  same |= ItemSet{3, 70'000};
  same -= ItemSet{300'000};
  same &= ItemSet::range(0, 250'000);
  EXPECT_TRUE(same.chunks_changed_since(set).empty());
}

TEST(ItemSet, OneOrdinalTouchesOneChunk) {
  const auto set = ItemSet::range(0, 200'000);
  auto changed = set;
  changed.erase(70'000);
  EXPECT_EQ(changed.chunks_changed_since(set).size(), 1U);
  EXPECT_EQ(set.size(), 200'000U);
}

TEST(ItemSet, ARangeHoldsItsFirstAndNotItsEnd) {
  const auto range = ItemSet::range(65'530, 131'080);
  EXPECT_EQ(range.size(), 131'080U - 65'530U);
  EXPECT_TRUE(range.contains(65'530));
  EXPECT_FALSE(range.contains(131'080));
}

TEST(ItemSet, TheGreatestOrdinalHasAPlace) {
  const ItemSet set{0, 0xFFFFFFFF};
  EXPECT_EQ(set.select(1), 0xFFFFFFFF);
  EXPECT_EQ(set.rank(0xFFFFFFFF), 1U);
}

TEST(ItemSet, BytesThatAreNoChunkAreRefused) {
  ItemSet set;
  EXPECT_THROW(set.set_chunk(0, "not a bitmap"), BrokenInvariant);
}

}  // namespace
}  // namespace allot
