// A change of annotations by query is planned on a snapshot and carried out later; in between
// somebody else works on (B-254).

#include <gtest/gtest.h>

#include "usecases/annotations/by_query.h"
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

/// Marks the cats in the same way; gives how many were.
std::uint64_t mark_cats(TwoPictures& scene, std::function<void()> change) {
  scene.overtake(std::move(change));
  const auto query =
      must(query::parse_query(R"({"resource":"annotations","filter":{"label":"cat"}})"));
  return must(change_matching_annotations(
      scene.slow(), scene.mia(), scene.dataset(), query, R"({"user":{"mark":1}})", false
  ));
}

std::string metadata_of_label(TwoPictures& scene, const ItemId& id) {
  return must(read_annotation(scene.env(), scene.mia(), scene.label_of(id))).metadata;
}

// B-254
TEST(ChangeAnnotationsByQuery, AnAnnotationThatWasEditedStaysAsItIs) {
  TwoPictures scene;
  EXPECT_EQ(mark_cats(scene, [&] { scene.relabel(scene.a, "dog"); }), 1u);
  EXPECT_EQ(metadata_of_label(scene, scene.a).find("mark"), std::string::npos);
  EXPECT_NE(metadata_of_label(scene, scene.b).find(R"("mark":1)"), std::string::npos);
}

// B-253, B-084
TEST(ChangeAnnotationsByQuery, AnIssueWithdrawsTheStatusOfTheItem) {
  TwoPictures scene;
  scene.complete(scene.a);
  const auto query =
      must(query::parse_query(R"({"resource":"annotations","filter":{"label":"cat"}})"));
  const auto set = [&](std::string_view word, bool system) {
    return change_matching_annotations(
        scene.env(),
        scene.mia(),
        scene.dataset(),
        query,
        R"({"system":{"status":")" + std::string(word) + R"("}})",
        system
    );
  };
  EXPECT_EQ(must(set("issue", false)), 2u);  // the system's part is not the client's
  EXPECT_EQ(must(read_annotation(scene.env(), scene.mia(), scene.label_of(scene.a))).status, "");
  EXPECT_FALSE(set("doubt", true).has_value());
  EXPECT_EQ(must(set("issue", true)), 2u);
  EXPECT_EQ(
      must(read_annotation(scene.env(), scene.mia(), scene.label_of(scene.a))).status, "issue"
  );
  EXPECT_FALSE(must(read_item(scene.env(), scene.mia(), scene.a)).references.front().status);
}

}  // namespace
}  // namespace allot::test
