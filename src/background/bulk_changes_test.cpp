// What a query changes of many is seen whole at once, and comes to the rows afterwards.

#include <gtest/gtest.h>

#include "background/housekeeping.h"
#include "support/world.h"
#include "usecases/annotations/by_query.h"
#include "usecases/annotations/read.h"
#include "usecases/annotations/write.h"
#include "usecases/items/bulk_change.h"
#include "usecases/items/change.h"
#include "usecases/items/change_matching.h"
#include "usecases/items/read.h"
#include "usecases/items/upload.h"

namespace allot::background {

namespace {

using test::World;

query::Query parsed(const std::string& text) {
  auto query = query::parse_query(text);
  if (!query) throw std::runtime_error(query.error().message);
  return *query;
}

Result<std::uint64_t> change_all(World& world, const std::string& metadata) {
  return change_matching_items(
      world.env(),
      world.manager(),
      {world.dataset(), parsed(R"({"filter":{"type":"file"}})"), metadata}
  );
}

std::uint64_t found(World& world, const std::string& filter) {
  const auto query = parsed(R"({"filter":)" + filter + "}");
  return query_items(world.env(), world.manager(), world.dataset(), query).value().total;
}

std::vector<Event> updates(World& world, Thing thing) {
  auto events = read(world.env().store, [](const Transaction& tx) {
    return tx.journal().events_after(0, 100'000);
  });
  std::erase_if(events, [&](const Event& event) {
    const auto* changed = std::get_if<ThingChanged>(&event.what);
    return changed == nullptr || changed->thing != thing || changed->act != Act::updated;
  });
  return events;
}

bool is_pending(World& world) {
  return read(world.env().store, [](const Transaction& tx) {
    return tx.bulk_changes().pending().has_value();
  });
}

/// Written by all jobs so far.
std::uint64_t rows(World& world) {
  std::uint64_t rows = 0;
  for (const auto& job : world.env().store.numbers().jobs) rows += job.rows;
  return rows;
}

void expect_told(World& world, Thing thing, std::size_t count, Time at) {
  const auto events = updates(world, thing);
  EXPECT_EQ(events.size(), count);
  for (const auto& event : events) {
    EXPECT_EQ(event.actor, world.manager().user);
    EXPECT_EQ(event.project, world.project());
    EXPECT_EQ(event.at, at);
  }
}

// B-245
TEST(BulkChanges, OfManyItemsAreSeenAtOnceAndAreInTheirRowsWithTheirEventsAfterwards) {
  World world;
  world.items(2'500);
  const auto at = world.clock.now();
  EXPECT_EQ(change_all(world, R"({"user":{"k":1}})").value(), 2'500u);
  world.clock.advance(std::chrono::minutes{1});
  EXPECT_TRUE(is_pending(world));
  EXPECT_LT(updates(world, Thing::item).size(), 2'500u);
  EXPECT_EQ(found(world, R"({"metadata.user.k":1})"), 2'500u);
  EXPECT_EQ(found(world, R"({"type":"file","metadata.user.k":{"$ne":1}})"), 0u);
  write_bulk_changes(world.env());
  EXPECT_FALSE(is_pending(world));
  EXPECT_EQ(found(world, R"({"metadata.user.k":1})"), 2'500u);
  expect_told(world, Thing::item, 2'500, at);
}

TEST(BulkChanges, OfFewItemsLeaveNothingToBeWritten) {
  World world;
  world.items(20);
  EXPECT_EQ(change_all(world, R"({"user":{"k":1}})").value(), 20u);
  EXPECT_FALSE(is_pending(world));
  EXPECT_EQ(updates(world, Thing::item).size(), 20u);
}

TEST(BulkChanges, WriteAsManyRowsInTheirJobHoweverManyItemsTheyAreOf) {
  World world;
  const auto written_for = [&](int more) {
    world.items(static_cast<std::size_t>(more));
    const auto before = rows(world);
    EXPECT_TRUE(change_all(world, R"({"user":{"k":1}})").has_value());
    const auto written = rows(world) - before;
    write_bulk_changes(world.env());
    return written;
  };
  const auto few = written_for(1'200);
  const auto many = written_for(3'600);
  EXPECT_LE(many, few + 10);
}

// B-245
TEST(BulkChanges, OfManyAnnotationsAreSeenAtOnceAndAreInTheirRowsWithTheirEventsAfterwards) {
  World world;
  const auto item = world.items(1).front();
  const NewAnnotation box{.type = "box", .label = "cat", .creator = {}};
  const std::vector<NewAnnotation> boxes(1'500, box);
  ASSERT_TRUE(create_annotations(world.env(), world.manager(), item, boxes));
  const auto at = world.clock.now();
  const auto changed = change_matching_annotations(
      world.env(),
      world.manager(),
      world.dataset(),
      parsed(R"({"resource":"annotations","filter":{"label":"cat"}})"),
      R"({"user":{"k":1}})",
      false
  );
  EXPECT_EQ(changed.value(), 1'500u);
  EXPECT_TRUE(is_pending(world));
  const auto seen = [&] {
    const auto query = parsed(R"({"resource":"annotations","filter":{"metadata.user.k":1}})");
    std::uint64_t found = 0;
    EXPECT_OK(query_annotations(
        world.env(),
        world.manager(),
        world.dataset(),
        query,
        [&](std::uint64_t total) { found = total; },
        [](const Annotation&) {}
    ));
    return found;
  };
  EXPECT_EQ(seen(), 1'500u);
  world.clock.advance(std::chrono::minutes{1});
  write_bulk_changes(world.env());
  EXPECT_FALSE(is_pending(world));
  EXPECT_EQ(seen(), 1'500u);
  expect_told(world, Thing::annotation, 1'500, at);
}

// B-463
TEST(BulkChanges, OfPathsWriteAsManyRowsInTheirJobHoweverManyItemsMove) {
  World world;
  const auto written_for = [&](std::size_t more, const std::string& folder) {
    world.items(more, folder);
    const auto made = make_folder(world.env(), world.manager(), world.dataset(), "/" + folder);
    const auto before = rows(world);
    const auto moved = change_item(
        world.env(), world.manager(), {.item = made.value().item.id, .path = "/moved/" + folder}
    );
    EXPECT_TRUE(moved.has_value());
    const auto written = rows(world) - before;
    EXPECT_EQ(found(world, R"({"dir":"/moved/)" + folder + R"("})"), more);
    EXPECT_EQ(found(world, R"({"filename":"/)" + folder + R"(/*"})"), 0u);
    write_bulk_changes(world.env());
    EXPECT_FALSE(is_pending(world));
    EXPECT_EQ(found(world, R"({"dir":"/moved/)" + folder + R"("})"), more);
    return written;
  };
  const auto few = written_for(1'200, "few");
  const auto many = written_for(3'600, "many");
  EXPECT_LE(many, few + 10);
  EXPECT_EQ(updates(world, Thing::item).size(), 1'200u + 3'600u + 2u);
}

TEST(BulkChanges, AreRefusedWhileTooManyAreOnTheirWay) {
  World world;
  world.items(2);
  const auto taken =
      write(world.env().store, Scope::everything(), [&](Transaction& tx) -> Result<Done> {
        for (std::uint64_t i = 0; i < bulk_changes_max; ++i) {
          tx.bulk_changes().change_items(
              world.dataset(), {0, 1}, {.difference = "{}", .project = {}, .actor = {}, .at = {}}
          );
        }
        return Done{};
      });
  ASSERT_TRUE(taken);
  const auto refused = change_all(world, R"({"user":{"k":1}})");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
  EXPECT_EQ(found(world, R"({"metadata.user.k":1})"), 0u);
  while (is_pending(world)) write_bulk_changes(world.env());
  EXPECT_TRUE(change_all(world, R"({"user":{"k":1}})").has_value());
  EXPECT_EQ(found(world, R"({"metadata.user.k":1})"), 2u);
}

}  // namespace

}  // namespace allot::background
