#include <gtest/gtest.h>

#include "http/client_for_tests.h"

namespace allot::http::test {
namespace {

using allot::test::World;
using Names = std::set<std::string>;

std::string in_project(const World& world, const std::string& members) {
  return "{" + members + R"(,"projectIds":[")" + world.project().text + R"("]})";
}

TEST(RecipeRoutes, ARecipeHasExactlyTheMembersOfTheContract) {
  World world;
  Client mia(world, "mia");
  const auto recipe = mia.get("/recipes/" + world.recipe().text);
  EXPECT_EQ(
      recipe.names(),
      (Names{
          "id",
          "url",
          "title",
          "description",
          "creator",
          "projectIds",
          "ontologyIds",
          "metadata",
          "uiSettings",
          "instructions",
          "examples",
          "customActions",
          "createdAt",
          "updatedAt",
          "updatedBy"
      })
  );
  EXPECT_EQ(recipe.text("createdAt"), to_iso(world.clock.now()));
}

TEST(RecipeRoutes, ARecipeIsMadeOnOntologiesAndSentBackWhole) {
  World world;
  Client mia(world, "mia");
  const auto ontology = mia.post("/ontologies", in_project(world, R"("roots":[],"attributes":[])"));
  ASSERT_EQ(ontology.status, 200) << ontology.body;
  const auto made = mia.post(
      "/recipes",
      in_project(
          world,
          R"("title":"Cars","uiSettings":{"studioV2App":true},"ontologyIds":[")" +
              ontology.text("id") + R"("])"
      )
  );
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(made.at("uiSettings"), R"({"studioV2App":true})");
  const auto path = "/recipes/" + made.text("id");
  const auto changed = mia.patch(
      path + "?system=true",
      json::with_member(made.body, "metadata", R"({"system":{"script":"x"}})")
  );
  EXPECT_EQ(changed.at("metadata"), R"({"system":{"script":"x"}})");
  EXPECT_EQ(changed.text("title"), "Cars");
  EXPECT_EQ(mia.get(path).body, changed.body);
}

TEST(RecipeRoutes, ListsMayBeSentAsText) {
  World world;
  Client mia(world, "mia");
  const auto path = "/recipes/" + world.recipe().text;
  const auto ontology = json::strings_member(mia.get(path).body, "ontologyIds").at(0);
  const auto made = mia.post(
      "/recipes",
      R"({"title":"Cars","projectIds":")" + world.project().text + R"(","ontologyIds":")" +
          ontology + R"("})"
  );
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(json::strings_member(made.body, "ontologyIds"), std::vector{ontology});
  const auto changed = mia.patch(
      path,
      R"({"projectIds":")" + world.project().text + R"(","ontologyIds":")" + ontology +
          R"(","instructions":"[{\"a\": 1}]","customActions":"hint"})"
  );
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(changed.at("instructions"), R"([{"a":1}])");
  EXPECT_EQ(changed.at("customActions"), R"(["hint"])");
}

TEST(RecipeRoutes, AListIsPagedAndNarrowed) {
  World world;
  Client mia(world, "mia");
  const auto ontology =
      json::strings_member(mia.get("/recipes/" + world.recipe().text).body, "ontologyIds").at(0);
  mia.post("/recipes", in_project(world, R"("title":"Cars")"));
  const auto titles = [&](const std::string& query) {
    std::set<std::string> found;
    for (const auto& recipe : mia.get("/recipes?" + query).items())
      found.insert(recipe.text("title"));
    return found;
  };
  EXPECT_EQ(
      titles("projects=" + world.project().text + "&&pageOffset=0&pageSize=1000"),
      (Names{"Recipe", "Cars"})
  );
  EXPECT_EQ(titles("title=Cars"), Names{"Cars"});
  EXPECT_EQ(titles("ontologies=" + ontology), Names{"Recipe"});
  EXPECT_EQ(titles("creator=ada@example.org"), Names{});
  const auto page = mia.get("/recipes?pageOffset=1&pageSize=1");
  EXPECT_EQ(page.at("totalItemsCount"), "2");
  EXPECT_EQ(page.at("hasNextPage"), "false");
  EXPECT_EQ(page.items().at(0).text("title"), "Cars");
}

