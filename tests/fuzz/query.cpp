#include "query/query.h"

#include <gtest/gtest.h>

#include "fuzz/targets.h"
#include "query/world_for_tests.h"

namespace allot::fuzz {

namespace {

using query::Condition;
using query::Query;
using query::Resource;

/// Six items and four annotations with something of everything that a filter can look at.
void fill(query::for_tests::World& world) {
  using query::for_tests::Item;
  const std::string id = "6500000000000000000000a";
  const std::int64_t noon = 1'705'312'800'500;
  std::vector<Item> items{
      {.id = id + "0", .name = "a.jpg", .created_at = noon, .user = R"({"k":5,"n":{"o":"cat"}})"},
      {.id = id + "1", .type = "dir", .dir = "/x", .name = "y", .created_at = noon + 1},
      {.id = id + "2",
       .dir = "/x/y",
       .name = "c[1]?.jpg",
       .hidden = true,
       .spec = R"({"k":1})",
       .created_at = noon + 1},
      {.id = id + "3",
       .name = "caf\xC3\xA9",
       .description = "cat",
       .user = R"({"k":[1,1.5,"5",null,{"n":9007199254740993}]})"},
      {.id = id + "4", .dir = "/.h", .name = "a*b", .creator = "ben@example.org", .spec = R"("cat")"
      },
      {.id = id + "5",
       .name = "b.png",
       .description = std::string("nul\0l", 5),
       .user = R"({"k":null,"o":true})",
       .system = R"({"k":""})"},
  };
  items[0].refs = {{"t1", "task", ""}, {"at1", "assignment", ""}};
  items[2].refs = {
      {"t1", "task", "completed"},
      {"at1", "assignment", "completed"},
      {"t2", "task", "discard"},
      {"at2", "assignment", "discard"}
  };
  world.fill(
      std::move(items),
      {{.item = 0, .id = "b0", .status = "issue", .attributes = R"(["cat","x"])", .created_at = noon
       },
       {.item = 0, .id = "b1", .type = "note", .label = "5", .description = "cat"},
       {.item = 3, .id = "b2", .type = "class", .label = std::string("nul\0l", 5)},
       {.item = 5, .id = "b3", .label = "dog", .status = "approved", .attributes = R"({"k":5})"}}
  );
}

const query::for_tests::World& world() {
  static query::for_tests::World instance;
  static const bool is_filled = [] {
    // Statements that the database refuses end the process as well.
    GTEST_FLAG_SET(throw_on_failure, true);
    fill(instance);
    return true;
  }();
  require(is_filled, "no rows");
  return instance;
}

void compare(const Condition& filter, Resource resource) {
  const auto again = query::parse_filter(query::filter_text(filter), resource);
  require(again.has_value(), "a filter written out is no filter");
  if (resource == Resource::annotations) {
    const auto found = world().evaluated_join(filter);
    require(world().annotated_items(query::annotation_sql(filter)) == found, "annotations by SQL");
    require(world().evaluated_join(*again) == found, "a filter written out means something else");
    return;
  }
  const auto found = world().evaluated(filter);
  require(world().answer(query::plan_items(filter)) == found, "items by their plan");
  require(world().evaluated(*again) == found, "a filter written out means something else");
}

void plan_whole(const Query& asked) {
  const auto plan = query::plan_items(asked);
  require(!query::describe(plan).empty(), "a plan without words");
  static_cast<void>(world().answer(plan));
}

}  // namespace

/// A query that a task takes is one that anybody may ask, with the same meaning.
void compare_selection(std::string_view bytes) {
  const auto picked = query::parse_selection(bytes);
  if (!picked) return;
  const auto asked = query::parse_query(bytes);
  require(asked.has_value(), "a selection that is no query");
  require(asked->filter == picked->query.filter, "a selection means something else");
  require(asked->limit == picked->query.limit, "a selection is limited otherwise");
  require(!asked->update && !asked->delete_matches, "a selection that changes");
}

void query(std::string_view bytes) {
  compare_selection(bytes);
  const auto asked = query::parse_query(bytes);
  if (!asked) return;
  if (asked->resource == Resource::annotations)
    return compare(asked->filter, Resource::annotations);
  if (asked->resource != Resource::items) return;
  compare(asked->filter, Resource::items);
  if (asked->join) compare(asked->join->filter, Resource::annotations);
  plan_whole(*asked);
}

}  // namespace allot::fuzz
