#include "usecases/annotations/by_query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "support/world.h"
#include "usecases/annotations/issues_gone.h"
#include "usecases/annotations/write.h"
#include "usecases/assignments/use_item.h"
#include "usecases/events/count.h"

namespace allot::test {
namespace {

/// A task of ada's; she has its first two items on screen, and a cat is on the first.
class AnnotationsByQuery : public testing::Test {
 protected:
  AnnotationsByQuery() : ada(world.assignment({.annotator = "ada", .open_items = 4})) {
    items = ids(world.ledger(ada.task).members);
    annotate(items[0], "cat");
    for (std::size_t i = 0; i < 2; ++i) {
      EXPECT_OK(use_item(world.env(), world.caller("ada"), ada.id, items[i]));
    }
  }

  std::vector<ItemId> ids(const ItemSet& set) {
    std::vector<ItemId> found;
    const auto ordinals = set.to_vector();
    read(world.env().store, [&](const Transaction& tx) {
      for (auto& [at, id] : tx.items().ids(world.dataset(), ordinals)) found.push_back(id);
      return 0;
    });
    return found;
  }

  void annotate(const ItemId& item, const std::string& label, const std::string& status = "") {
    const auto metadata = status.empty() ? "{}" : R"({"system":{"status":")" + status + R"("}})";
    const NewAnnotation added{.type = "box", .label = label, .metadata = metadata, .creator = {}};
    ASSERT_OK(create_annotations(world.env(), world.manager(), item, {added}));
  }

  static query::Query cats() {
    return query::parse_query(R"({"resource":"annotations","filter":{"label":"cat"}})").value();
  }

  Result<std::uint64_t> delete_cats() {
    return delete_matching_annotations(world.env(), world.manager(), world.dataset(), cats());
  }

  std::vector<ItemId> in_use() { return ids(world.env().in_use.of(world.dataset(), ada.task)); }

  /// Of how many items it was told that their issues went.
  std::size_t told_cleared() {
    const auto events = read(world.env().store, [](const Transaction& tx) {
      return tx.journal().events_after(0, 100'000);
    });
    return static_cast<std::size_t>(std::ranges::count_if(events, [](const Event& event) {
      const auto* moved = std::get_if<IssueMoved>(&event.what);
      return moved != nullptr && moved->step == IssueStep::cleared && moved->annotation.empty();
    }));
  }

  /// What the task's listeners were told last.
  std::optional<Counts> told_counts(const TaskId& task) {
    world.clock.advance(TaskCounter::interval);
    TaskCounter(world.env()).count();
    std::optional<Counts> last;
    read(world.env().store, [&](const Transaction& tx) {
      for (const auto& event : tx.journal().events_after(0, 100'000)) {
        const auto* counted = std::get_if<TaskCounted>(&event.what);
        if (counted != nullptr && event.task == task) last = counted->counts;
      }
      return 0;
    });
    return last;
  }

  World world;
  Assignment ada;
  std::vector<ItemId> items;
};

// 80 §6
TEST_F(AnnotationsByQuery, ThatAreDeletedEndTheUseOfTheirItems) {
  ASSERT_EQ(in_use().size(), 2u);
  EXPECT_EQ(delete_cats().value(), 1u);
  EXPECT_EQ(in_use(), (std::vector{items[1]}));
  EXPECT_EQ(delete_cats().value(), 0u);
  EXPECT_EQ(in_use(), (std::vector{items[1]}));
}

// 80 §6
TEST_F(AnnotationsByQuery, ThatAreChangedEndTheUseOfTheirItems) {
  const auto changed = change_matching_annotations(
      world.env(), world.manager(), world.dataset(), cats(), R"({"user":{"mark":1}})", false
  );
  EXPECT_EQ(changed.value(), 1u);
  EXPECT_EQ(in_use(), (std::vector{items[1]}));
}

// 80 §10
TEST_F(AnnotationsByQuery, ThatAreDeletedTellOfItemsWithoutIssuesNow) {
  annotate(items[1], "cat", "issue");
  annotate(items[2], "cat", "issue");
  annotate(items[2], "dog", "issue");
  annotate(items[3], "cat", "review");
  ASSERT_EQ(told_counts(ada.task).value().issues, 2u);
  ASSERT_EQ(told_counts(ada.task).value().for_review, 1u);
  EXPECT_EQ(delete_cats().value(), 4u);
  EXPECT_EQ(told_cleared(), 2u);  // of the second and the fourth
  EXPECT_EQ(told_counts(ada.task).value().issues, 1u);
  EXPECT_EQ(told_counts(ada.task).value().for_review, 0u);
}

// 80 §10: lines are bounded, and no task is left out.
TEST_F(AnnotationsByQuery, ThatAreDeletedByTheHundredsTellOfSomeItemsAndEveryTask) {
  const auto large =
      world.task({{.annotator = "ben", .open_items = gone_issues_told_max + 20}}, "Large").id;
  const auto last = world.task({{.annotator = "ben", .open_items = 2}}, "Last").id;
  for (const auto& task : {large, last}) {
    for (const auto& id : ids(world.ledger(task).members)) annotate(id, "cat", "issue");
  }
  ASSERT_EQ(told_counts(last).value().issues, 2u);
  ASSERT_OK(delete_cats());
  EXPECT_EQ(told_cleared(), gone_issues_told_max + 1);
  EXPECT_EQ(told_counts(large).value().issues, 0u);
  EXPECT_EQ(told_counts(last).value().issues, 0u);
}

}  // namespace
}  // namespace allot::test