TEST(RecipeRoutes, OneInUseIsDeletedOnlyByForce) {
  World world;
  Client mia(world, "mia");
  const auto path = "/recipes/" + world.recipe().text;
  EXPECT_EQ(mia.remove(path).status, 400);
  const auto clone = mia.post(path + "/clone", R"({"shallow":true})");
  EXPECT_EQ(clone.status, 200);
  EXPECT_EQ(clone.at("ontologyIds"), mia.get(path).at("ontologyIds"));
  EXPECT_EQ(mia.remove("/recipes/" + clone.text("id")).status, 204);
  EXPECT_EQ(mia.remove(path + "?force=true").status, 204);
  EXPECT_EQ(mia.get(path).status, 404);
}

TEST(RecipeRoutes, MalformedIdsAreInvalidAndUnknownOnesNotFound) {  // B-150
  World world;
  Client mia(world, "mia");
  for (const std::string noun : {"recipes", "ontologies"}) {
    EXPECT_EQ(mia.get("/" + noun + "/not-an-id").status, 400) << noun;
    EXPECT_EQ(mia.get("/" + noun + "/111111111111").status, 404) << noun;
    EXPECT_EQ(mia.remove("/" + noun + "/not-an-id").status, 400) << noun;
    EXPECT_EQ(mia.get("/" + noun + "/0123456789abcdef01234567").status, 404) << noun;
  }
}

TEST(RecipeRoutes, WrongBodiesAreRefused) {  // B-151
  World world;
  Client mia(world, "mia");
  EXPECT_EQ(mia.post("/recipes", R"({"title":"a"})").status, 400);
  EXPECT_EQ(mia.post("/recipes", in_project(world, R"("title":"")")).status, 400);
  const auto no_id = mia.post("/recipes", in_project(world, R"("title":"a","ontologyIds":["x"])"));
  EXPECT_EQ(no_id.status, 400);
  EXPECT_EQ(no_id.at("fields"), R"([{"path":"ontologyIds","reason":"must be 24 hex digits"}])");
  const auto path = "/recipes/" + world.recipe().text;
  EXPECT_EQ(mia.patch(path, R"({"instructions":{}})").status, 400);
  EXPECT_EQ(mia.patch(path, R"({"metadata":[]})").status, 400);
  EXPECT_EQ(mia.patch(path, R"({"ontologyIds":[]})").status, 400);
}

class OntologyRoutes : public ::testing::Test {
 protected:
  World world;
  Client mia{world, "mia"};
  Answer made = mia.post(
      "/ontologies", in_project(world, R"("title":"T","roots":[{"value":{"tag":"car"}}])")
  );
  std::string path = "/ontologies/" + made.text("id");

  Answer first_root(const Answer& ontology) {
    const auto roots = JsonBody::parse(ontology.body)->objects("roots");
    return {.status = 200, .body = roots->at(0).raw()};
  }
};

TEST_F(OntologyRoutes, AnOntologySaysItsProjectAndItsAttributes) {
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(made.at("metadata.attributes"), "[]");
  EXPECT_EQ(
      json::strings_member(made.body, "metadata.system.projectIds"),
      std::vector{world.project().text}
  );
  EXPECT_EQ(made.at("attributes"), "[]");
  EXPECT_EQ(mia.get(path).body, made.body);
  EXPECT_EQ(mia.put(path + "?system=true", made.body).body, made.body);
}

