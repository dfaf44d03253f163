#include <gtest/gtest.h>

#include "http/client_for_tests.h"
#include "usecases/clones/run.h"

namespace allot::http::test {
namespace {

using allot::test::World;

struct CloneRoutes : testing::Test {
  Answer of_dataset(const std::string& body) {
    return mia.post("/datasets/" + world.dataset().text + "/clone", body);
  }

  Answer of_item(const ItemId& item, const std::string& body) {
    return mia.post("/items/" + item.text + "/clone", body);
  }

  /// All that wait; gives what became of this one.
  Answer run(const Answer& begun) {
    const std::atomic<bool> never = false;
    while (run_next_clone(world.env(), never)) {
    }
    return mia.get("/commands/" + begun.text("id"));
  }

  std::vector<Answer> items_of(const std::string& dataset) {
    return mia.post("/datasets/" + dataset + "/query", R"({"filter":{"type":"file"}})").items();
  }

  World world;
  Client mia{world, "mia"};
};

TEST_F(CloneRoutes, TheAnswerIsACommandThatTheSdkPolls) {
  world.items(2);
  const auto begun = of_dataset(
      R"({"name":"Copy","filter":{"filter":{"$and":[{"type":"file"}]},"page":0,"pageSize":1000,)"
      R"("resource":"items","join":{}},"cloneDatasetParams":{"withItemsAnnotations":true,)"
      R"("withMetadata":true,"withTaskAnnotationsStatus":true,"targetDirectory":null}})"
  );
  ASSERT_EQ(begun.status, 200) << begun.body;
  EXPECT_EQ(begun.text("type"), "CloneDataset");
  EXPECT_EQ(begun.text("status"), "in-progress");
  EXPECT_EQ(begun.at("spec.returnedModelId"), "absent");
  const auto done = run(begun);
  EXPECT_EQ(done.text("status"), "success") << done.body;
  const auto id = done.text("spec.returnedModelId");
  const auto dataset = mia.get("/datasets/" + id);
  EXPECT_EQ(dataset.text("name"), "Copy");
  EXPECT_EQ(dataset.text("srcDataset"), world.dataset().text);
  EXPECT_EQ(dataset.at("itemsCount"), "2");
  EXPECT_EQ(mia.get("/datasets/" + world.dataset().text).at("srcDataset"), "absent");
  const auto clones = items_of(id);
  ASSERT_EQ(clones.size(), 2U);
  EXPECT_EQ(clones.front().text("srcDataset"), world.dataset().text);
}

TEST_F(CloneRoutes, ANameThatIsTakenMakesTheCommandFail) {  // B-153
  const auto name = mia.get("/datasets/" + world.dataset().text).text("name");
  const auto failed = run(of_dataset(R"({"name":")" + name + R"("})"));
  EXPECT_EQ(failed.text("status"), "failed");
  EXPECT_NE(
      failed.text("error").find("Dataset with the same name already exists"), std::string::npos
  );
}

TEST_F(CloneRoutes, WhatCannotBeMeantIsRefusedWithItsName) {
  const auto refused = [&](const std::string& body, const std::string& name) {
    const auto answer = of_dataset(body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_NE(answer.text("message").find("`" + name + "`"), std::string::npos) << answer.body;
  };
  refused(R"({"name":"a","filter":7})", "filter");
  refused(R"({"name":"a","filter":{"filter":{"a":{"$x":1}}}})", "filter");
  refused(R"({"name":"a","filter":{"dir":"/a"}})", "filter.dir");
  refused(R"({"name":"a","filter":{"filter":{},"resource":"annotations"}})", "filter.resource");
  refused(R"({"name":"a","cloneDatasetParams":[]})", "cloneDatasetParams");
  refused(
      R"({"name":"a","cloneDatasetParams":{"withMetadata":7}})", "cloneDatasetParams.withMetadata"
  );
  refused(R"({"name":"a","cloneDatasetParams":{"targetDirectory":"/../a"}})", "targetDirectory");
  refused("{}", "name");
  const auto item = world.items(1).front();
  EXPECT_EQ(of_item(item, R"({"metadata":[]})").status, 400);
  EXPECT_EQ(of_item(item, R"({"remoteFileName":"/a/../b"})").status, 400);
  EXPECT_EQ(mia.post("/items/7/clone", "{}").status, 400);
}

TEST_F(CloneRoutes, ADirectoryMayComeWithoutItsSlash) {
  world.items(1, "day");
  const auto done =
      run(of_dataset(R"({"name":"Copy","cloneDatasetParams":{"targetDirectory":"below/"}})"));
  const auto clones = items_of(done.text("spec.returnedModelId"));
  ASSERT_EQ(clones.size(), 1U) << done.body;
  EXPECT_EQ(clones.front().text("dir"), "/below/day");
}

TEST_F(CloneRoutes, ItemsAreClonedAtOnce) {
  const auto source = world.items(1).front();
  const auto done = of_item(
      source,
      R"({"targetDatasetId":")" + world.dataset().text +
          R"(","remoteFileName":"/copy.png","metadata":{"user":{"n":1.50}},"allowMany":false,)"
          R"("cloneDatasetParams":{"withItemsAnnotations":true,"withMetadata":true,)"
          R"("withTaskAnnotationsStatus":false}})"
  );
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(done.text("type"), "CloneItem");
  EXPECT_EQ(done.text("status"), "success");
  const auto ids = json::strings_of(done.at("spec.returnedModelId"));
  ASSERT_EQ(ids.size(), 1U);
  const auto clone = mia.get("/items/" + ids.front());
  EXPECT_EQ(clone.text("filename"), "/copy.png");
  EXPECT_EQ(clone.text("srcItem"), source.text);
  EXPECT_EQ(clone.text("srcDataset"), world.dataset().text);
  EXPECT_EQ(clone.at("metadata.user.n"), "1.50");
}

TEST_F(CloneRoutes, ANoteIsNoIssueAnyMoreWhereStatusesAreLeftBehind) {
  const auto source = world.items(1).front();
  mia.post(
      "/items/" + source.text + "/annotations",
      R"([{"type":"note","label":"look","coordinates":{"note":{"messages":[],"status":"open"}}}])"
  );
  const auto status_of = [&](const std::string& item) {
    return mia.get("/items/" + item).at("metadata.system.annotationStatus");
  };
  ASSERT_EQ(status_of(source.text), R"(["issue"])");
  const auto done = of_item(source, R"({"remoteFileName":"/copy.png"})");
  const auto clone = json::strings_of(done.at("spec.returnedModelId")).front();
  EXPECT_NE(status_of(clone), R"(["issue"])");
  EXPECT_EQ(mia.get("/items/" + clone + "/annotations").items().size(), 1U);
}

TEST_F(CloneRoutes, APathThatIsTakenMakesTheCommandFail) {
  const auto source = world.items(1).front();
  const auto begun = of_item(source, "{}");
  EXPECT_EQ(begun.text("status"), "in-progress");
  EXPECT_EQ(run(begun).text("status"), "failed");
}

TEST_F(CloneRoutes, DatasetsAreMergedAsTheSdkAsksForIt) {
  world.items(2);
  const auto& first = world.dataset().text;
  const auto second = run(of_dataset(R"({"name":"Copy"})")).text("spec.returnedModelId");
  const std::string body =
      R"({"name":"All","datasetsIds":[")" + first + R"(",")" + second + R"("],"projectIds":")" +
      world.project().text +
      R"(","mergeDatasetParams":{"withItemsAnnotations":true,"withMetadata":true,)"
      R"("withTaskAnnotationsStatus":false},"asynced":true})";
  const auto begun = mia.post("/datasets/merge", body);
  ASSERT_EQ(begun.status, 200) << begun.body;
  EXPECT_EQ(begun.text("type"), "MergeDatasets");
  EXPECT_EQ(begun.text("status"), "in-progress");
  EXPECT_EQ(
      begun.at("spec.mergeDatasetsConfiguration.datasetsIds"),
      R"([")" + first + R"(",")" + second + R"("])"
  );
  EXPECT_EQ(begun.at("spec.mergeDatasetsConfiguration.datasetId"), "absent");
  EXPECT_EQ(mia.post("/datasets/merge", body).text("id"), begun.text("id"));  // B-160
  const auto done = run(begun);
  EXPECT_EQ(done.text("status"), "success") << done.body;
  const auto made = done.text("spec.mergeDatasetsConfiguration.datasetId");
  EXPECT_EQ(items_of(made).size(), 2U);
  EXPECT_EQ(mia.get("/datasets/" + made).text("name"), "All");
}

