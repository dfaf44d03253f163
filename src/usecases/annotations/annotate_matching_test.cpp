// One annotation on each of many items: there at once, on those that the query names still.

#include "usecases/annotations/annotate_matching.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <set>

#include "base/patience.h"
#include "json/text.h"
#include "usecases/annotations/count_labels.h"
#include "usecases/annotations/log.h"
#include "usecases/annotations/long_list.h"
#include "usecases/assignments/use_item.h"
#include "usecases/items/delete.h"
#include "usecases/items/overtaken_for_tests.h"

namespace allot::test {
namespace {

using testing::ElementsAre;

constexpr std::size_t many = 2 * list_rows_max + 1;  // three slices

class AnnotationsOfMany : public testing::Test {
 protected:
  AnnotateMatching labelled(const std::string& filter, const std::string& label = "street") {
    return {
        .dataset = world.dataset(),
        .query = must(query::parse_query(R"({"filter":)" + filter + R"(,"update":{}})")),
        .annotation = {.type = "class", .label = label, .creator = {}}
    };
  }

  Result<std::uint64_t> annotate(
      const AnnotateMatching& input, const std::optional<Caller>& caller = {}
  ) {
    return annotate_matching_items(watched_env, caller.value_or(world.manager()), input);
  }

  std::uint64_t total() {
    return read(world.env().store, [&](const Transaction& tx) {
      return tx.annotations().total(world.dataset());
    });
  }

  std::vector<Annotation> of(const ItemId& id) {
    return read(world.env().store, [&](const Transaction& tx) {
      const auto item = tx.items().find(id).value();
      std::vector<Annotation> found;
      tx.annotations().each_of_item(item.dataset, item.ordinal, [&](const Annotation& one) {
        found.push_back(one);
      });
      return found;
    });
  }

