// What is no chunk is refused when it is read: bytes of a damaged database must not become wrong
// answers. The bytes are made by hand after the portable Roaring format.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/check.h"
#include "domain/item_set.h"

namespace allot {
namespace {

std::string u16(std::uint32_t number) {
  return {static_cast<char>(number & 0xFF), static_cast<char>(number >> 8 & 0xFF)};
}

std::string u32(std::uint32_t number) {
  return u16(number & 0xFFFF) + u16(number >> 16);
}

/// One container without runs; `payload` is its array or its 8,192 bytes of bits.
std::string plain(std::uint32_t key, std::uint32_t cardinality, const std::string& payload) {
  return u32(12346) + u32(1) + u16(key) + u16(cardinality - 1) + u32(16) + payload;
}

std::string array(const std::vector<std::uint32_t>& places, std::uint32_t key = 0) {
  std::string payload;
  for (const auto place : places) payload += u16(place);
  return plain(key, static_cast<std::uint32_t>(places.size()), payload);
}

struct Run {
  std::uint32_t first;
  std::uint32_t length;
};

std::string runs(const std::vector<Run>& list) {
  std::uint32_t cardinality = 0;
  std::string payload = u16(static_cast<std::uint32_t>(list.size()));
  for (const auto& run : list) {
    payload += u16(run.first) + u16(run.length - 1);
    cardinality += run.length;
  }
  return u32(12347) + '\x01' + u16(0) + u16(cardinality - 1) + payload;
}

ItemSet read(const std::string& bytes) {
  ItemSet set;
  set.set_chunk(0, bytes);
  return set;
}

TEST(ChunkBytes, AreReadInEachOfTheirForms) {
  EXPECT_EQ(read(array({1, 2, 9})), (ItemSet{1, 2, 9}));
  EXPECT_EQ(read(runs({{0, 5}, {10, 2}})), (ItemSet{0, 1, 2, 3, 4, 10, 11}));
  const auto every_bit = read(plain(0, 65'536, std::string(8'192, '\xFF')));
  EXPECT_EQ(every_bit, ItemSet::range(0, 65'536));
}

TEST(ChunkBytes, ThatAreNoBitmapAreRefused) {
  EXPECT_THROW(read("not a bitmap"), BrokenInvariant);
  EXPECT_THROW(read(std::string(100, '\0')), BrokenInvariant);
}

TEST(ChunkBytes, CutShortAreRefused) {
  const auto bytes = array({1, 2, 9});
  for (std::size_t length = 1; length < bytes.size(); ++length) {
    EXPECT_THROW(read(bytes.substr(0, length)), BrokenInvariant) << length;
  }
}

TEST(ChunkBytes, WithMoreBehindThemAreRefused) {
  EXPECT_THROW(read(array({1, 2, 9}) + '\0'), BrokenInvariant);
}

TEST(ChunkBytes, OutOfOrderAreRefused) {
  EXPECT_THROW(read(array({2, 1, 9})), BrokenInvariant);
  EXPECT_THROW(read(array({1, 1, 9})), BrokenInvariant);
  EXPECT_THROW(read(runs({{10, 2}, {0, 5}})), BrokenInvariant);
  EXPECT_THROW(read(runs({{0, 5}, {4, 2}})), BrokenInvariant);
  EXPECT_THROW(read(runs({{65'530, 20}})), BrokenInvariant);
}

TEST(ChunkBytes, WhoseCardinalityIsNotThatOfTheirBitsAreRefused) {
  EXPECT_THROW(read(plain(0, 65'000, std::string(8'192, '\xFF'))), BrokenInvariant);
}

TEST(ChunkBytes, BeyondTheSpanOfAChunkAreRefused) {
  EXPECT_THROW(read(array({1}, std::uint32_t{1} << (ItemSet::chunk_bits - 16))), BrokenInvariant);
}

TEST(ChunkBytes, RefusedLeaveTheSetAsItWas) {
  ItemSet set{1, 2};
  EXPECT_THROW(set.set_chunk(0, "not a bitmap"), BrokenInvariant);
  EXPECT_EQ(set, (ItemSet{1, 2}));
}

}  // namespace
}  // namespace allot
