#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "http/client_for_tests.h"
#include "usecases/exports/run_for_tests.h"
#include "usecases/items/read.h"

namespace allot::http::test {
namespace {

using allot::test::World;

struct ExportRoutes : testing::Test {
  Answer begin(const std::string& body) {
    return mia.post("/datasets/" + world.dataset().text + "/export", body);
  }

  Answer list(const std::string& more = "") {
    return mia.post(
        "/datasets/exports", R"({"projects":[")" + world.project().text + "\"]" + more + "}"
    );
  }

  void run() {
    const std::atomic<bool> never = false;
    while (allot::test::run_next_export(world.env(), never)) {
    }
  }

  /// The bytes of the file that the command made.
  std::string file_of(const Answer& begun) {
    run();
    const auto command = mia.get("/commands/" + begun.text("id"));
    EXPECT_EQ(command.text("status"), "success") << command.body;
    const auto content =
        read_content(world.env(), world.manager(), ItemId{command.text("spec.outputItemId")});
    EXPECT_OK(content);
    std::ifstream in(content->file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }

  World world;
  Client mia{world, "mia"};
};

TEST_F(ExportRoutes, TheAnswerIsACommandThatTheSdkPolls) {
  world.items(1);
  const auto begun =
      begin(R"({"exportType":"json","itemsQuery":{"filter":{},"join":{}},"itemsVectorQuery":{},)"
            R"("annotations":{"include":true,"convertSemantic":false}})");
  ASSERT_EQ(begun.status, 200) << begun.body;
  EXPECT_EQ(begun.text("type"), "ExportDatasetAsJson");
  EXPECT_EQ(begun.text("status"), "in-progress");
  EXPECT_EQ(begun.at("progress"), "0");
  EXPECT_EQ(begun.at("spec.outputItemId"), "absent");
  run();
  const auto done = mia.get("/commands/" + begun.text("id"));
  EXPECT_EQ(done.text("status"), "success");
  EXPECT_EQ(done.at("progress"), "100");
  const auto item = mia.get("/items/" + done.text("spec.outputItemId"));
  EXPECT_EQ(item.status, 200);
  EXPECT_EQ(item.text("metadata.system.mimetype"), "application/json");
}

TEST_F(ExportRoutes, AnItemInItHasTheMembersThatItsOwnAnswerHas) {
  const auto items = world.items(1);
  const auto elements =
      json::elements_of(file_of(begin(R"({"exportType":"json","annotations":{"include":true}})")));
  ASSERT_EQ(elements.size(), 1U);
  const Answer item{.status = 200, .body = elements.front()};
  EXPECT_EQ(item.names(), mia.get("/items/" + items.front().text).names());
  EXPECT_EQ(item.at("annotations"), "[]");
}

TEST_F(ExportRoutes, AnEmptyJoinIsNone) {
  world.items(1);
  const auto array =
      file_of(begin(R"({"exportType":"json","itemsQuery":{"filter":{},"join":{}}})"));
  EXPECT_EQ(json::elements_of(array).size(), 1U);
}

TEST_F(ExportRoutes, ADocumentIsNamedAsTheClientLooksForIt) {
  world.items(1, "day");
  const auto names = [&](const std::string& body) { return file_of(begin(body)); };
  EXPECT_NE(names(R"({"exportType":"zip"})").find("json/day/0001.png.json"), std::string::npos);
  const auto short_names = names(R"({"exportVersion":"V1"})");
  EXPECT_NE(short_names.find("day/0001.json"), std::string::npos);
  EXPECT_EQ(short_names.find("json/day"), std::string::npos);
  EXPECT_NE(names(R"({"exportVersion":"V2"})").find("day/0001.png.json"), std::string::npos);
}

TEST_F(ExportRoutes, WhatCannotBeMeantIsRefusedWithItsName) {
  const auto refused = [&](const std::string& body, const std::string& name) {
    const auto answer = begin(body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_NE(answer.text("message").find("`" + name + "`"), std::string::npos) << answer.body;
  };
  refused(R"({"exportType":"csv"})", "exportType");
  refused(R"({"exportVersion":"V3"})", "exportVersion");
  refused(R"({"itemsQuery":[]})", "itemsQuery");
  refused(R"({"itemsQuery":{"filter":{"a":{"$x":1}}}})", "itemsQuery");
  refused(R"({"itemsQuery":{"filter":{},"update":{"metadata":{}}}})", "itemsQuery");
  refused(R"({"itemsQuery":{"dir":"/a"}})", "itemsQuery.dir");
  refused(R"({"annotationsQuery":{"label":"car"}})", "annotationsQuery.label");
  refused(R"({"annotationsQuery":{"filter":7}})", "annotationsQuery");
  refused(R"({"datasetLock":true,"lockTimeoutSec":0})", "lockTimeoutSec");
  EXPECT_EQ(list().at("total"), "0");
}

TEST_F(ExportRoutes, TheNewerKindIsNotHere) {
  EXPECT_EQ(mia.post("/datasets/" + world.dataset().text + "/export/v3", "{}").status, 404);
}

TEST_F(ExportRoutes, ALockIsSeenOnTheDatasetAndItsItemsCannotBeChanged) {
  const auto items = world.items(1);
  begin(R"({"exportType":"json","datasetLock":true,"lockTimeoutSec":300})");
  const auto dataset = "/datasets/" + world.dataset().text;
  EXPECT_EQ(mia.get(dataset).at("readonly"), "true");
  const auto changed = mia.patch("/items/" + items.front().text, R"({"description":"new"})");
  EXPECT_EQ(changed.status, 409);
  EXPECT_EQ(changed.text("error"), "conflict");
  EXPECT_NE(list().at("records").find(R"("datasetLock":true)"), std::string::npos);
  EXPECT_EQ(mia.patch(dataset + "/unlock", "").at("readonly"), "false");
  EXPECT_EQ(mia.patch("/items/" + items.front().text, R"({"description":"new"})").status, 200);
}

TEST_F(ExportRoutes, ExportsAreListedAPageAtATime) {
  const auto first = begin("{}");
  const auto second = begin(R"({"exportType":"json"})");
  run();
  const auto page = list(R"(,"pageSize":1,"pageOffset":1)");
  EXPECT_EQ(page.at("total"), "2");
  EXPECT_EQ(page.at("pageSize"), "1");
  EXPECT_EQ(page.at("pageOffset"), "1");
  const auto records = json::elements_of(page.at("records"));
  ASSERT_EQ(records.size(), 1U);
  EXPECT_EQ(json::string_member(records[0], "id"), first.text("id"));
  EXPECT_EQ(json::string_member(records[0], "exportType"), "zip");
  EXPECT_EQ(json::string_member(records[0], "status"), "success");
  const auto oldest = list(R"(,"sortBy":"createdAt","sortOrder":"ascending","pageSize":1)");
  EXPECT_EQ(
      json::string_member(json::elements_of(oldest.at("records")).at(0), "id"), first.text("id")
  );
  EXPECT_EQ(list(R"(,"exportId":")" + second.text("id") + "\"").at("total"), "1");
  EXPECT_EQ(list(R"(,"creator":"ben@example.org")").at("total"), "0");
  EXPECT_EQ(list(R"(,"datasetId":")" + world.dataset().text + "\"").at("total"), "2");
  EXPECT_EQ(list(R"(,"sortBy":"size")").status, 400);
}

}  // namespace
}  // namespace allot::http::test
