// A deletion of annotations by query is planned on a snapshot and carried out later; in between
// somebody else works on (B-254).

#include <gtest/gtest.h>

#include "usecases/annotations/read.h"
#include "usecases/items/overtaken_for_tests.h"

namespace allot::test {
namespace {

/// Deletes the cats, while something happens to the first of them; gives how many went.
std::uint64_t delete_cats(
    TwoPictures& scene, const std::string& rest, std::function<void()> change
) {
  scene.overtake(std::move(change));
  const auto text = R"({"resource":"annotations","filter":{"label":"cat"})" + rest + "}";
  const auto query = must(query::parse_query(text));
  return must(delete_matching_annotations(scene.slow(), scene.mia(), scene.dataset(), query));
}

bool has_label(TwoPictures& scene, const ItemId& id) {
  return read_annotation(scene.env(), scene.mia(), scene.label_of(id)).has_value();
}

// B-254
TEST(DeleteAnnotationsByQuery, AnAnnotationThatWasEditedStays) {
  TwoPictures scene;
  EXPECT_EQ(delete_cats(scene, "", [&] { scene.relabel(scene.a, "dog"); }), 1u);
  EXPECT_TRUE(has_label(scene, scene.a));
  EXPECT_FALSE(has_label(scene, scene.b));
}

// B-254
TEST(DeleteAnnotationsByQuery, AnAnnotationThatWasAddedStays) {
  TwoPictures scene;
  std::optional<AnnotationId> added;
  EXPECT_EQ(delete_cats(scene, "", [&] { added = scene.annotate(scene.a, "cat"); }), 2u);
  EXPECT_TRUE(read_annotation(scene.env(), scene.mia(), *added).has_value());
}

// B-254
TEST(DeleteAnnotationsByQuery, AnAnnotationStaysWhenItsItemStoppedMatching) {
  const std::pair<std::string, std::function<void(TwoPictures&)>> changes[] = {
      {R"({"metadata.user.k":1})",
       [](TwoPictures& scene) { scene.set_metadata(scene.a, R"({"user":{"k":2}})"); }},
      {R"({"metadata.system.refs.metadata.status":{"$ne":"completed"}})",
       [](TwoPictures& scene) { scene.complete(scene.a); }},
  };
  for (const auto& [filter, change] : changes) {
    SCOPED_TRACE(filter);
    TwoPictures scene;
    const auto join = R"(,"join":{"filter":)" + filter + "}";
    EXPECT_EQ(delete_cats(scene, join, [&] { change(scene); }), 1u);
    EXPECT_TRUE(has_label(scene, scene.a));
    EXPECT_FALSE(has_label(scene, scene.b));
  }
}

}  // namespace
}  // namespace allot::test
