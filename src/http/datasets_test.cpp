#include <gtest/gtest.h>

#include "http/client_for_tests.h"

namespace allot::http::test {
namespace {

using allot::test::World;
using Names = std::set<std::string>;

std::string path_of(const World& world) {
  return "/datasets/" + world.dataset().text;
}

/// A query as the SDK sends it.
Answer ask(
    Client& client, const World& world, const std::string& filter, const std::string& more = ""
) {
  return client.post(
      "/datasets/query",
      R"({"filter":)" + filter + R"(,"page":0,"pageSize":1000,"resource":"datasets",)" + more +
          R"("context":{"projects":[")" + world.project().text + R"("]}})"
  );
}

TEST(DatasetRoutes, ADatasetIsMadeWithARecipe) {
  World world;
  Client mia(world, "mia");
  const auto made = mia.post(
      "/datasets",
      R"({"name":"Night","createDefaultRecipe":true,"projects":[")" + world.project().text +
          R"("]})"
  );
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(made.text("name"), "Night");
  EXPECT_EQ(json::strings_member(made.body, "metadata.system.recipes").size(), 1U);
  EXPECT_EQ(json::strings_member(made.body, "projects"), std::vector{world.project().text});
  EXPECT_EQ(mia.get("/datasets/" + made.text("id")).body, made.body);
}

TEST(DatasetRoutes, ADatasetHasExactlyTheMembersOfTheContract) {
  World world;
  Client mia(world, "mia");
  const auto dataset = mia.get(path_of(world));
  EXPECT_EQ(dataset.names(), (Names{"id",          "url",           "name",      "creator",
                                    "projects",    "itemsCount",    "annotated", "annotationsCount",
                                    "metadata",    "directoryTree", "items",     "driver",
                                    "accessLevel", "readableType",  "readonly",  "indexDriver",
                                    "isSyncing",   "createdAt",     "updatedAt", "updatedBy"}));
  EXPECT_EQ(dataset.text("createdAt"), to_iso(world.clock.now()));
  EXPECT_EQ(dataset.text("url"), "http://allot.test/api/v1" + path_of(world));
}

TEST(DatasetRoutes, OptionsComeBackAsGiven) {
  World world;
  Client mia(world, "mia");
  const auto made = mia.post(
      "/datasets",
      R"({"name":"Night","expirationOptions":{"itemMaxDays":30},"indexDriver":"v2",)"
      R"("accessLevel":"private","metadata":{"user":{"a":1},"system":{"b":2}},"projects":[")" +
          world.project().text + R"("]})"
  );
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(made.at("expirationOptions"), R"({"itemMaxDays":30})");
  EXPECT_EQ(made.text("indexDriver"), "v2");
  EXPECT_EQ(made.text("accessLevel"), "private");
  EXPECT_EQ(made.at("metadata.user"), R"({"a":1})");
  EXPECT_EQ(made.at("metadata.system.b"), "absent");
  const auto cleared = mia.patch(path_of(world), R"({"expirationOptions":null})");
  EXPECT_EQ(cleared.at("expirationOptions"), "absent");
}

TEST(DatasetRoutes, AWholeDatasetSentBackChangesNothing) {
  World world;
  Client mia(world, "mia");
  const auto before = mia.get(path_of(world));
  EXPECT_EQ(mia.patch(path_of(world) + "?system=true", before.body).body, before.body);
}

TEST(DatasetRoutes, DifferencesAreMergedAndSystemMembersOnlyWhenAsked) {
  World world;
  Client mia(world, "mia");
  const std::string sent =
      R"({"metadata":{"user":{"season":"autumn"},"system":{"k":1}},"enableSyncWithCloned":true})";
  const auto plain = mia.patch(path_of(world), sent);
  EXPECT_EQ(plain.at("metadata.user"), R"({"season":"autumn"})");
  EXPECT_EQ(plain.at("metadata.system.k"), "absent");
  EXPECT_EQ(plain.at("enableSyncWithCloned"), "true");
  EXPECT_EQ(plain.at("metadata.system.enableSyncWithCloned"), "absent");
  EXPECT_EQ(mia.patch(path_of(world) + "?system=true", sent).at("metadata.system.k"), "1");
  EXPECT_EQ(mia.get(path_of(world)).at("metadata.system.k"), "1");
}

TEST(DatasetRoutes, TheRecipeIsSwitchedThroughSystemMetadata) {
  World world;
  Client mia(world, "mia");
  const auto recipe = mia.post(
      "/recipes",
      R"({"title":"Other","ontologyIds":[],"projectIds":[")" + world.project().text + R"("]})"
  );
  const auto body = [](const std::string& id) {
    return R"({"metadata":{"system":{"recipes":[")" + id + R"("]}}})";
  };
  const auto path = path_of(world) + "?system=true";
  EXPECT_EQ(mia.patch(path, body("nonsense")).status, 400);
  EXPECT_EQ(mia.patch(path, body("0123456789abcdef01234567")).status, 404);
  const auto switched = mia.patch(path, body(recipe.text("id")));
  EXPECT_EQ(
      json::strings_member(switched.body, "metadata.system.recipes"), std::vector{recipe.text("id")}
  );
}

