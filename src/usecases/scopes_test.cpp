#include "usecases/scopes.h"

#include <gtest/gtest.h>

#include "support/world.h"
#include "usecases/annotations/write.h"

namespace allot::test {
namespace {

// B-053: an item that goes makes room for batches, and an issue puts work back.
TEST(ScopeOfAChange, KeepsTheProjectAsItIsWhereWorkMayBeHandedOut) {
  World world;
  const auto ada = world.assignment({.annotator = "ada", .open_items = 1});
  const auto item = world.items(1).front();
  const std::vector<NewAnnotation> one{{.type = "class", .label = "cat"}};
  const auto made = create_annotations(world.env(), world.manager(), item, one);
  ASSERT_OK(made);
  const auto expected = Scope::dataset(world.dataset()) | Scope::inside(world.project());
  read(world.env().store, [&](const Transaction& tx) {
    EXPECT_TRUE(scope_of(tx, item).covers(expected));
    EXPECT_TRUE(scope_of(tx, made->front().id).covers(expected));
    EXPECT_TRUE(scope_of_content(tx, world.dataset()).covers(expected));
    EXPECT_TRUE(scope_of(tx, ada.id).covers(Scope::inside(world.project())));
    EXPECT_FALSE(scope_of(tx, item).has_project(world.project()));  // others may, too
    return 0;
  });
}

}  // namespace
}  // namespace allot::test
