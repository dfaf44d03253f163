#include "base/persistent_map.h"

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <random>
#include <tuple>

namespace allot {
namespace {

using Map = PersistentMap<std::uint32_t, int>;
using Model = std::map<std::uint32_t, int>;
using Difference = std::tuple<std::uint32_t, std::optional<int>, std::optional<int>>;

std::vector<std::pair<std::uint32_t, int>> entries_of(const Map& map) {
  std::vector<std::pair<std::uint32_t, int>> entries;
  for (const auto& [key, value] : map) entries.emplace_back(key, value);
  return entries;
}

void expect_same(const Map& map, const Model& model) {
  EXPECT_EQ(map.size(), model.size());
  EXPECT_EQ(
      entries_of(map), (std::vector<std::pair<std::uint32_t, int>>(model.begin(), model.end()))
  );
}

std::vector<Difference> differences(const Map& before, const Map& now) {
  std::vector<Difference> found;
  const auto value = [](const int* at) { return at ? std::optional(*at) : std::nullopt; };
  now.for_each_difference(before, [&](std::uint32_t key, const int* old, const int* fresh) {
    found.emplace_back(key, value(old), value(fresh));
  });
  return found;
}

std::vector<Difference> differences(const Model& before, const Model& now) {
  std::map<std::uint32_t, Difference> found;
  for (const auto& [key, value] : before) found[key] = {key, value, std::nullopt};
  for (const auto& [key, value] : now) {
    const auto old = before.find(key);
    found[key] = {key, old == before.end() ? std::nullopt : std::optional(old->second), value};
  }
  std::vector<Difference> list;
  for (const auto& [key, one] : found) {
    if (std::get<1>(one) != std::get<2>(one)) list.push_back(one);
  }
  return list;
}

struct Random {
  std::mt19937 engine{7};

  std::uint32_t below(std::uint32_t end) { return static_cast<std::uint32_t>(engine() % end); }
};

TEST(PersistentMap, IsAnOrderedMapWhateverIsDoneToIt) {
  Random random;
  Map map;
  Model model;
  for (int step = 0; step < 3'000; ++step) {
    const auto key = random.below(200);
    if (random.below(3) == 0) {
      map.erase(key);
      model.erase(key);
    } else {
      map.put(key, step);
      model[key] = step;
    }
    const auto* found = map.find(key);
    ASSERT_EQ(found != nullptr, model.contains(key));
    if (step % 100 == 0) expect_same(map, model);
  }
  expect_same(map, model);
}

TEST(PersistentMap, AnEarlierVersionStaysAsItWas) {
  Map map;
  for (std::uint32_t key = 0; key < 100; ++key) map.put(key, 1);
  const auto before = map;
  for (std::uint32_t key = 0; key < 100; key += 2) map.put(key, 2);
  map.erase(51);
  EXPECT_EQ(before.size(), 100u);
  for (const auto& [key, value] : before) EXPECT_EQ(value, 1);
  EXPECT_EQ(map.size(), 99u);
}

TEST(PersistentMap, DifferencesAreThoseOfTheContents) {
  Random random;
  Map map;
  Model model;
  for (int round = 0; round < 200; ++round) {
    const auto before = map;
    const auto model_before = model;
    for (auto changes = random.below(20); changes > 0; --changes) {
      const auto key = random.below(300);
      if (random.below(3) == 0) {
        map.erase(key);
        model.erase(key);
      } else {
        const auto value = static_cast<int>(random.below(3));
        map.put(key, value);
        model[key] = value;
      }
    }
    ASSERT_EQ(differences(before, map), differences(model_before, model));
  }
}

struct Counted {
  static inline int compared = 0;
  int value = 0;

  bool operator==(const Counted& other) const {
    ++compared;
    return value == other.value;
  }
};

TEST(PersistentMap, WhatTwoVersionsShareIsNotCompared) {
  PersistentMap<std::uint32_t, Counted> map;
  for (std::uint32_t key = 0; key < 10'000; ++key) map.put(key, {});
  auto changed = map;
  changed.put(5'000, {1});
  Counted::compared = 0;
  int found = 0;
  changed.for_each_difference(map, [&](auto...) { ++found; });
  EXPECT_EQ(found, 1);
  EXPECT_LT(Counted::compared, 60);
}

TEST(PersistentMap, ManyAtOnceIsAsOneByOne) {
  Random random;
  for (int round = 0; round < 50; ++round) {
    Map one_by_one;
    Model model;
    for (int i = 0; i < 100; ++i) {
      const auto key = random.below(300);
      one_by_one.put(key, 1);
      model[key] = 1;
    }
    auto at_once = one_by_one;
    std::vector<Map::Entry> others;
    for (std::uint32_t key = random.below(5); key < 300; key += 1 + random.below(9)) {
      others.push_back({key, 2});
      one_by_one.put(key, 2);
      model[key] = 2;
    }
    at_once.put_all(Map::of_sorted(others));
    expect_same(at_once, model);
    ASSERT_TRUE(differences(one_by_one, at_once).empty());
  }
}

TEST(PersistentMap, IsEnteredAtAKeyAndAtARank) {
  Map map;
  Model model;
  Random random;
  for (int i = 0; i < 500; ++i) {
    const auto key = random.below(2'000);
    map.put(key, i);
    model[key] = i;
  }
  for (std::uint32_t key = 0; key < 2'010; ++key) {
    const auto found = map.from(key);
    const auto expected = model.lower_bound(key);
    ASSERT_EQ(found == map.end(), expected == model.end());
    if (expected != model.end()) {
      ASSERT_EQ(found->key, expected->first);
    }
  }
  std::size_t rank = 0;
  for (const auto& [key, value] : model) {
    auto found = map.at_rank(rank++);
    ASSERT_EQ(found->key, key);
    EXPECT_EQ(
        std::distance(found, map.end()), std::ssize(model) - static_cast<std::ptrdiff_t>(rank) + 1
    );
  }
  EXPECT_TRUE(map.at_rank(rank) == map.end());
}

TEST(PersistentMap, IsFlatForAscendingKeys) {
  std::vector<Map::Entry> entries;
  for (std::uint32_t key = 0; key < 100'000; ++key) entries.push_back({key, 0});
  const auto map = Map::of_sorted(std::move(entries));
  EXPECT_EQ(map.size(), 100'000u);
  // A list would end the stack here.
  EXPECT_EQ(std::distance(map.begin(), map.end()), 100'000);
}

}  // namespace
}  // namespace allot