TEST_F(CloneRoutes, AMergeThatCannotBeMeantIsRefusedWithItsName) {
  const auto refused = [&](const std::string& body, int status, const std::string& name) {
    const auto answer = mia.post("/datasets/merge", body);
    EXPECT_EQ(answer.status, status) << body;
    EXPECT_NE(answer.text("message").find(name), std::string::npos) << answer.body;
  };
  const auto& id = world.dataset().text;
  refused("{}", 400, "`name`");
  refused(R"({"name":"All"})", 400, "`datasetsIds`");
  refused(R"({"name":"All","datasetsIds":7})", 400, "`datasetsIds`");
  refused(R"({"name":"All","datasetsIds":["7"]})", 404, "7");
  refused(
      R"({"name":"All","datasetsIds":[")" + id + R"("],"mergeDatasetParams":{"withMetadata":7}})",
      400,
      "`mergeDatasetParams.withMetadata`"
  );
}

// B-160
TEST_F(CloneRoutes, ARepeatGetsTheSameCommandWhileWhatItMadeStands) {
  const auto source = world.items(1).front();
  const std::string body = R"({"name":"Copy"})";
  const auto first = of_dataset(body);
  EXPECT_EQ(of_dataset(body).text("id"), first.text("id"));
  const std::atomic<bool> never = false;
  while (run_next_clone(world.env(), never)) {
  }
  const auto again = of_dataset(body);
  EXPECT_EQ(again.text("id"), first.text("id"));
  EXPECT_EQ(again.text("status"), "success") << again.body;
  world.clock.advance(std::chrono::seconds{1});
  Client dora(world, "dora");
  world.join("dora", Role::developer);
  ASSERT_EQ(
      dora.patch("/datasets/" + again.text("spec.returnedModelId"), R"({"name":"Other"})").status,
      200
  );
  EXPECT_NE(of_dataset(body).text("id"), first.text("id"));

  const auto item = of_item(source, R"({"remoteFileName":"/copy.png"})");
  EXPECT_EQ(of_item(source, R"({"remoteFileName":"/copy.png"})").body, item.body);
}

