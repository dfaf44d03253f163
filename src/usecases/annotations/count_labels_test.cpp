#include "usecases/annotations/count_labels.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "query/query.h"
#include "support/must.h"
#include "support/world.h"
#include "usecases/annotations/by_query.h"
#include "usecases/annotations/write.h"
#include "usecases/items/change.h"
#include "usecases/items/delete.h"
#include "usecases/tasks/create.h"

namespace allot::test {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class CountedLabels : public testing::Test {
 protected:
  void annotate(
      const ItemId& item,
      const std::string& label,
      std::string_view by = "mia",
      const std::string& type = "box"
  ) {
    const NewAnnotation added{.type = type, .label = label, .creator = {}};
    must(create_annotations(world.env(), world.caller(by), item, {added}));
  }

  Result<std::vector<WordCount>> counted(CountLabels input = {}, std::string_view by = "mia") {
    input.dataset = world.dataset();
    return count_labels(world.env(), world.caller(by), input);
  }

  std::vector<WordCount> counts(const CountLabels& input = {}, std::string_view by = "mia") {
    return must(counted(input, by));
  }

  static WordCount of(const std::string& word, std::uint64_t count) { return {word, count}; }

  World world;
  std::vector<ItemId> items = world.items(4);
};

// B-468
TEST_F(CountedLabels, AreThoseOfTheDatasetTheMostFrequentFirst) {
  EXPECT_THAT(counts(), IsEmpty());
  for (const auto* label : {"dog", "cat", "dog", "ant"}) annotate(items[0], label);
  annotate(items[1], "dog", "mia", "point");
  EXPECT_THAT(counts(), ElementsAre(of("dog", 3), of("ant", 1), of("cat", 1)));
  EXPECT_THAT(counts({.by = CountBy::type}), ElementsAre(of("box", 4), of("point", 1)));
}

// B-305
TEST_F(CountedLabels, AreNotSoManyDifferentOnesThatTheyFillTheMemory) {
  constexpr int many = 18;
  constexpr int of_each = 250;
  for (int i = 0; i < many; ++i) {
    std::vector<NewAnnotation> added;
    for (int j = 0; j < of_each; ++j) {
      std::string label = std::to_string(i * of_each + j);
      while (label.size() < 3'900) label += "\U0001F600";
      added.push_back({.type = "box", .label = label, .creator = {}});
    }
    must(create_annotations(
        world.env(), world.manager(), items[static_cast<std::size_t>(i % 4)], added
    ));
  }
  EXPECT_FAILS(counted(), ErrorCode::invalid);
  EXPECT_THAT(counts({.by = CountBy::type}), ElementsAre(of("box", many * of_each)));
}

// B-468
TEST_F(CountedLabels, AreOfSomePeopleAlone) {
  world.join("dev", Role::developer);
  annotate(items[0], "cat");
  annotate(items[0], "dog", "dev");
  EXPECT_THAT(counts({.creators = {World::person("dev")}}), ElementsAre(of("dog", 1)));
  EXPECT_THAT(counts({.creators = {World::person("eve")}}), IsEmpty());
}

// B-468
TEST_F(CountedLabels, LeaveOutWhatWasDeletedAndWhatIsHidden) {
  annotate(items[0], "cat");
  annotate(items[1], "dog");
  annotate(items[2], "ant");
  annotate(items[3], "bee");
  must(delete_item(world.env(), world.manager(), items[0]));
  must(change_item(world.env(), world.manager(), {.item = items[1], .path = "/.hidden/1.png"}));
  must(delete_matching_annotations(
      world.env(),
      world.manager(),
      world.dataset(),
      must(query::parse_query(R"({"resource":"annotations","filter":{"label":"ant"}})"))
  ));
  EXPECT_THAT(counts(), ElementsAre(of("bee", 1)));
}

// B-468, B-171
TEST_F(CountedLabels, AreOfATaskOrAnAssignmentAsFarAsTheCallerSeesThem) {
  for (const auto* name : {"ada", "ben"}) world.join(name, Role::annotator);
  annotate(items[0], "elsewhere");
  const auto task =
      world.task({{.annotator = "ada", .open_items = 1}, {.annotator = "ben", .open_items = 1}});
  const auto adas = *world.assignment_of(task.id, "ada");
  const auto bens = *world.assignment_of(task.id, "ben");
  const auto ledger = world.ledger(task.id);
  const auto of_task = read(world.env().store, [&](const Transaction& tx) {
    return tx.items().ids(world.dataset(), ledger.members.to_vector());
  });
  annotate(of_task[0].second, "first", "ada");
  annotate(of_task[1].second, "second", "ben");
  EXPECT_THAT(counts({.task = task.id}), ElementsAre(of("first", 1), of("second", 1)));
  EXPECT_THAT(counts({.assignment = bens.id}), ElementsAre(of("second", 1)));
  EXPECT_THAT(counts({.task = task.id, .assignment = adas.id}), ElementsAre(of("first", 1)));
  EXPECT_THAT(counts({.task = task.id}, "ada"), ElementsAre(of("first", 1)));
  EXPECT_THAT(counts({}, "ben"), ElementsAre(of("second", 1)));
  EXPECT_FAILS(counted({.assignment = bens.id}, "ada"), ErrorCode::not_found);
  const auto other = world.task({{.annotator = "ada", .open_items = 1}}, "Other");
  EXPECT_FAILS(counted({.task = other.id, .assignment = adas.id}), ErrorCode::not_found);
}

}  // namespace

}  // namespace allot::test
