#include "background/housekeeping.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "query/query.h"
#include "support/world.h"
#include "usecases/annotations/log.h"
#include "usecases/annotations/write.h"
#include "usecases/datasets/remove.h"
#include "usecases/items/delete.h"
#include "usecases/projects/remove.h"

namespace allot::background {

namespace {

using test::World;

bool has_answer(World& world, const std::string& key) {
  return read(world.env().store, [&](const Transaction& tx) {
    return tx.journal().kept_answer(World::person("mia"), key).has_value();
  });
}

void keep_answer(World& world, const std::string& key) {
  world.env().store.run_write(Scope::everything(), [&](Transaction& tx) {
    tx.journal().put_kept_answer(
        {.caller = World::person("mia"), .key = key, .at = world.clock.now(), .status = 200}
    );
    return true;
  });
}

// B-297
TEST(Housekeeping, ForgetsAnswersThatAreOlderThanADay) {
  World world;
  keep_answer(world, "old");
  world.clock.advance(std::chrono::milliseconds{1});
  keep_answer(world, "a day old");
  world.clock.advance(std::chrono::hours{24});
  forget_old_answers(world.env());
  EXPECT_FALSE(has_answer(world, "old"));
  EXPECT_TRUE(has_answer(world, "a day old"));
}

void note_history(World& world, int lines) {
  world.env().store.run_write(Scope::everything(), [&](Transaction& tx) {
    for (int i = 0; i < lines; ++i) {
      tx.journal().append({.what = updated(ItemId{}), .at = world.clock.now()});
      tx.journal().put_command(
          {.id = world.env().ids.next<CommandId>(),
           .creator = World::person("mia"),
           .created_at = world.clock.now(),
           .updated_at = world.clock.now()}
      );
    }
    return true;
  });
}

std::size_t count_commands(World& world) {
  return read(world.env().store, [&](const Transaction& tx) {
    return tx.journal().commands_of(World::person("mia"), 0, 10'000).size();
  });
}

std::size_t count_events(World& world) {
  return read(world.env().store, [](const Transaction& tx) {
    return tx.journal().events_after(0, 10'000).size();
  });
}

// B-322
TEST(Housekeeping, ForgetsEventsAndCommandsInSlicesWhenTheirTimeIsOver) {
  World world;
  const auto before = count_events(world);
  note_history(world, 1'200);
  world.clock.advance(std::chrono::milliseconds{1});
  note_history(world, 3);
  world.clock.advance(std::chrono::hours{48});
  std::uint64_t most = 0;
  world.env().store.run_write(Scope::everything(), [&](Transaction& tx) {
    most = tx.journal().forget_before(world.clock.now() - std::chrono::hours{48}, 100);
    return true;
  });
  EXPECT_EQ(most, 200u);
  EXPECT_EQ(count_events(world), before + 1'203 - 100);
  forget_old_history(world.env(), std::chrono::hours{48});
  EXPECT_EQ(count_events(world), 3u);
  EXPECT_EQ(count_commands(world), 3u);
}

// B-322, B-265
TEST(Housekeeping, ForgetsWhatWasDoneToAnnotationsWhenItsTimeIsOver) {
  World world;
  const auto item = world.items(1).front();
  const NewAnnotation box{.type = "box", .label = "car", .creator = {}};
  const auto id = create_annotations(world.env(), world.manager(), item, {box}).value().front().id;
  const auto rename = [&](const std::string& label) {
    ASSERT_OK(change_annotation(world.env(), world.manager(), {.annotation = id, .label = label}));
  };
  const auto told = [&] {
    std::vector<std::string> labels;
    EXPECT_OK(read_annotation_log(
        world.env(),
        world.manager(),
        item,
        [&](const LoggedChange& line) { labels.push_back(line.changes.at(0).to.value()); }
    ));
    return labels;
  };
  rename("van");
  world.clock.advance(std::chrono::hours{49});
  rename("bus");
  const auto made = '"' + id.text + '"';
  EXPECT_EQ(told(), (std::vector<std::string>{made, R"("van")", R"("bus")"}));
  forget_old_history(world.env(), std::chrono::hours{48});
  EXPECT_EQ(told(), (std::vector<std::string>{made, R"("bus")"}));
}

// B-322
TEST(Housekeeping, TheNewestEventStaysSoThatNumbersNeverGoBack) {
  World world;
  note_history(world, 2);
  const auto last =
      read(world.env().store, [](const Transaction& tx) { return tx.journal().last_event(); });
  world.clock.advance(std::chrono::hours{100});
  forget_old_history(world.env(), std::chrono::hours{48});
  EXPECT_EQ(count_events(world), 1u);
  EXPECT_EQ(
      read(world.env().store, [](const Transaction& tx) { return tx.journal().last_event(); }), last
  );
}

/// Content that was kept so long before the world's now.
std::string keep(World& world, const std::string& text, std::chrono::hours ago) {
  const auto content = world.env().files.keep_text(text);
  const auto time = std::filesystem::file_time_type::clock::from_sys(world.clock.now() - ago);
  std::filesystem::last_write_time(world.env().files.find(content), time);
  return content;
}

bool is_kept(World& world, const std::string& content) {
  return !world.env().files.find(content).empty();
}

// B-366
TEST(Housekeeping, SweepsContentsThatNoItemNamesForADay) {
  World world;
  const auto old = keep(world, "old", std::chrono::hours{25});
  const auto young = keep(world, "young", std::chrono::hours{23});
  const auto named = keep(world, "named", std::chrono::hours{25});
  world.env().store.run_write(Scope::everything(), [&](Transaction& tx) {
    auto item = tx.items().find(world.items(1).front()).value();
    item.content = named;
    tx.items().update(item);
    return true;
  });
  {
    const auto backing_up = world.env().files.hold_still();
    sweep_orphan_files(world.env());
    EXPECT_TRUE(is_kept(world, old));
  }
  sweep_orphan_files(world.env());
  EXPECT_FALSE(is_kept(world, old));
  EXPECT_TRUE(is_kept(world, young));
  EXPECT_TRUE(is_kept(world, named));
}

/// Of deletions of items.
std::vector<Event> deletions(World& world) {
  auto events = read(world.env().store, [](const Transaction& tx) {
    return tx.journal().events_after(0, 100'000);
  });
  std::erase_if(events, [](const Event& event) {
    const auto* changed = std::get_if<ThingChanged>(&event.what);
    return changed == nullptr || changed->thing != Thing::item || changed->act != Act::deleted;
  });
  return events;
}

bool is_purged(World& world) {
  return read(world.env().store, [](const Transaction& tx) { return !tx.purges().pending(); });
}

TEST(Housekeeping, AFewDeletedItemsLeaveNothingToPurge) {
  World world;
  const auto items = world.items(2);
  ASSERT_TRUE(delete_item(world.env(), world.manager(), items[0]));
  EXPECT_TRUE(is_purged(world));
  ASSERT_EQ(deletions(world).size(), 1u);
  EXPECT_EQ(deletions(world)[0].what, Happening(deleted(items[0])));
}

// B-142, B-143
TEST(Housekeeping, ASmallDatasetOrProjectThatIsDeletedLeavesNothingToPurge) {
  World world;
  world.items(2);
  ASSERT_TRUE(remove_dataset(world.env(), world.manager(), world.dataset()));
  EXPECT_TRUE(is_purged(world));
  World other;
  other.items(2);
  ASSERT_TRUE(remove_project(other.env(), other.manager(), other.project()));
  EXPECT_TRUE(is_purged(other));
}

// B-144
TEST(Housekeeping, OfManyDeletedItemsAllAreGoneAtOnceAndTheirRowsWithTheirEventsAfterwards) {
  World world;
  world.items(2'500);
  const auto task = world.task({{.annotator = "ada", .open_items = 3}});
  const auto query = query::parse_query(R"({"filter":{"$and":[{"type":"file"}]}})");
  ASSERT_TRUE(query);
  const auto at = world.clock.now();
  EXPECT_EQ(
      delete_matching_items(world.env(), world.manager(), world.dataset(), *query).value(), 2'503u
  );
  EXPECT_EQ(world.items_of(task.id, "ada"), test::Held{});
  EXPECT_FALSE(is_purged(world));
  EXPECT_LT(deletions(world).size(), 2'503u);
  world.clock.advance(std::chrono::minutes{1});
  purge_deleted(world.env());
  EXPECT_TRUE(is_purged(world));
  const auto events = deletions(world);
  EXPECT_EQ(events.size(), 2'503u);
  for (const auto& event : events) {
    EXPECT_EQ(event.actor, world.manager().user);
    EXPECT_EQ(event.project, world.project());
    EXPECT_EQ(event.at, at);
  }
}

// B-142, B-143
TEST(Housekeeping, PurgesADatasetAndAProjectThatAreGone) {
  World world;
  world.items(1'500);
  ASSERT_TRUE(remove_dataset(world.env(), world.manager(), world.dataset()));
  EXPECT_FALSE(is_purged(world));
  purge_deleted(world.env());
  EXPECT_TRUE(is_purged(world));
  World other;
  other.items(1'500);
  ASSERT_TRUE(remove_project(other.env(), other.manager(), other.project()));
  EXPECT_FALSE(is_purged(other));
  purge_deleted(other.env());
  EXPECT_TRUE(is_purged(other));
}

}  // namespace

}  // namespace allot::background