TEST(DatasetRoutes, AQueryFindsByNameAndOtherFields) {
  World world;
  Client mia(world, "mia");
  mia.patch(path_of(world), R"({"metadata":{"user":{"season":"autumn"}}})");
  const auto count = [&](const std::string& filter) {
    return ask(mia, world, filter).items().size();
  };
  EXPECT_EQ(count("{}"), 1U);
  EXPECT_EQ(count(R"({"name":"Crossings"})"), 1U);
  EXPECT_EQ(count(R"({"name":"crossings"})"), 0U);
  EXPECT_EQ(count(R"({"$and":[{"creator":"mia@example.org"},{"readonly":false}]})"), 1U);
  EXPECT_EQ(count(R"({"metadata.user.season":"autumn"})"), 1U);
  EXPECT_EQ(count(R"({"metadata.user.season":"spring"})"), 0U);
  EXPECT_EQ(count(R"({"id":")" + world.dataset().text + R"("})"), 1U);
  const auto page = ask(mia, world, "{}");
  EXPECT_EQ(page.at("hasNextPage"), "false");
  EXPECT_EQ(page.at("totalItemsCount"), "1");
}

TEST(DatasetRoutes, AnUnknownOperatorIsRefusedByItsName) {
  World world;
  Client mia(world, "mia");
  const auto refused = ask(mia, world, R"({"name":{"$near":1}})");
  EXPECT_EQ(refused.status, 400);
  EXPECT_NE(refused.text("message").find("$near"), std::string::npos);
}

TEST(DatasetRoutes, BinariesAppearInTheSystemSpaceAlone) {
  World world;
  Client mia(world, "mia");
  const auto found = ask(mia, world, R"({"name":"Binaries"})", R"("systemSpace":true,)").items();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].text("metadata.system.scope"), "system");
  EXPECT_EQ(found[0].text("datasetType"), "binaries");
  EXPECT_EQ(ask(mia, world, R"({"name":"Binaries"})").items().size(), 0U);
  EXPECT_EQ(mia.get("/datasets").items().size(), 1U);
  EXPECT_EQ(mia.get("/datasets?system=true").items().size(), 2U);
  // The SDK's lookup puts the project where the dataset stands.
  const auto by_dataset = mia.post(
      "/datasets/query",
      R"({"filter":{"name":"Binaries"},"systemSpace":true,"resource":"datasets","context":{"datasets":[")" +
          world.project().text + R"("]}})"
  );
  EXPECT_EQ(by_dataset.items().size(), 1U);
}

TEST(DatasetRoutes, AListIsNarrowedByNameCreatorRecipeAndProject) {
  World world;
  Client mia(world, "mia");
  const auto count = [&](const std::string& query) {
    return mia.get("/datasets?" + query).items().size();
  };
  EXPECT_EQ(count("name=Crossings&creator=mia@example.org"), 1U);
  EXPECT_EQ(count("name=Other"), 0U);
  EXPECT_EQ(count("recipe=" + world.recipe().text), 1U);
  EXPECT_EQ(count("recipe=0123456789abcdef01234567"), 0U);
  EXPECT_EQ(count("projects=" + world.project().text), 1U);
  EXPECT_EQ(count("projects=other"), 0U);
  EXPECT_EQ(count("markForDeletion=true"), 0U);
}

TEST(DatasetRoutes, CountsUnlockingAndDeletion) {  // B-142
  World world;
  Client mia(world, "mia");
  const auto counted =
      mia.post("/datasets/count", R"({"projectIds":[")" + world.project().text + R"("]})");
  EXPECT_EQ(counted.at("total"), "1");
  EXPECT_EQ(mia.remove(path_of(world) + "/counters").status, 204);
  const auto unlocked = mia.patch(path_of(world) + "/unlock", "");
  EXPECT_EQ(unlocked.status, 400);
  EXPECT_NE(unlocked.text("message").find("dataset is not locked"), std::string::npos);
  EXPECT_EQ(mia.remove(path_of(world) + "?force=true").status, 204);
  EXPECT_EQ(mia.get(path_of(world)).status, 404);
}

TEST(DatasetRoutes, WrongBodiesAndIdsAreRefused) {  // B-150, B-151, B-152
  World world;
  Client mia(world, "mia");
  const auto create = [&](const std::string& members) {
    return mia
        .post("/datasets", R"({"projects":[")" + world.project().text + R"("],)" + members + "}")
        .status;
  };
  EXPECT_EQ(create(R"("name":"Crossings")"), 400);
  EXPECT_EQ(create(R"("name":7)"), 400);
  EXPECT_EQ(create(R"("name":"a","accessLevel":"public")"), 400);
  EXPECT_EQ(create(R"("name":"a","indexDriver":"v9")"), 400);
  EXPECT_EQ(create(R"("name":"a","expirationOptions":{"itemMaxDays":0})"), 400);
  EXPECT_EQ(create(R"("name":"a","metadata":[])"), 400);
  EXPECT_EQ(mia.post("/datasets", R"({"name":"a","projects":[]})").status, 400);
  EXPECT_EQ(mia.post("/datasets", R"({"name":"a","projects":["none"]})").status, 404);
  EXPECT_EQ(mia.get("/datasets/not-an-id").status, 404);
  EXPECT_EQ(mia.get("/datasets/0123456789abcdef01234567").status, 404);
}

}  // namespace
}  // namespace allot::http::test
