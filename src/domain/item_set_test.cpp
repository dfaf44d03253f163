#include "domain/item_set.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "base/check.h"

namespace allot {
namespace {

constexpr Ordinal span_of_chunk = Ordinal{1} << ItemSet::chunk_bits;

using Ordinals = std::vector<Ordinal>;  // ascending, each once

using Piece = std::tuple<Ordinal, Ordinal, Ordinal, Ordinal>;  // chunk, start, step, length

/// Ordinals as work leaves them, around the borders of a few chunks: single ones, runs, and every
/// second or third of a stretch. Long enough that the bitmaps take each of their three forms.
rc::Gen<Ordinals> ordinals() {
  const auto piece = rc::gen::tuple(
      rc::gen::inRange<Ordinal>(0, 4),
      // Of these lengths a stretch ends with its chunk, which is a case of its own.
      rc::gen::oneOf(
          rc::gen::inRange<Ordinal>(0, 9'000), rc::gen::element<Ordinal>(1, 2, 30, 300, 4'200)
      ),
      rc::gen::element<Ordinal>(1, 1, 2, 3),
      rc::gen::element<Ordinal>(1, 1, 2, 30, 300, 4'200)
  );
  return rc::gen::map(
      // A few pieces, each over its whole range: the size of a case bounds ranges too.
      rc::gen::resize(4, rc::gen::container<std::vector<Piece>>(rc::gen::resize(100, piece))),
      [](const std::vector<Piece>& pieces) {
        Ordinals all;
        for (const auto& [chunk, before, step, length] : pieces) {
          const auto start = chunk == 0 ? before : chunk * span_of_chunk - before;
          for (Ordinal i = 0; i < length; ++i) all.push_back(start + i * step);
        }
        std::ranges::sort(all);
        all.erase(std::ranges::unique(all).begin(), all.end());
        return all;
      }
  );
}

template <class Combine>
Ordinals combined(const Ordinals& a, const Ordinals& b, Combine combine) {
  Ordinals out;
  combine(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

const auto unite = [](auto... args) { std::set_union(args...); };
const auto intersect = [](auto... args) { std::set_intersection(args...); };
const auto subtract = [](auto... args) { std::set_difference(args...); };
const auto differ = [](auto... args) { std::set_symmetric_difference(args...); };

/// One chunk apart from its set.
ItemSet alone(const ItemSet& set, std::uint32_t chunk) {
  ItemSet only;
  only.set_chunk(chunk, set.chunk_bytes(chunk));
  return only;
}

// --- as a set ------------------------------------------------------------------------------------

RC_GTEST_PROP(ItemSet, HoldsExactlyWhatWasPutIn, ()) {
  const auto reference = *ordinals();
  auto shuffled = reference;
  std::ranges::reverse(shuffled);
  shuffled.insert(shuffled.end(), reference.begin(), reference.end());
  const auto set = ItemSet::of(shuffled);
  RC_ASSERT(set.to_vector() == reference);
  RC_ASSERT(set.size() == reference.size());
  RC_ASSERT(set.empty() == reference.empty());
  Ordinals visited;
  set.for_each([&](Ordinal ordinal) { visited.push_back(ordinal); });
  RC_ASSERT(visited == reference);
}

RC_GTEST_PROP(ItemSet, AlgebraEqualsThatOfOrdinarySets, ()) {
  const auto a = *ordinals();
  const auto b = *ordinals();
  const auto one = ItemSet::of(a);
  const auto two = ItemSet::of(b);
  const auto common = combined(a, b, intersect);
  RC_ASSERT((one | two).to_vector() == combined(a, b, unite));
  RC_ASSERT((one & two).to_vector() == common);
  RC_ASSERT((one - two).to_vector() == combined(a, b, subtract));
  RC_ASSERT((one ^ two).to_vector() == combined(a, b, differ));
  RC_ASSERT(one.intersection_size(two) == common.size());
  RC_ASSERT(one.intersects(two) == !common.empty());
  RC_ASSERT(one.is_subset_of(two) == (common.size() == a.size()));
  RC_ASSERT((one == two) == (a == b));
}

// Chunks that results share with their operands answer by another path than equal bits do.
RC_GTEST_PROP(ItemSet, AlgebraHoldsAmongSetsThatShareChunks, ()) {
  const auto a = ItemSet::of(*ordinals());
  const auto b = ItemSet::of(*ordinals());
  const auto both = a | b;
  RC_ASSERT((both - a) == (b - a));
  RC_ASSERT((both & a) == a);
  RC_ASSERT((both | b) == both);
  RC_ASSERT((a - a).empty());
  RC_ASSERT((both ^ a) == (b - a));
  RC_ASSERT(a.is_subset_of(both));
  RC_ASSERT(both.intersection_size(a) == a.size());
  RC_ASSERT(both.intersects(a) == !a.empty());
  RC_ASSERT(both.size() == a.size() + b.size() - a.intersection_size(b));
}

RC_GTEST_PROP(ItemSet, TheSameMembersAreEqualHoweverTheyCame, ()) {
  const auto reference = *ordinals();
  const auto at_once = ItemSet::of(reference);
  const auto extra = *rc::gen::inRange<Ordinal>(0, 3 * span_of_chunk);
  auto detour = at_once | ItemSet::range(extra, extra + 5'000);
  detour -= ItemSet::range(extra, extra + 5'000) - at_once;
  RC_ASSERT(detour == at_once);
}

RC_GTEST_PROP(ItemSet, InsertingAndErasingOneChangesOnlyThatOne, ()) {
  const auto before = *ordinals();
  const auto ordinal = *rc::gen::inRange<Ordinal>(0, 3 * span_of_chunk);
  auto set = ItemSet::of(before);
  set.insert(ordinal);
  RC_ASSERT(set.to_vector() == combined(before, {ordinal}, unite));
  RC_ASSERT(set.contains(ordinal));
  set.erase(ordinal);
  RC_ASSERT(set.to_vector() == combined(before, {ordinal}, subtract));
  RC_ASSERT(!set.contains(ordinal));
}

RC_GTEST_PROP(ItemSet, AllOfManyIsTheirUnion, ()) {
  const auto many = *rc::gen::container<std::vector<std::set<Ordinal>>>(
      rc::gen::container<std::set<Ordinal>>(rc::gen::inRange<Ordinal>(0, 2 * span_of_chunk))
  );
  std::vector<ItemSet> sets;
  std::set<Ordinal> reference;
  for (const auto& each : many) {
    sets.push_back(ItemSet::of(Ordinals(each.begin(), each.end())));
    reference.insert(each.begin(), each.end());
  }
  std::vector<const ItemSet*> pointers;
  for (const auto& set : sets) pointers.push_back(&set);
  RC_ASSERT(ItemSet::all_of(pointers).to_vector() == Ordinals(reference.begin(), reference.end()));
}

RC_GTEST_PROP(ItemSet, ARangeHoldsItsFirstAndNotItsEnd, ()) {
  const auto first = *rc::gen::inRange<Ordinal>(0, 2 * span_of_chunk);
  const auto length = *rc::gen::inRange<Ordinal>(0, 2 * span_of_chunk);
  const auto range = ItemSet::range(first, first + length);
  RC_ASSERT(range.size() == length);
  RC_ASSERT(range.contains(first) == (length > 0));
  RC_ASSERT(!range.contains(first + length));
  if (length > 0) RC_ASSERT(range.select(length - 1) == first + length - 1);
}

TEST(ItemSet, TheGreatestOrdinalHasAPlace) {
  const ItemSet set{0, 0xFFFFFFFF};
  EXPECT_EQ(set.select(1), 0xFFFFFFFF);
  EXPECT_EQ(set.rank(0xFFFFFFFF), 1U);
  EXPECT_EQ(ItemSet::range(0xFFFFFFF0, 0xFFFFFFFF).size(), 15U);
}

TEST(ItemSet, ACopyIsAValueOfItsOwn) {
  const auto set = ItemSet::range(0, 3 * span_of_chunk);
  auto copy = set;
  copy.erase(5);
  copy -= ItemSet::range(span_of_chunk, 2 * span_of_chunk);
  copy.insert(9 * span_of_chunk);
  EXPECT_EQ(set, ItemSet::range(0, 3 * span_of_chunk));
  EXPECT_EQ(copy.size(), 2ULL * span_of_chunk);
}

// --- by rank -------------------------------------------------------------------------------------

RC_GTEST_PROP(ItemSet, SelectAndRankAreEachOthersInverse, ()) {
  const auto reference = *rc::gen::nonEmpty(ordinals());
  const auto set = ItemSet::of(reference);
  const auto rank = *rc::gen::inRange<std::size_t>(0, reference.size());
  RC_ASSERT(set.select(rank) == reference[rank]);
  RC_ASSERT(set.rank(reference[rank]) == rank);
  RC_ASSERT(set.rank(reference.back() + 1) == reference.size());
}

RC_GTEST_PROP(ItemSet, TheRankOfAnyNumberIsHowManyMembersAreSmaller, ()) {
  const auto reference = *ordinals();
  const auto number = *rc::gen::inRange<Ordinal>(0, 4 * span_of_chunk);
  const auto smaller = std::ranges::lower_bound(reference, number) - reference.begin();
  RC_ASSERT(ItemSet::of(reference).rank(number) == static_cast<std::uint64_t>(smaller));
}

TEST(ItemSet, ARankBeyondTheLastMemberIsABug) {
  const ItemSet set{1, 2};
  EXPECT_THROW(static_cast<void>(set.select(2)), BrokenInvariant);
}

RC_GTEST_PROP(ItemSet, ASliceIsTheWindowOfRanks, ()) {
  const auto reference = *ordinals();
  const auto set = ItemSet::of(reference);
  const auto from = *rc::gen::inRange<std::size_t>(0, reference.size() + 3);
  const auto count = *rc::gen::inRange<std::size_t>(0, reference.size() + 3);
  const auto begin = std::min(from, reference.size());
  const auto end = std::min(from + count, reference.size());
  const Ordinals window(
      reference.begin() + static_cast<std::ptrdiff_t>(begin),
      reference.begin() + static_cast<std::ptrdiff_t>(end)
  );
  RC_ASSERT(set.slice(from, count).to_vector() == window);
  RC_ASSERT(set.page(from, count) == window);
}

// B-032
RC_GTEST_PROP(ItemSet, ConsecutiveSlicesMakeUpTheWhole, ()) {
  const auto set = ItemSet::of(*ordinals());
  const auto length = *rc::gen::inRange<std::uint64_t>(1, 4'000);
  ItemSet together;
  std::uint64_t sum = 0;
  for (std::uint64_t from = 0; from < set.size(); from += length) {
    const auto slice = set.slice(from, length);
    sum += slice.size();
    together |= slice;
  }
  RC_ASSERT(together == set);
  RC_ASSERT(sum == set.size());
}

// --- chunks --------------------------------------------------------------------------------------

RC_GTEST_PROP(ItemSet, ChunksReadBackToAnEqualSet, ()) {
  const auto set = ItemSet::of(*ordinals()) - ItemSet::of(*ordinals());
  ItemSet read;
  for (const auto chunk : set.chunks()) {
    const auto bytes = set.chunk_bytes(chunk);
    RC_ASSERT(!bytes.empty());  // empty chunks are never kept
    read.set_chunk(chunk, bytes);
    RC_ASSERT(read.chunk_bytes(chunk) == bytes);
  }
  RC_ASSERT(read == set);
  RC_ASSERT(set.chunks().empty() == set.empty());
}

RC_GTEST_PROP(ItemSet, OfTheSameMembersHaveTheSameBytesWhicheverWayTheyCame, ()) {
  const auto set = ItemSet::of(*ordinals());
  const auto more = ItemSet::of(*ordinals());
  const auto there_and_back = (set | more) - (more - set);
  RC_ASSERT(there_and_back == set);
  for (const auto chunk : set.chunks()) {
    RC_ASSERT(there_and_back.chunk_bytes(chunk) == set.chunk_bytes(chunk));
    RC_ASSERT(alone(set, chunk).chunk_bytes(chunk) == set.chunk_bytes(chunk));
  }
}

RC_GTEST_PROP(ItemSet, ExactlyTheChunksWithOtherMembersCountAsChanged, ()) {
  const auto before = ItemSet::of(*ordinals());
  const auto operand = ItemSet::of(*ordinals());
  auto after = before;
  switch (*rc::gen::inRange(0, 3)) {
    case 0: after |= operand; break;
    case 1: after &= operand; break;
    default: after -= operand;
  }
  const auto changed = after.chunks_changed_since(before);
  RC_ASSERT(std::ranges::is_sorted(changed));
  auto followed = before;
  for (const auto chunk : changed) {
    RC_ASSERT(alone(after, chunk) != alone(before, chunk));
    followed.set_chunk(chunk, after.chunk_bytes(chunk));
  }
  RC_ASSERT(followed == after);
}

RC_GTEST_PROP(ItemSet, AResultThatEqualsAnOperandsChunkIsThatChunk, ()) {
  const auto whole = ItemSet::of(*ordinals());
  const auto part = whole & ItemSet::of(*ordinals());
  RC_ASSERT((whole | part).chunks_changed_since(whole).empty());
  RC_ASSERT((part & whole).chunks_changed_since(part).empty());
  auto grown = part;
  grown |= whole;
  RC_ASSERT(grown.chunks_changed_since(whole).empty());
  auto shrunk = whole;
  shrunk &= part;
  RC_ASSERT(shrunk.chunks_changed_since(part).empty());
}

TEST(ItemSet, AChangeThatChangesNothingSharesEveryChunk) {
  const auto set = ItemSet::range(0, 3 * span_of_chunk + 10);
  auto same = set;
  same |= ItemSet{3, span_of_chunk + 3};
  same -= ItemSet{3 * span_of_chunk + 11, 9 * span_of_chunk};
  same &= ItemSet::range(0, 4 * span_of_chunk);
  same.insert(7);
  same.erase(5 * span_of_chunk);
  EXPECT_TRUE(same.chunks_changed_since(set).empty());
}

TEST(ItemSet, OneOrdinalTouchesOneChunk) {
  const auto set = ItemSet::range(0, 3 * span_of_chunk);
  auto changed = set;
  changed.erase(span_of_chunk + 1);
  EXPECT_EQ(changed.chunks_changed_since(set), std::vector<std::uint32_t>{1});
  changed.insert(7 * span_of_chunk);
  EXPECT_EQ(changed.chunks_changed_since(set), (std::vector<std::uint32_t>{1, 7}));
}

TEST(ItemSet, AChunkThatIsGoneCountsAsChanged) {
  const ItemSet before{1, span_of_chunk, 2 * span_of_chunk};
  auto after = before;
  after.erase(span_of_chunk);
  after.erase(2 * span_of_chunk);
  EXPECT_EQ(after.chunks_changed_since(before), (std::vector<std::uint32_t>{1, 2}));
  EXPECT_EQ(after.chunks(), std::vector<std::uint32_t>{0});
  EXPECT_EQ(after.chunk_bytes(1), "");
}

TEST(ItemSet, SettingAChunkToNothingRemovesIt) {
  ItemSet set{1, span_of_chunk};
  set.set_chunk(1, "");
  EXPECT_EQ(set, ItemSet{1});
  EXPECT_EQ(set.chunks(), std::vector<std::uint32_t>{0});
}

}  // namespace
}  // namespace allot
