#include "usecases/exports/read.h"

#include "usecases/exports/exports_for_tests.h"

namespace allot::test {
namespace {

TEST_F(ExportsOfADataset, ExportsAreListedToWhoMayMakeThem) {
  world.items(1);
  const auto done = begin();
  run();
  const auto waiting = begin();
  const auto listed = list_exports(world.env(), world.manager(), {.count = 10});
  ASSERT_EQ(listed.exports.size(), 2u);
  EXPECT_EQ(listed.exports[0].order.id, waiting.id);
  EXPECT_EQ(listed.exports[1].order.id, done.id);
  EXPECT_EQ(listed.exports[1].order.output, output_of(now(done)));
  EXPECT_EQ(listed.exports[1].command.value().status, CommandStatus::success);
  world.join("ada", Role::annotator);
  EXPECT_EQ(list_exports(world.env(), world.caller("ada"), {.count = 10}).total, 0u);
  EXPECT_EQ(
      list_exports(world.env(), world.caller("eve"), {.projects = {world.project()}, .count = 10})
          .total,
      0u
  );
}

}  // namespace
}  // namespace allot::test
