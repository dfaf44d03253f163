// What is done with many items at once, and counts of labels, as clients send it.

#include "http/many_items.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/client_for_tests.h"

namespace allot::http::test {

namespace {

using allot::test::World;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

class ManyItems : public testing::Test {
 protected:
  std::string folder(const std::string& path) {
    return mia.post(dataset("/items"), R"({"type":"dir","path":")" + path + R"("})").text("id");
  }

  std::string path_of(const std::string& id) { return mia.get("/items/" + id).text("filename"); }

  [[nodiscard]] std::string dataset(const std::string& rest) const {
    return "/datasets/" + world.dataset().text + rest;
  }

  std::vector<std::string> names(const std::string& address) {
    std::vector<std::string> names;
    for (const auto& item : mia.get(address).items()) names.push_back(item.text("name"));
    return names;
  }

  /// How many files the filter matches.
  std::string count(const std::string& filter) {
    const auto query = R"({"filter":{"$and":[{"type":"file"},)" + filter + "]}}";
    return mia.post(dataset("/query"), query).at("totalItemsCount");
  }

  static std::string quoted_list(const std::vector<ItemId>& ids) {
    std::vector<std::string> texts;
    for (const auto& id : ids) texts.push_back(id.text);
    return json::string_array(texts);
  }

  World world;
  Client mia{world, "mia"};
};

void expect_count(const Answer& answer, const std::string& type, const std::string& count) {
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.text("status"), "success");
  EXPECT_EQ(answer.text("type"), type);
  EXPECT_EQ(answer.at("spec.itemsCount"), count);
}

// B-470
TEST_F(ManyItems, GetAnAnnotationEach) {
  const auto day = world.items(2, "day");
  const auto night = world.items(1, "night");
  const std::string body =
      R"({"query":{"filter":{"dir":"/day"}},"annotation":{"label":"street","attributes":{"1":"wet"},)"
      R"("metadata":{"user":{"n":1.50}}}})";
  const auto answer = mia.post(dataset("/annotations"), body);
  EXPECT_EQ(answer.status, 204) << answer.body;
  EXPECT_EQ(answer.body, "");
  // A client that lost the answer sends it again (B-160).
  EXPECT_EQ(mia.post(dataset("/annotations"), body).status, 204);
  const auto labels = [&] { return mia.get(dataset("/annotations/labels")).body; };
  EXPECT_EQ(labels(), R"([{"label":"street","count":2}])");
  const auto made = mia.get("/items/" + day[0].text + "/annotations").items();
  ASSERT_EQ(made.size(), 1u);
  EXPECT_EQ(made[0].text("type"), "class");
  EXPECT_EQ(made[0].at("attributes"), R"({"1":"wet"})");
  EXPECT_EQ(made[0].at("metadata.user.n"), "1.50");
  EXPECT_EQ(made[0].text("creator"), "mia@example.org");
  EXPECT_EQ(mia.get("/items/" + day[0].text).at("annotationsCount"), "1");
}

TEST_F(ManyItems, GetNoAnnotationThatIsNotMeant) {
  world.items(1);
  const auto refused = [&](const std::string& body, const std::string& name) {
    const auto answer = mia.post(dataset("/annotations"), body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_THAT(answer.text("message"), HasSubstr(name)) << body;
  };
  refused("{}", "annotation");
  refused(R"({"annotation":{"label":"car"}})", "query");
  refused(R"({"query":{},"annotation":{"label":"car"}})", "query.filter");  // B-253
  refused(R"({"query":{"filter":{}},"annotation":{}})", "label");
  refused(R"({"query":{"filter":{}},"annotation":{"label":""}})", "label");
  refused(R"({"query":{"filter":{}},"annotation":{"label":"car","type":"box"}})", "type");
  refused(
      R"({"query":{"filter":{}},"annotation":{"label":"a","metadata":{"system":{"status":"issue"}}}})",
      "status"
  );
  EXPECT_EQ(mia.get(dataset("/annotations/labels")).body, "[]");
}

// B-460
TEST_F(ManyItems, MoveIntoAFolderByTheirIds) {
  const auto items = world.items(2);
  const auto to = folder("/sorted");
  const auto answer = mia.put(dataset("/items/" + to), quoted_list(items));
  expect_count(answer, "MoveItems", "2");
  EXPECT_EQ(answer.text("spec.directoryId"), to);
  EXPECT_EQ(path_of(items[0].text), "/sorted/0001.png");
  // A client that lost the answer sends it again.
  expect_count(mia.put(dataset("/items/" + to), quoted_list(items)), "MoveItems", "0");
}

// B-460: the root is no item; where a folder is asked for its dataset's id names it.
TEST_F(ManyItems, MoveIntoTheRoot) {
  const auto items = world.items(2);
  const auto root = folder("/");
  EXPECT_EQ(root, world.dataset().text);
  const auto answer = mia.put(dataset("/items/" + root), quoted_list(items));
  expect_count(answer, "MoveItems", "2");
  EXPECT_EQ(answer.text("spec.directoryId"), root);
  EXPECT_EQ(path_of(items[0].text), "/0001.png");
  EXPECT_EQ(mia.get("/items/" + root).status, 404);
  EXPECT_EQ(mia.patch("/items/" + items[0].text, R"({"filename":"/"})").status, 400);
  world.join("max", Role::annotation_manager);
  Client max{world, "max"};
  EXPECT_EQ(max.put(dataset("/items/" + root), quoted_list(items)).status, 403);
  EXPECT_EQ(max.post(dataset("/items"), R"({"type":"dir","path":"/"})").status, 403);
}

// B-460, B-253
TEST_F(ManyItems, MoveIntoAFolderByAQueryThatSaysWhatItMeans) {
  world.items(3);
  const auto to = folder("/sorted");
  const auto move = [&](const std::string& query) {
    return mia.put(dataset("/items/" + to), R"({"dqlQuery":)" + query + "}");
  };
  for (const auto* unclear :
       {"{}",
        R"({"filter":{},"fliter":{"name":"0001.png"}})",
        R"({"filter":{},"delete":true})",
        R"({"filter":{},"filter":{"name":"0001.png"}})",
        R"({"resource":"annotations","filter":{}})"}) {
    EXPECT_EQ(move(unclear).status, 400) << unclear;
  }
  EXPECT_EQ(mia.put(dataset("/items/" + to), "{}").status, 400);
  EXPECT_EQ(count(R"({"dir":"/sorted"})"), "0");
  const auto moved = move(R"({"resource":"items","filter":{"name":"000*"},"page":0,"pageSize":1})");
  expect_count(moved, "MoveItems", "3");
  EXPECT_EQ(count(R"({"dir":"/sorted"})"), "3");
}

// B-460, B-462
TEST_F(ManyItems, AFolderMovesByItsFilename) {
  const auto item = world.items(1).front();
  const auto from = folder("/pictures");
  folder("/taken");
  const auto answer = mia.patch("/items/" + from, R"({"filename":"/taken"})");
  EXPECT_EQ(answer.status, 400);
  EXPECT_THAT(answer.text("message"), HasSubstr("/taken"));
  EXPECT_EQ(
      mia.patch("/items/" + from, R"({"filename":"/new/place"})").text("filename"), "/new/place"
  );
  EXPECT_EQ(path_of(item.text), "/new/place/0001.png");
}

// B-465
TEST_F(ManyItems, GetMetadataByACommand) {
  const auto items = world.items(2);
  const auto update = [&](const std::string& query, const std::string& update_query) {
    return mia.post(
        dataset("/items/bulk-update-metadata"),
        R"({"query":)" + query + R"(,"updateQuery":)" + update_query + "}"
    );
  };
  const std::string tags =
      R"({"update":{"metadata":{"system":{"tags":{"train":true,"test":null}}}},"systemSpace":true})";
  const std::string files =
      R"({"filter":{"$and":[{"type":"file"}]},"page":0,"pageSize":1000,"resource":"items"})";
  expect_count(update(files, tags), "BulkUpdateMetadata", "2");
  EXPECT_EQ(count(R"({"metadata.system.tags.train":true})"), "2");
  const auto away =
      R"({"update":{"metadata":{"system":{"tags":{"train":null}}}},"systemSpace":true})";
  expect_count(
      update(R"({"filter":{"id":")" + items[0].text + R"("}})", away), "BulkUpdateMetadata", "1"
  );
  EXPECT_EQ(count(R"({"metadata.system.tags.train":true})"), "1");
}

// B-465, B-247, B-253
TEST_F(ManyItems, WhoseMetadataIsNotChangedClearlyStayAsTheyAre) {
  const auto item = world.items(1).front();
  const auto before = mia.get("/items/" + item.text).body;
  const std::string user = R"({"update":{"metadata":{"user":{"k":1}}}})";
  const std::pair<std::string, std::string> unclear[] = {
      {"{}", user},
      {R"({"filter":{},"odd":1})", user},
      {R"({"filter":{},"delete":true})", user},
      {R"({"filter":{},"update":{"metadata":{}}})", user},
      {R"({"resource":"annotations","filter":{}})", user},
      {R"({"filter":{}})", "{}"},
      {R"({"filter":{}})", R"({"update":{"name":"x"}})"},
      {R"({"filter":{}})", R"({"update":{"metadata":{"user":{"k":1}}},"all":true})"},
      {R"({"filter":{}})", R"({"update":{"metadata":{"system":{"k":1}}}})"},
  };
  for (const auto& [query, update] : unclear) {
    const auto answer = mia.post(
        dataset("/items/bulk-update-metadata"),
        R"({"query":)" + query + R"(,"updateQuery":)" + update + "}"
    );
    EXPECT_EQ(answer.status, 400) << query << " " << update;
  }
  EXPECT_EQ(mia.get("/items/" + item.text).body, before);
  const auto owned = mia.post(
      dataset("/items/bulk-update-metadata"),
      R"({"query":{"filter":{}},"updateQuery":{"update":{"metadata":{"system":{"refs":[{"id":"x"}],"size":1}}},"systemSpace":true}})"
  );
  EXPECT_EQ(owned.status, 200);
  EXPECT_EQ(mia.get("/items/" + item.text).body, before);
}

// B-466
TEST_F(ManyItems, AreListedByAnAddress) {
  world.items(3);
  folder("/pictures");
  EXPECT_THAT(
      names(dataset("/items?sort=%7B%22name%22%3A%22ascending%22%7D&pageSize=2")),
      ElementsAre("0001.png", "0002.png")
  );
  EXPECT_THAT(
      names(dataset("/items?query=%7B%22filter%22%3A%7B%22type%22%3A%22dir%22%7D%7D")),
      ElementsAre("pictures")
  );
  EXPECT_EQ(mia.get(dataset("/items?pageSize=0")).at("totalItemsCount"), "4");
  EXPECT_THAT(names(dataset("/items?pageOffset=3&pageSize=1")), ElementsAre("0001.png"));
  for (const auto* wrong :
       {"query=%7B%22filter%22%3A%7B%7D%2C%22delete%22%3Atrue%7D",
        "query=%7Bbroken",
        "sort=up",
        "pageSize=many"}) {
    EXPECT_EQ(mia.get(dataset(std::string("/items?") + wrong)).status, 400) << wrong;
  }
  EXPECT_EQ(mia.get(dataset("/items?pageSize=0")).at("totalItemsCount"), "4");
}

// B-466
TEST_F(ManyItems, OfAFolderAreListedByItsId) {
  const auto items = world.items(2);
  const auto pictures = folder("/pictures");
  folder("/pictures/in");
  EXPECT_THAT(names("/items/" + pictures + "/items"), ElementsAre("in", "0002.png", "0001.png"));
  EXPECT_THAT(
      names(dataset("/items/" + pictures + "/items?pageOffset=1&pageSize=2")),
      ElementsAre("0001.png")
  );
  EXPECT_EQ(mia.get("/items/" + items[0].text + "/items").status, 400);
  // A star in a name is no wildcard here.
  const auto star = folder("/pict*");
  EXPECT_THAT(names("/items/" + star + "/items"), IsEmpty());
}

// B-466
TEST_F(ManyItems, AreDeletedByAFilter) {
  const auto items = world.items(3);
  for (const auto* unclear : {"", "{}", R"({"join":{"filter":{}}})", R"({"filter":{},"odd":1})"}) {
    EXPECT_EQ(mia.remove(dataset("/items"), unclear).status, 400) << unclear;
  }
  EXPECT_EQ(count(R"({"hidden":false})"), "3");
  const auto annotated =
      mia.post("/items/" + items[1].text + "/annotations", R"({"type":"class","label":"cat"})");
  ASSERT_EQ(annotated.status, 200);
  const std::string cats =
      R"({"filter":{"type":"file"},"join":{"on":{"resource":"annotations","local":"itemId","forigen":"id"},"filter":{"label":"cat"}}})";
  expect_count(mia.remove(dataset("/items"), cats), "DeleteItems", "1");
  EXPECT_EQ(mia.get("/items/" + items[1].text).status, 404);
  EXPECT_EQ(count(R"({"hidden":false})"), "2");
}

// B-160
TEST_F(ManyItems, AreDeletedOnceThoughTheAnswerWasLost) {
  world.items(2);
  const std::string all = R"({"filter":{"type":"file"}})";
  const auto first = mia.remove(dataset("/items"), all);
  const auto again = mia.remove(dataset("/items"), all);
  expect_count(again, "DeleteItems", "2");
  EXPECT_EQ(again.text("id"), first.text("id"));
}

// B-160
TEST_F(ManyItems, AreDeletedAgainOnceSomethingCameThatMatches) {
  world.items(2);
  const std::string all = R"({"filter":{"type":"file"}})";
  const auto first = mia.remove(dataset("/items"), all);
  world.join("olga", Role::owner);
  Client olga(world, "olga");
  ASSERT_EQ(olga.upload(dataset("/items"), upload_of(world, "/new.png", "x")).status, 200);
  const auto again = mia.remove(dataset("/items"), all);
  expect_count(again, "DeleteItems", "1");
  EXPECT_NE(again.text("id"), first.text("id"));
  EXPECT_EQ(count(R"({"type":"file"})"), "0");
}

// B-253
TEST_F(ManyItems, WhatIsWrongInAQueryIsNamedWhereItStands) {
  const auto field_of = [](const Answer& answer) {
    EXPECT_EQ(answer.status, 400) << answer.body;
    return answer.text("message");
  };
  const auto update = [&](const std::string& query, const std::string& change) {
    return field_of(mia.post(
        dataset("/items/bulk-update-metadata"),
        R"({"query":)" + query + R"(,"updateQuery":{"update":)" + change + "}}"
    ));
  };
  EXPECT_THAT(
      update(R"({"filter":{}})", R"({"metadata":{"user":5}})"),
      HasSubstr("`updateQuery.update.metadata.user`")
  );
  EXPECT_THAT(update("{}", R"({"metadata":{}})"), HasSubstr("`query.filter`"));
  const auto to = folder("/to");
  const auto moved =
      mia.put(dataset("/items/" + to), R"({"dqlQuery":{"filter":{}},"filter":{"name":"a"}})");
  EXPECT_THAT(field_of(moved), HasSubstr("`filter`"));
  const auto listed = mia.get(dataset("/items?query=%7B%22resource%22%3A%22annotations%22%7D"));
  EXPECT_THAT(field_of(listed), HasSubstr("`query.resource`"));
}

// B-471
TEST_F(ManyItems, AFolderStaysWhileSomethingBelowItDoes) {
  for (const auto* path : {"/o", "/o/a", "/p", "/q"}) folder(path);
  world.items(1, "o/a");
  world.items(1, "p");
  const auto folders = [&] {
    std::string names;
    for (const auto& item :
         mia.post(dataset("/query"), R"({"filter":{"type":"dir"},"sort":{"filename":"ascending"}})")
             .items()) {
      names += item.text("filename");
    }
    return names;
  };
  ASSERT_EQ(folders(), "/o/o/a/p/q");
  expect_count(mia.remove(dataset("/items"), R"({"filter":{"type":"dir"}})"), "DeleteItems", "1");
  EXPECT_EQ(folders(), "/o/o/a/p");
  expect_count(
      mia.remove(dataset("/items"), R"({"filter":{"filename":"/o*"}})"), "DeleteItems", "3"
  );
  EXPECT_EQ(folders(), "/p");
}

// B-253: clients send it for none.
TEST_F(ManyItems, AnEmptyJoinAsksNothing) {
  world.items(2);
  expect_count(
      mia.remove(dataset("/items"), R"({"filter":{"type":"file"},"join":{}})"), "DeleteItems", "2"
  );
}

// B-467
TEST_F(ManyItems, AreSplitByTheirShares) {
  world.items(10);
  const auto split = [&](const std::string& shares) {
    return mia.post(
        dataset("/split"),
        R"({"itemsQuery":{"filter":{"type":"file"}},"MLSplitList":)" + shares + "}"
    );
  };
  const auto counts = [&] {
    return std::vector{
        count(R"({"metadata.system.tags.train":true})"),
        count(R"({"metadata.system.tags.validation":true})"),
        count(R"({"metadata.system.tags.test":true})")
    };
  };
  expect_count(split(R"({"train":70,"validation":20,"test":10})"), "SplitDataset", "10");
  EXPECT_THAT(counts(), ElementsAre("7", "2", "1"));
  expect_count(split(R"({"train":0,"validation":0,"test":100})"), "SplitDataset", "10");
  EXPECT_THAT(counts(), ElementsAre("0", "0", "10"));
  for (const auto* wrong :
       {R"({"train":70,"validation":20,"test":9})",
        R"({"train":110,"validation":0,"test":-10})",
        R"({"train":100})",
        "{}"}) {
    EXPECT_EQ(split(wrong).status, 400) << wrong;
  }
  EXPECT_THAT(counts(), ElementsAre("0", "0", "10"));
}

// B-468
TEST_F(ManyItems, HaveTheirLabelsAndTypesCounted) {
  const auto items = world.items(2);
  const auto annotate = [&](const ItemId& item, const std::string& label, const std::string& type) {
    const auto body = R"({"type":")" + type + R"(","label":")" + label + R"(","coordinates":[]})";
    EXPECT_EQ(mia.post("/items/" + item.text + "/annotations", body).status, 200);
  };
  annotate(items[0], "cat", "box");
  annotate(items[1], "cat", "point");
  annotate(items[1], "dog", "box");
  const std::string labels = R"([{"label":"cat","count":2},{"label":"dog","count":1}])";
  EXPECT_EQ(mia.get(dataset("/annotations/labels")).body, labels);
  EXPECT_EQ(mia.post(dataset("/annotations/labels"), "").body, labels);
  EXPECT_EQ(
      mia.post(dataset("/annotations/types"), R"({"creators":["MIA@example.org"]})").body,
      R"([{"type":"box","count":2},{"type":"point","count":1}])"
  );
  EXPECT_EQ(mia.get(dataset("/annotations/labels?creators=eve@example.org")).body, "[]");
  EXPECT_EQ(mia.get(dataset("/annotations/labels?taskId=odd")).status, 400);
  EXPECT_EQ(mia.post(dataset("/annotations/types"), R"({"creators":["no address"]})").status, 400);
}

// B-469
TEST_F(ManyItems, OfAFolderGoOutWithTheirLabels) {
  const auto inside = world.items(1, "a*/b").front();
  world.items(1, "ab/b");
  const auto made =
      mia.post("/items/" + inside.text + "/annotations", R"({"type":"class","label":"cat"})");
  ASSERT_EQ(made.status, 200);
  for (const auto* folder : {"/a*", "/a*/", "/a*/b"}) {
    const auto found =
        mia.get(dataset(std::string("/annotations/json?directory=") + folder)).items();
    ASSERT_EQ(found.size(), 1u) << folder;
    EXPECT_EQ(found.front().text("id"), inside.text);
    const Answer list{.status = 200, .body = found.front().at("annotations")};
    EXPECT_EQ(list.items().front().text("label"), "cat");
  }
  EXPECT_EQ(mia.get(dataset("/annotations/json")).items().size(), 2u);
  EXPECT_EQ(mia.get(dataset("/annotations/json?directory=/none")).body, "[]");
  EXPECT_THAT(mia.get(dataset("/annotations/zip?directory=/ab")).body, StartsWith("PK"));
  EXPECT_EQ(mia.get(dataset("/annotations/zip?directory=ab")).status, 400);
}

}  // namespace

}  // namespace allot::http::test