  /// Ids of annotations that came, as it was told.
  std::vector<std::string> told() {
    std::vector<std::string> ids;
    const auto events = read(world.env().store, [](const Transaction& tx) {
      return tx.journal().events_after(0, 100'000);
    });
    for (const auto& event : events) {
      const auto* changed = std::get_if<ThingChanged>(&event.what);
      if (changed == nullptr || changed->thing != Thing::annotation) continue;
      EXPECT_EQ(changed->act, Act::created);
      EXPECT_EQ(event.actor, world.manager().user);
      ids.push_back(changed->id);
    }
    return ids;
  }

  void expect_sound() {
    read(world.env().store, [&](const Transaction& tx) {
      EXPECT_TRUE(tx.integrity().of_rows().sentences.empty());
      EXPECT_TRUE(tx.integrity().of_chunks().sentences.empty());
      EXPECT_EQ(
          tx.integrity().sets_from_rows(world.dataset()), tx.datasets().sets(world.dataset())
      );
      return 0;
    });
  }

  World world;
  Overtaken watched{world.env().store};
  Env watched_env = with_store(world.env(), watched);
};

TEST_F(AnnotationsOfMany, AreOnEachFileThatTheQueryNames) {
  const auto day = world.items(2, "day");
  const auto night = world.items(1, "night");
  auto input = labelled(R"({"dir":"/day"})");
  input.annotation.attributes = R"({"1":"wet"})";
  input.annotation.metadata = R"({"user":{"n":1.50}})";
  EXPECT_EQ(must(annotate(input)), 2u);
  for (const auto& item : day) {
    const auto found = of(item);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].type, "class");
    EXPECT_EQ(found[0].label, "street");
    EXPECT_EQ(found[0].attributes, R"({"1":"wet"})");
    EXPECT_EQ(json::member(found[0].metadata, "user"), R"({"n":1.50})");
    EXPECT_EQ(found[0].creator, world.manager().user);
    EXPECT_EQ(found[0].item_id, item);
  }
  EXPECT_TRUE(of(night[0]).empty());
  EXPECT_EQ(must(annotate(labelled(R"({"dir":"/nowhere"})"))), 0u);
  expect_sound();
}

// B-260, B-470
TEST_F(AnnotationsOfMany, AreThereAtOnceAndEachIsCountedLoggedAndToldOfOnce) {
  const auto items = world.items(many);
  int looks = 0;
  const auto look = [&] {
    ++looks;
    EXPECT_TRUE(total() == 0 || total() == many) << total();
  };
  watched.overtake(look, 100);
  EXPECT_EQ(must(annotate(labelled("{}"))), many);
  EXPECT_GE(looks, 4);  // written in slices, and shown
  EXPECT_EQ(total(), many);
  const auto ids = told();
  EXPECT_EQ(std::set(ids.begin(), ids.end()).size(), many);
  EXPECT_EQ(ids.size(), many);
  const auto counts =
      must(count_labels(world.env(), world.manager(), {.dataset = world.dataset()}));
  ASSERT_EQ(counts.size(), 1u);
  EXPECT_EQ(counts[0].count, many);
  std::size_t lines = 0;
  must(read_annotation_log(world.env(), world.manager(), items.back(), [&](const LoggedChange&) {
    ++lines;
  }));
  EXPECT_EQ(lines, 1u);
  expect_sound();
}

TEST_F(AnnotationsOfMany, ComeAfterThoseThatAreThere) {
  const auto item = world.items(1).front();
  must(annotate(labelled("{}", "first")));
  must(annotate(labelled("{}", "second")));
  std::vector<std::string> labels;
  for (const auto& annotation : of(item)) labels.push_back(annotation.label);
  EXPECT_THAT(labels, ElementsAre("first", "second"));
}

// B-254, B-470
TEST(AnnotationsOfManyInBetween, AreLeftOutWhereAnItemStoppedMatchingOrWent) {
  const std::function<void(TwoPictures&)> changes[] = {
      [](TwoPictures& scene) { scene.set_metadata(scene.a, R"({"user":{"k":2}})"); },
      [](TwoPictures& scene) { must(delete_item(scene.env(), scene.mia(), scene.a)); },
  };
  // Before the items are written, and before they are shown.
  for (const int before : {1, 2}) {
    for (const auto& change : changes) {
      TwoPictures scene;
      int writes = 0;
      scene.overtake(
          [&] {
            if (++writes == before) change(scene);
          },
          2
      );
      const AnnotateMatching input{
          .dataset = scene.dataset(),
          .query = scene.query(R"({"metadata.user.k":1})"),
          .annotation = {.type = "class", .label = "street", .creator = {}}
      };
      EXPECT_EQ(must(annotate_matching_items(scene.slow(), scene.mia(), input)), 1u);
      const auto annotations_of = [&](const ItemId& id) {
        const auto view = scene.find(id);
        return view ? view->annotations : 0;
      };
      EXPECT_LE(annotations_of(scene.a), 1u);
      EXPECT_EQ(annotations_of(scene.b), 2u);
      read(scene.env().store, [&](const Transaction& tx) {
        EXPECT_EQ(
            tx.integrity().sets_from_rows(scene.dataset()), tx.datasets().sets(scene.dataset())
        );
        return 0;
      });
    }
  }
}

// As one annotation does: what is on somebody's screen is worked on now, and statuses stay.
TEST_F(AnnotationsOfMany, EndThatAnItemIsInUse) {
  const auto ada = world.assignment({.annotator = "ada", .open_items = 2});
  const auto item = read(world.env().store, [&](const Transaction& tx) {
    const auto ordinals = world.ledger(ada.task).members.page(0, 1);
    return tx.items().ids(world.dataset(), ordinals).front().second;
  });
  ASSERT_OK(use_item(world.env(), world.caller("ada"), ada.id, item));
  EXPECT_EQ(world.env().in_use.of(world.dataset(), ada.task).size(), 1u);
  EXPECT_EQ(must(annotate(labelled("{}"))), 2u);
  EXPECT_TRUE(world.env().in_use.of(world.dataset(), ada.task).empty());
}

TEST_F(AnnotationsOfMany, LeaveStatuses) {
  const auto task = world.task({{.annotator = "ada", .open_items = 2, .completed_items = 1}});
  EXPECT_EQ(must(annotate(labelled("{}"))), 3u);
  EXPECT_EQ(world.items_of(task.id, "ada"), (Held{.open = 2, .completed = 1}));
}

TEST_F(AnnotationsOfMany, WhatCannotBePutOnManyIsRefused) {
  world.items(1);
  auto unnamed = labelled("{}", "");
  EXPECT_FAILS(annotate(unnamed), ErrorCode::invalid);
  auto issue = labelled("{}");
  issue.annotation.metadata = R"({"system":{"status":"issue"}})";
  EXPECT_FAILS(annotate(issue), ErrorCode::invalid);
  auto systemless = labelled("{}");
  systemless.annotation.metadata = R"({"system":5})";
  EXPECT_FAILS(annotate(systemless), ErrorCode::invalid);
  auto strange = labelled("{}");
  strange.annotation.type = "strange";
  EXPECT_FAILS(annotate(strange), ErrorCode::invalid);
  auto large = labelled("{}");
  large.annotation.attributes = '"' + std::string(spread_annotation_bytes_max, 'x') + '"';
  EXPECT_FAILS(annotate(large), ErrorCode::invalid);
  EXPECT_EQ(total(), 0u);
}

// B-170
TEST_F(AnnotationsOfMany, AreForWhoMayChangeTheData) {
  world.items(many);
  world.join("rita", Role::annotation_manager);
  EXPECT_FAILS(annotate(labelled("{}"), world.caller("rita")), ErrorCode::forbidden);
  // In the middle, too: before the second slice, and before they are shown.
  for (const int before : {2, 4}) {
    world.join("dora", Role::developer);
    int writes = 0;
    watched.overtake(
        [&] {
          if (++writes == before) world.join("dora", Role::annotator);
        },
        before
    );
    EXPECT_FAILS(annotate(labelled("{}"), world.caller("dora")), ErrorCode::forbidden);
    EXPECT_EQ(total(), 0u);
    expect_sound();
  }
}

// B-470: who asks again would have two of each.
TEST_F(AnnotationsOfMany, AreGivenUpWhenWhoAskedGoesAwayBeforeAllAreWritten) {
  world.items(many);
  std::atomic<bool> is_unwanted = false;
  watched.overtake([&] { is_unwanted = true; }, 1);
  {
    const Patience theirs(std::nullopt, &is_unwanted);
    EXPECT_THROW((void)annotate(labelled("{}")), GivenUp);
  }
  EXPECT_EQ(watched.writes(), 2);  // the first slice, and that it is not gone on with
  EXPECT_EQ(total(), 0u);
  EXPECT_TRUE(told().empty());
  expect_sound();
}

// B-470
TEST_F(AnnotationsOfMany, AreAllThereWhenWhoAskedGoesAwayWithTheLastOnItsWay) {
  world.items(many);
  std::atomic<bool> is_unwanted = false;
  int writes = 0;
  watched.overtake([&] { is_unwanted = ++writes == 4; }, 4);  // three slices, and they are shown
  {
    const Patience theirs(std::nullopt, &is_unwanted);
    EXPECT_EQ(must(annotate(labelled("{}"))), many);
  }
  EXPECT_EQ(total(), many);
  EXPECT_EQ(told().size(), many);
  expect_sound();
}

/// Whatever goes meanwhile, each item that is left has one, and no other has any.
class AnyAnnotationsOfMany : public AnnotationsOfMany,
                             public testing::WithParamInterface<unsigned> {};

TEST_P(AnyAnnotationsOfMany, AreOnWhatIsLeft) {
  std::mt19937 chance(GetParam());
  const auto items = world.items(many);
  std::set<ItemId> gone;
  // Before each of three slices, and before they are shown.
  watched.overtake(
      [&] {
        for (int i = 0; i < 20; ++i) {
          const auto& item = items.at(chance() % items.size());
          if (gone.insert(item).second) must(delete_item(world.env(), world.manager(), item));
        }
      },
      4
  );
  const auto count = must(annotate(labelled("{}")));
  EXPECT_EQ(count, many - gone.size());
  for (const auto& item : items) {
    if (gone.contains(item)) continue;
    EXPECT_EQ(of(item).size(), 1u);
  }
  expect_sound();
}

INSTANTIATE_TEST_SUITE_P(Seeds, AnyAnnotationsOfMany, testing::Range(0u, 3u));

}  // namespace
}  // namespace allot::test