// B-160
TEST_F(CloneRoutes, ARepeatIntoADatasetIsDoneOnceSomebodyTookTheClonesAway) {
  world.items(2);
  const auto target =
      mia.post("/datasets", R"({"name":"Target","projects":[")" + world.project().text + R"("]})")
          .text("id");
  const auto body = R"({"cloneDatasetParams":{"targetDatasetId":")" + target + R"("}})";
  const auto first = of_dataset(body);
  const std::atomic<bool> never = false;
  while (run_next_clone(world.env(), never)) {
  }
  EXPECT_EQ(of_dataset(body).text("id"), first.text("id"));
  Client dora(world, "dora");
  world.join("dora", Role::developer);
  ASSERT_EQ(dora.remove("/datasets/" + target + "/items", R"({"filter":{}})").status, 200);
  const auto again = of_dataset(body);
  EXPECT_NE(again.text("id"), first.text("id"));
  EXPECT_EQ(run(again).text("status"), "success");
  EXPECT_EQ(items_of(target).size(), 2U);
}

TEST_F(CloneRoutes, CommandsOfClonesCanBeAborted) {
  world.items(1);
  const auto begun = of_dataset(R"({"name":"Copy"})");
  const auto aborted = mia.post("/commands/" + begun.text("id") + "/abort", "{}");
  EXPECT_EQ(aborted.text("status"), "canceled");
  EXPECT_EQ(run(begun).text("status"), "canceled");
}

// One that locks holds its dataset: aborting it is a change there.
TEST_F(CloneRoutes, CommandsOfExportsCanBeAborted) {
  const auto begun = mia.post(
      "/datasets/" + world.dataset().text + "/export", R"({"exportType":"json","datasetLock":true})"
  );
  const auto aborted = mia.post("/commands/" + begun.text("id") + "/abort", "{}");
  EXPECT_EQ(aborted.text("status"), "canceled") << aborted.body;
  EXPECT_EQ(mia.get("/datasets/" + world.dataset().text).at("readonly"), "false");
}

}  // namespace
}  // namespace allot::http::test
