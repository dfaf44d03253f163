#include "usecases/annotations/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "support/must.h"
#include "support/world.h"
#include "usecases/annotations/by_query.h"
#include "usecases/annotations/long_list.h"
#include "usecases/annotations/write.h"
#include "usecases/items/bulk_change.h"
#include "usecases/items/purge.h"

namespace allot::test {
namespace {

using testing::Each;
using testing::Pair;
using testing::SizeIs;

constexpr std::size_t many = 2 * list_rows_max + 1;

class LogOfAnItem : public testing::Test {
 protected:
  std::vector<Annotation> annotate(std::size_t count) {
    const std::vector<NewAnnotation> added(count, {.type = "box", .label = "cat", .creator = {}});
    return must(create_annotations(world.env(), world.manager(), item, added));
  }

  static query::Query cats() {
    return must(query::parse_query(R"({"resource":"annotations","filter":{"label":"cat"}})"));
  }

  /// How many lines are there of each annotation, less that it was made.
  std::map<AnnotationId, std::vector<LoggedChange>> log() {
    std::map<AnnotationId, std::vector<LoggedChange>> lines;
    EXPECT_OK(read_annotation_log(
        world.env(),
        world.manager(),
        item,
        [&](const LoggedChange& line) {
          auto& of_annotation = lines[line.annotation];
          if (line.number > 0) of_annotation.push_back(line);
        }
    ));
    return lines;
  }

  template <class Slice>
  void in_slices(Slice slice) {
    for (int i = 0; i < 100; ++i) {
      must(write(world.env().store, Scope::dataset(world.dataset()), [&](Transaction& tx) {
        slice(tx);
        return Result<Done>(Done{});
      }));
    }
  }

  World world;
  ItemId item = world.items(1).front();
};

// B-265
TEST_F(LogOfAnItem, OfAListIsTheListItself) {
  const auto made = annotate(many);
  const auto lines = log();
  EXPECT_THAT(lines, SizeIs(many));
  EXPECT_THAT(lines, Each(Pair(testing::_, SizeIs(0))));
}

// B-265
TEST_F(LogOfAnItem, OfAChangeOfManyComesWithTheirRows) {
  annotate(many);
  world.clock.advance(std::chrono::minutes{1});
  const auto at = world.clock.now();
  const auto changed = change_matching_annotations(
      world.env(), world.manager(), world.dataset(), cats(), R"({"user":{"mark":1}})", false
  );
  EXPECT_EQ(must(changed), many);
  world.clock.advance(std::chrono::minutes{1});
  in_slices([&](Transaction& tx) { write_bulk_slice(tx, world.dataset()); });
  const auto lines = log();
  EXPECT_THAT(lines, SizeIs(many));
  for (const auto& [annotation, of_annotation] : lines) {
    ASSERT_THAT(of_annotation, SizeIs(1));
    const auto& line = of_annotation.front();
    EXPECT_EQ(line.at, at);
    EXPECT_EQ(line.actor, World::person("mia"));
    const MemberChanges mark{{.member = "metadata.user.mark", .from = std::nullopt, .to = "1"}};
    EXPECT_EQ(line.changes, mark);
  }
}

// B-265
TEST_F(LogOfAnItem, OfADeletionOfManyComesAsTheirRowsGo) {
  annotate(many);
  const auto at = world.clock.now();
  EXPECT_EQ(
      must(delete_matching_annotations(world.env(), world.manager(), world.dataset(), cats())), many
  );
  world.clock.advance(std::chrono::minutes{1});
  in_slices([&](Transaction& tx) { purge_slice(tx, world.dataset()); });
  const auto lines = log();
  EXPECT_THAT(lines, SizeIs(many));
  for (const auto& [annotation, of_annotation] : lines) {
    ASSERT_THAT(of_annotation, SizeIs(1));
    EXPECT_EQ(of_annotation.front().at, at);
    EXPECT_EQ(of_annotation.front().actor, World::person("mia"));
    EXPECT_EQ(of_annotation.front().changes.at(0).from, "\"" + annotation.text + "\"");
  }
}

}  // namespace
}  // namespace allot::test
