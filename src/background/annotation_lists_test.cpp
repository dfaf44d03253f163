// Lists of annotations that nobody goes on with, as after a crash.

#include <gtest/gtest.h>

#include "background/housekeeping.h"
#include "support/passing_store.h"
#include "support/world.h"
#include "usecases/annotations/annotate_matching.h"
#include "usecases/annotations/long_list.h"
#include "usecases/annotations/write.h"

namespace allot::background {

namespace {

using test::World;

constexpr std::size_t many = 2 * list_rows_max + 1;  // three slices

/// A store that takes so many changes and is gone then.
class EndingStore final : public test::PassingStore {
 public:
  EndingStore(Store& store, int writes) : PassingStore(store), left_(writes) {}

  void run_write(Where where, FunctionRef<bool(Transaction&)> body, JobKind kind) override {
    if (--left_ < 0) throw StoreBusy("The server is stopping.");
    PassingStore::run_write(where, body, kind);
  }

 private:
  int left_;
};

void create_until(World& world, int writes) {
  EndingStore ending(world.env().store, writes);
  auto env = with_store(world.env(), ending);
  const NewAnnotation box{.type = "box", .label = "cat", .creator = {}};
  try {
    (void)create_annotations(
        env, world.manager(), world.items(1).front(), std::vector<NewAnnotation>(many, box)
    );
  } catch (const StoreBusy&) {
  }
}

/// One on each of many items.
void spread_until(World& world, int writes) {
  world.items(many);
  EndingStore ending(world.env().store, writes);
  auto env = with_store(world.env(), ending);
  const AnnotateMatching input{
      .dataset = world.dataset(),
      .query = query::parse_query(R"({"filter":{},"update":{}})").value(),
      .annotation = {.type = "class", .label = "cat", .creator = {}}
  };
  try {
    (void)annotate_matching_items(env, world.manager(), input);
  } catch (const StoreBusy&) {
  }
}

std::uint64_t total(World& world) {
  return read(world.env().store, [&](const Transaction& tx) {
    return tx.annotations().total(world.dataset());
  });
}

std::uint64_t events(World& world, Act act) {
  const auto all = read(world.env().store, [](const Transaction& tx) {
    return tx.journal().events_after(0, 100'000);
  });
  return static_cast<std::uint64_t>(std::ranges::count_if(all, [&](const Event& event) {
    const auto* changed = std::get_if<ThingChanged>(&event.what);
    return changed != nullptr && changed->thing == Thing::annotation && changed->act == act;
  }));
}

/// Items, annotations and the rest, whether an answer shows them or not.
std::uint64_t rows(World& world) {
  return read(world.env().store, [](const Transaction& tx) {
    return tx.integrity().of_rows().checked;
  });
}

bool is_sound(World& world) {
  return read(world.env().store, [&](const Transaction& tx) {
    return tx.integrity().of_chunks().sentences.empty() &&
           tx.integrity().sets_from_rows(world.dataset()) == tx.datasets().sets(world.dataset());
  });
}

// B-260
TEST(AnnotationLists, ThatEndedInTheMiddleAreTakenAwayAfterAWhileAndNobodyIsTold) {
  for (const int writes : {1, 2, 3}) {
    SCOPED_TRACE(writes);
    World world;
    world.items(1);
    create_until(world, writes);
    const auto before = rows(world);
    EXPECT_GT(before, 3u);
    finish_annotation_lists(world.env());
    purge_deleted(world.env());
    EXPECT_EQ(rows(world), before);  // it may be going on
    world.clock.advance(list_time_max + std::chrono::seconds{1});
    finish_annotation_lists(world.env());
    purge_deleted(world.env());
    EXPECT_LT(rows(world), 10u);
    EXPECT_EQ(total(world), 0u);
    EXPECT_EQ(events(world, Act::created) + events(world, Act::deleted), 0u);
    EXPECT_TRUE(is_sound(world));
  }
}

// B-470
TEST(AnnotationLists, OfManyItemsThatEndedInTheMiddleAreTakenAway) {
  for (const int writes : {1, 3}) {
    SCOPED_TRACE(writes);
    World world;
    spread_until(world, writes);
    EXPECT_GT(rows(world), many);
    EXPECT_EQ(total(world), 0u);
    world.clock.advance(list_time_max + std::chrono::seconds{1});
    finish_annotation_lists(world.env());
    purge_deleted(world.env());
    EXPECT_EQ(rows(world), many);
    EXPECT_EQ(events(world, Act::created), 0u);
    EXPECT_TRUE(is_sound(world));
  }
}

// B-470
TEST(AnnotationLists, OfManyItemsThatAreShownAreToldOfToTheEnd) {
  World world;
  spread_until(world, 4);
  EXPECT_EQ(total(world), many);
  EXPECT_EQ(events(world, Act::created), list_rows_max);
  finish_annotation_lists(world.env());
  EXPECT_EQ(events(world, Act::created), many);
  EXPECT_TRUE(is_sound(world));
}

TEST(AnnotationLists, ThatAreShownAreToldOfToTheEnd) {
  World world;
  create_until(world, 4);
  EXPECT_EQ(total(world), many);
  EXPECT_EQ(events(world, Act::created), list_rows_max);
  finish_annotation_lists(world.env());
  EXPECT_EQ(events(world, Act::created), many);
  world.clock.advance(list_time_max + std::chrono::seconds{1});
  finish_annotation_lists(world.env());
  purge_deleted(world.env());
  EXPECT_EQ(total(world), many);
  EXPECT_TRUE(is_sound(world));
}

}  // namespace

}  // namespace allot::background
