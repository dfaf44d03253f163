// Who may ask for an export, and for what.

#include "usecases/exports/begin.h"

#include <gmock/gmock.h>

#include "usecases/exports/exports_for_tests.h"
#include "usecases/exports/queries.h"

namespace allot::test {
namespace {

using testing::HasSubstr;

/// A query that is so long.
std::string query_of(std::size_t bytes) {
  const std::string head = R"({"filter":{"dir":"/a"})";
  return head + std::string(bytes - head.size() - 1, ' ') + "}";
}

TEST_F(ExportsOfADataset, AQueryThatCannotBeUnderstoodIsRefusedAtOnce) {
  const auto begin_with = [&](const ExportOrder& order) {
    return begin_export(
        world.env(), world.manager(), {.dataset = world.dataset(), .order = order, .lock_time = {}}
    );
  };
  EXPECT_FAILS(begin_with({.items_query = R"({"filter":{"a":{"$x":1}}})"}), ErrorCode::invalid);
  EXPECT_FAILS(
      begin_with({.items_query = R"({"filter":{"type":"file"},"delete":true})"}), ErrorCode::invalid
  );
  const auto refused = begin_with({.annotations_query = R"({"filter":[]})"});
  EXPECT_FAILS(refused, ErrorCode::invalid);
  EXPECT_THAT(refused.error().message, HasSubstr("`annotationsQuery`"));
}

TEST_F(ExportsOfADataset, AQueryIsNotTooLongToBeKept) {
  const auto begin_with = [&](const ExportOrder& order) {
    return begin_export(
        world.env(), world.manager(), {.dataset = world.dataset(), .order = order, .lock_time = {}}
    );
  };
  EXPECT_OK(begin_with({.items_query = query_of(query_bytes_max)}));
  const auto refused = begin_with({.items_query = query_of(query_bytes_max + 1)});
  EXPECT_FAILS(refused, ErrorCode::invalid);
  EXPECT_THAT(refused.error().message, HasSubstr("`itemsQuery`"));
  EXPECT_FAILS(
      begin_with({.annotations_query = query_of(query_bytes_max + 1)}), ErrorCode::invalid
  );
}

TEST_F(ExportsOfADataset, TheQueriesOfThoseThatWaitAreNotTooMuchToBeKept) {
  const auto half = query_bytes_max;
  const ExportOrder long_order{.items_query = query_of(half), .annotations_query = query_of(half)};
  const auto begin_long = [&] {
    return begin_export(
        world.env(),
        world.manager(),
        {.dataset = world.dataset(), .order = long_order, .lock_time = {}}
    );
  };
  for (std::uint64_t bytes = 2 * half; bytes <= waiting_query_bytes_max; bytes += 2 * half) {
    ASSERT_OK(begin_long());
  }
  const auto refused = begin_long();
  EXPECT_FAILS(refused, ErrorCode::conflict);
  EXPECT_THAT(refused.error().message, HasSubstr("64 MB"));
  // Each person has room of their own, and one that ended makes room.
  world.account("dora");
  world.join("dora", Role::developer);
  begin({}, world.caller("dora"));
  EXPECT_TRUE(run_next_export(world.env(), never));
  EXPECT_OK(begin_long());
}

TEST_F(ExportsOfADataset, OwnersAndDevelopersExport) {  // B-170
  const auto begin_as = [&](const std::string& name) {
    return begin_export(
        world.env(), world.caller(name), {.dataset = world.dataset(), .order = {}, .lock_time = {}}
    );
  };
  world.join("dora", Role::developer);
  world.join("max", Role::annotation_manager);
  world.join("ada", Role::annotator);
  EXPECT_OK(begin_as("dora"));
  EXPECT_FAILS(begin_as("max"), ErrorCode::forbidden);
  EXPECT_FAILS(begin_as("ada"), ErrorCode::forbidden);
  EXPECT_FAILS(begin_as("eve"), ErrorCode::not_found);
}

}  // namespace
}  // namespace allot::test
