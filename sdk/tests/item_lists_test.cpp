#include <algorithm>
#include <atomic>
#include <set>
#include <thread>

#include "house_for_tests.h"

namespace allot::sdk_tests {
namespace {

using Op = Filters::Operator;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Four files: a (rain, 1), b (sun, 2), c (rain, 3) in /day, and d in /night about which nobody
/// knows anything.
class ListedItems : public InBothModes {
 protected:
  const Dataset dataset = filled();

  [[nodiscard]] Dataset filled() const {
    auto made = project.datasets.create("pictures");
    const auto add = [&](const std::string& name, const char* folder, const char* metadata) {
      made.items.upload(
          {.file = house.file(name, name), .remote_path = folder, .metadata_json = metadata}
      );
    };
    add("a.txt", "/day", R"({"weather":"rain","lanes":1})");
    add("b.txt", "/day", R"({"weather":"sun","lanes":2})");
    add("c.png", "/day", R"({"weather":"rain","lanes":3})");
    add("d.txt", "/night", "");
    return made;
  }

  [[nodiscard]] std::vector<std::string> found(const Filters& filters) const {
    return names_of(dataset.items.list(filters));
  }

  [[nodiscard]] std::vector<std::string> found(
      const char* field, Op op, const Filters::Value& value
  ) const {
    return found(Filters().add(field, op, value));
  }
};

TEST_P(ListedItems, AreAllFilesOldestFirst) {
  EXPECT_THAT(found(Filters()), ElementsAre("a.txt", "b.txt", "c.png", "d.txt"));
  EXPECT_EQ(dataset.items.list().count(), 4u);
  EXPECT_EQ(dataset.items.list().all().size(), 4u);
}

TEST_P(ListedItems, SatisfyEachOperator) {
  const auto* const weather = "metadata.user.weather";
  const auto* const lanes = "metadata.user.lanes";
  using Texts = std::vector<std::string>;
  EXPECT_THAT(found(weather, Op::equal, "rain"), ElementsAre("a.txt", "c.png"));
  EXPECT_THAT(found(lanes, Op::equal, std::int64_t{2}), ElementsAre("b.txt"));
  EXPECT_THAT(found("name", Op::not_equal, "b.txt"), ElementsAre("a.txt", "c.png", "d.txt"));
  EXPECT_THAT(found("name", Op::in, Texts{"d.txt", "a.txt"}), ElementsAre("a.txt", "d.txt"));
  EXPECT_THAT(found(lanes, Op::in, std::vector<double>{1, 3}), ElementsAre("a.txt", "c.png"));
  EXPECT_THAT(found("name", Op::not_in, Texts{"d.txt", "a.txt"}), ElementsAre("b.txt", "c.png"));
  EXPECT_THAT(found(lanes, Op::greater, std::int64_t{2}), ElementsAre("c.png"));
  EXPECT_THAT(found(lanes, Op::greater_or_equal, 2.0), ElementsAre("b.txt", "c.png"));
  EXPECT_THAT(found(lanes, Op::less, 2.5), ElementsAre("a.txt", "b.txt"));
  EXPECT_THAT(found(lanes, Op::less_or_equal, std::int64_t{1}), ElementsAre("a.txt"));
  EXPECT_THAT(found(weather, Op::exists, true), ElementsAre("a.txt", "b.txt", "c.png"));
  EXPECT_THAT(found(weather, Op::exists, false), ElementsAre("d.txt"));
  EXPECT_THAT(found("name", Op::glob, "*.txt"), ElementsAre("a.txt", "b.txt", "d.txt"));
}

// B-244
TEST_P(ListedItems, MatchWildcardsAcrossFolders) {
  EXPECT_THAT(found("filename", Op::glob, "/*.txt"), ElementsAre("a.txt", "b.txt", "d.txt"));
  EXPECT_THAT(found(Filters().add("dir", "/night")), ElementsAre("d.txt"));
}

TEST_P(ListedItems, SatisfyAllConditionsTogether) {
  const auto both = Filters().add("dir", "/day").add("metadata.user.lanes", Op::less, 3.0);
  EXPECT_THAT(found(both), ElementsAre("a.txt", "b.txt"));
  const auto any = Filters()
                       .add("dir", "/day")
                       .add_any({Filters().add("name", "a.txt"), Filters().add("name", "c.png")});
  EXPECT_THAT(found(any), ElementsAre("a.txt", "c.png"));
  EXPECT_THAT(found(Filters().add_json(R"({"name":{"$in":["b.txt"]}})")), ElementsAre("b.txt"));
  EXPECT_THAT(found(Filters().add("annotated", false).add("dir", "/")), IsEmpty());
}

TEST_P(ListedItems, AreFoundByTheirIds) {
  const auto ids = ids_of(dataset.items.list());
  EXPECT_THAT(found(Filters::items({ids[3], ids[0]})), ElementsAre("a.txt", "d.txt"));
  EXPECT_THAT(found(Filters::items({})), IsEmpty());
}

TEST_P(ListedItems, HaveFoldersWhenAskedFor) {
  EXPECT_THAT(found(Filters().add("type", "dir").sort_by("filename")), ElementsAre("day", "night"));
}

TEST_P(ListedItems, ComeInTheWantedOrder) {
  EXPECT_THAT(
      found(Filters().sort_by("name", true)), ElementsAre("d.txt", "c.png", "b.txt", "a.txt")
  );
  EXPECT_THAT(
      found(Filters().add("dir", "/day").sort_by("metadata.user.weather").sort_by("name", true)),
      ElementsAre("c.png", "a.txt", "b.txt")
  );
}

TEST_P(ListedItems, OfAnUnknownFieldOrOperatorAreABadRequest) {
  EXPECT_THROW((void)found(Filters().add_json(R"({"name":{"$nonsense":1}})")), BadRequest);
}

/// More than one page of them.
class ManyItems : public InBothModes {
 protected:
  static constexpr std::size_t many = 1'010;
  const Dataset dataset = filled();

  /// From several threads, so that they share commits.
  [[nodiscard]] Dataset filled() const {
    auto made = project.datasets.create("pictures");
    const auto file = house.file("a.txt", "x");
    std::atomic<std::size_t> next = 0;
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        for (auto at = next++; at < many; at = next++) {
          made.items.upload({.file = file, .remote_name = std::to_string(at)});
        }
      });
    }
    return made;
  }
};

TEST_P(ManyItems, AreWalkedPageByPageOldestFirst) {
  const auto all = dataset.items.list();
  EXPECT_EQ(all.count(), many);
  const auto ids = ids_of(all);
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), many);
  EXPECT_TRUE(std::ranges::is_sorted(ids));
  EXPECT_EQ(ids_of(all), ids);  // each begin() starts a new walk
}

// B-252
TEST_P(ManyItems, AreSeenOnceWhileOthersUpload) {
  for (const bool descending : {false, true}) {
    std::vector<std::string> seen;
    for (const auto& item : dataset.items.list(Filters().sort_by("createdAt", descending))) {
      if (seen.size() == 10) {
        dataset.items.upload(
            {.file = house.file("late.txt", "x"), .remote_name = descending ? "late" : "later"}
        );
      }
      seen.push_back(item.id);
    }
    EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), seen.size());
    EXPECT_GE(seen.size(), many);
  }
}

IN_BOTH_MODES(ListedItems);
IN_BOTH_MODES(ManyItems);

}  // namespace
}  // namespace allot::sdk_tests
