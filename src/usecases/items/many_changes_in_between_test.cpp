// Between the evaluation of a query and its change so much changes that looking at all of it again
// would hold up every other change: it is evaluated on a newer snapshot instead (B-254).

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "json/text.h"
#include "usecases/annotations/by_query.h"
#include "usecases/annotations/read.h"
#include "usecases/assignments/redistribute.h"
#include "usecases/items/change_matching.h"
#include "usecases/items/delete.h"
#include "usecases/items/overtaken_for_tests.h"
#include "usecases/tasks/create.h"

namespace allot::test {
namespace {

const std::string mark = R"({"user":{"mark":1}})";

/// Two pictures, and many besides.
class ManyPictures : public TwoPictures {
 public:
  explicit ManyPictures(std::uint64_t count) { world().items(count, "many"); }

  /// Edits every picture but `b`, and `a` so that `asked()` names it no longer.
  void edit_many() {
    set_metadata(a, R"({"user":{"k":2}})");
    edit_rows_of_many();
  }

  void edit_rows_of_many() {
    must(write(env().store, Scope::everything(), [&](Transaction& tx) -> Result<Done> {
      const auto items = tx.datasets().sets(dataset()).live.to_vector();
      for (auto& item : tx.items().at(dataset(), items)) {
        if (item.path.starts_with("/many/")) tx.items().update(item);
      }
      return Done{};
    }));
  }

  [[nodiscard]] query::Query asked() const { return query(R"({"metadata.user.k":1})"); }

  std::uint64_t mark_asked() {
    return must(change_matching_items(slow(), mia(), {dataset(), asked(), mark}));
  }

  [[nodiscard]] bool is_marked(const ItemId& id) {
    return json::member(find(id)->item.metadata, "user.mark").has_value();
  }
};

// B-254
TEST(ManyChangesInBetween, AreNotLookedAtOnTheWriterButOnANewerSnapshot) {
  ManyPictures scene(looked_at_again_max + 1);
  scene.overtake([&] { scene.edit_many(); });
  // `annotated` is false of the many: all of them are asked for, and all of them were changed.
  const auto query = scene.query(R"({"$or":[{"metadata.user.k":1},{"annotated":false}]})");
  const auto touched =
      must(change_matching_items(scene.slow(), scene.mia(), {scene.dataset(), query, mark}));
  EXPECT_EQ(touched, looked_at_again_max + 2);
  EXPECT_FALSE(scene.is_marked(scene.a));
  EXPECT_TRUE(scene.is_marked(scene.b));
  EXPECT_EQ(scene.reads(), 2);
  EXPECT_EQ(scene.writes(), 2);
}

// B-254
TEST(ManyChangesInBetween, CountOnlyWhereTheQueryNamedTheItem) {
  ManyPictures scene(looked_at_again_max + 1);
  scene.overtake([&] { scene.edit_many(); });
  EXPECT_EQ(scene.mark_asked(), 1u);
  EXPECT_EQ(scene.writes(), 1);
}

// B-254
TEST(ManyChangesInBetween, AreLookedAtAgainAtOnceUpToABound) {
  ManyPictures scene(looked_at_again_max);
  scene.overtake([&] { scene.edit_rows_of_many(); });
  const auto query = scene.query(R"({"type":"file"})");
  must(change_matching_items(scene.slow(), scene.mia(), {scene.dataset(), query, mark}));
  EXPECT_EQ(scene.writes(), 1);
}

// B-254: however busy the dataset is, the change is made.
TEST(ManyChangesInBetween, AreLookedAtOnTheWriterTheThirdTime) {
  ManyPictures scene(looked_at_again_max + 1);
  scene.overtake([&] { scene.edit_many(); }, 100);
  const auto query = scene.query(R"({"$or":[{"metadata.user.k":1},{"annotated":false}]})");
  must(change_matching_items(scene.slow(), scene.mia(), {scene.dataset(), query, mark}));
  EXPECT_EQ(scene.reads(), 3);
  EXPECT_EQ(scene.writes(), 3);
  EXPECT_FALSE(scene.is_marked(scene.a));
  EXPECT_TRUE(scene.is_marked(scene.b));
}

// B-254: the newer snapshot makes no earlier work of what came after the first.
TEST(ManyChangesInBetween, TakeNoWorkAndNoNewItemsAlong) {
  ManyPictures scene(looked_at_again_max + 1);
  ItemId added;
  scene.overtake([&] {
    scene.annotate(scene.a, "dog");
    added = scene.world().items(1).front();
    scene.edit_rows_of_many();
  });
  const auto query = scene.query(R"({"type":"file"})");
  const auto deleted =
      must(delete_matching_items(scene.slow(), scene.mia(), scene.dataset(), query));
  EXPECT_EQ(deleted, looked_at_again_max + 2);
  EXPECT_TRUE(scene.find(scene.a));
  EXPECT_TRUE(scene.find(added));
  EXPECT_FALSE(scene.find(scene.b));
  EXPECT_EQ(scene.writes(), 2);
}

// B-254
TEST(ManyChangesInBetween, LeaveAloneAnnotationsThatWereEditedAmongThem) {
  ManyPictures scene(looked_at_again_max + 1);
  scene.overtake([&] {
    scene.world().clock.advance(std::chrono::seconds(1));
    scene.relabel(scene.a, "cat");
    scene.edit_rows_of_many();
  });
  const auto query = must(query::parse_query(
      R"({"resource":"annotations","filter":{"label":"cat"},"join":{"filter":{"type":"file"}}})"
  ));
  const auto deleted =
      must(delete_matching_annotations(scene.slow(), scene.mia(), scene.dataset(), query));
  EXPECT_EQ(deleted, 1u);
  EXPECT_EQ(scene.writes(), 2);
  EXPECT_TRUE(read_annotation(scene.env(), scene.mia(), scene.label_of(scene.a)).has_value());
}

// B-254
TEST(ManyChangesInBetween, AreLookedAtAgainByEveryMoveOfWork) {
  using Act = std::function<void(ManyPictures&, const std::string& query)>;
  const std::pair<const char*, Act> acts[] = {
      {"add to a task",
       [](ManyPictures& scene, const std::string& query) {
         const auto loads = equal_loads_for({"ben"});
         const auto task = scene.second();
         must(add_items(scene.slow(), scene.mia(), {.task = task, .query = query, .loads = loads}));
       }},
      {"create a task",
       [](ManyPictures& scene, const std::string& query) {
         must(create_task(
             scene.slow(),
             scene.mia(),
             {.name = "Third",
              .query = query,
              .project = scene.world().project(),
              .dataset = scene.dataset(),
              .recipe = scene.world().recipe(),
              .owner = World::person("mia"),
              .loads = equal_loads_for({"ben"})}
         ));
       }},
      {"remove from a task",
       [](ManyPictures& scene, const std::string& query) {
         must(remove_items(scene.slow(), scene.mia(), {.task = scene.first(), .query = query}));
       }},
      {"redistribute",
       [](ManyPictures& scene, const std::string& query) {
         must(redistribute_assignment(
             scene.slow(),
             scene.mia(),
             {.assignment = scene.adas(),
              .loads = equal_loads_for({"ben"}),
              .which = {.query = query}}
         ));
       }},
  };
  for (const auto& [name, act] : acts) {
    SCOPED_TRACE(name);
    ManyPictures scene(looked_at_again_max + 1);
    scene.overtake([&] { scene.edit_rows_of_many(); });
    act(scene, R"({"filter":{"type":"file"}})");
    EXPECT_EQ(scene.writes(), 2);
  }
}

}  // namespace
}  // namespace allot::test