TEST_F(OntologyRoutes, LabelsAreUpsertedUpdatedAndAdded) {
  const auto upserted = mia.patch(
      path + "/labels",
      R"({"labelsNode":[{"tag":"car","color":"#2206e7"},{"tag":"van.door"}],"upsert":true})"
  );
  ASSERT_EQ(upserted.status, 200) << upserted.body;
  EXPECT_EQ(first_root(upserted).text("value.color"), "#2206e7");
  EXPECT_NE(upserted.at("roots").find(R"("tag":"door")"), std::string::npos);
  EXPECT_EQ(mia.patch(path + "/labels", R"({"labelsNode":[{"tag":"bus"}]})").status, 404);
  EXPECT_EQ(mia.patch(path + "/addLabels", R"({"labelsNode":[{"tag":"car"}]})").status, 400);
  EXPECT_EQ(mia.patch(path + "/addLabels", R"({"labelsNode":[{"tag":"bus"}]})").status, 200);
  EXPECT_EQ(mia.patch(path + "/labels", "{}").status, 400);
  EXPECT_EQ(mia.patch(path + "/labels", R"({"labelsNode":{}})").status, 400);
}

TEST_F(OntologyRoutes, RootsSentWholeTakeThePlaceOfAllLabels) {
  const auto replaced =
      mia.put(path, json::with_member(made.body, "roots", R"([{"value":{"tag":"bus"}}])"));
  ASSERT_EQ(replaced.status, 200) << replaced.body;
  EXPECT_EQ(first_root(replaced).text("value.tag"), "bus");
  EXPECT_EQ(replaced.at("roots").find("car"), std::string::npos);
}

TEST_F(OntologyRoutes, AttributesAndLabelsMayBeSentAsText) {
  const auto with = [&](const std::string& attributes) {
    return mia.post("/ontologies", in_project(world, R"("attributes":)" + attributes));
  };
  EXPECT_EQ(with(R"("size")").at("attributes"), R"(["size"])");
  EXPECT_EQ(with(R"("[\"size\", 1]")").at("attributes"), R"(["size",1])");
  EXPECT_EQ(with(R"("{\"key\": \"1\"}")").at("attributes"), R"([{"key":"1"}])");
  EXPECT_EQ(with(R"("17")").at("attributes"), R"(["17"])");
  EXPECT_EQ(with("17").status, 400);
  EXPECT_EQ(with("{}").status, 400);
  EXPECT_EQ(mia.put(path, R"({"attributes":"size"})").at("attributes"), R"(["size"])");
  const auto rooted = mia.put(path, R"({"roots":"[{\"tag\":\"bus\"}]"})");
  EXPECT_EQ(first_root(rooted).text("value.tag"), "bus");
  EXPECT_EQ(mia.put(path, R"({"roots":"bus"})").status, 400);
}

TEST_F(OntologyRoutes, AttributesComeAndGo) {
  const auto added = mia.patch(
      path + "/attributes",
      R"({"items":[{"title":"Size","key":"1","type":"options","multi":true,"values":["a"]}],"upsert":true})"
  );
  ASSERT_EQ(added.status, 200) << added.body;
  EXPECT_EQ(
      added.at("metadata.attributes"),
      R"([{"title":"Size","key":"1","type":"options","multi":true,"values":["a"],"scope":["*"]}])"
  );
  EXPECT_EQ(mia.patch(path + "/attributes", R"({"items":[{"key":"1"}]})").status, 400);
  EXPECT_EQ(mia.remove(path + "/attributes", R"({"keys":["1"]})").status, 204);
  EXPECT_EQ(mia.get(path).at("metadata.attributes"), "[]");
}

TEST_F(OntologyRoutes, AListIsNarrowedByIds) {
  EXPECT_EQ(mia.get("/ontologies?projects=" + world.project().text).items().size(), 2U);
  EXPECT_EQ(mia.get("/ontologies?ids=" + made.text("id")).items().size(), 1U);
  EXPECT_EQ(mia.get("/ontologies?ids=0123456789abcdef01234567").items().size(), 0U);
  EXPECT_EQ(mia.remove(path).status, 204);
  EXPECT_EQ(mia.get(path).status, 404);
}

TEST_F(OntologyRoutes, AnUnknownProjectIsForbidden) {
  EXPECT_EQ(mia.post("/ontologies", R"({"roots":[],"projectIds":["none"]})").status, 403);
}

}  // namespace
}  // namespace allot::http::test
