#include <gtest/gtest.h>

#include "http/client_for_tests.h"

namespace allot::http::test {
namespace {

using allot::test::World;

/// A noun whose `metadata.system` a client may write to, and a member of it that is the server's.
struct Noun {
  std::string name;
  Method method;  // that changes it
  std::string path;
  std::string owned;
  std::string forged = R"("forged")";
};

class MetadataOfTheSystem : public ::testing::Test {
 protected:
  MetadataOfTheSystem() {
    const auto assignment = world.assignment({.annotator = "ada", .open_items = 1});
    const auto item = world.items(1).at(0);
    const auto annotation = mia.post(
        "/items/" + item.text + "/annotations", R"({"type":"class","label":"car","metadata":{}})"
    );
    const auto recipe = "/recipes/" + world.recipe().text;
    const auto ontology = json::strings_member(mia.get(recipe).body, "ontologyIds").at(0);
    nouns = {
        {"dataset", Method::patch, "/datasets/" + world.dataset().text, "scope"},
        {"recipe", Method::patch, recipe, ""},
        {"ontology", Method::put, "/ontologies/" + ontology, "projectIds", R"(["forged"])"},
        {"item", Method::patch, "/items/" + item.text, "refs", "[]"},
        {"annotation", Method::put, "/annotations/" + annotation.text("id"), ""},
        {"task", Method::patch, "/annotationtasks/" + assignment.task.text, "explicitRecipe"},
        {"assignment", Method::patch, "/assignments/" + assignment.id.text, "active", "false"}
    };
  }

  /// Sends metadata as a difference, or whole where the noun is replaced: both hold these members.
  Answer send(const Noun& noun, bool system, const std::string& members) {
    return mia.call(
        noun.method,
        noun.path + (system ? "?system=true" : ""),
        R"({"metadata":{"system":{)" + members + R"(},"user":{"mine":1}}})"
    );
  }

  [[nodiscard]] std::string kept(const Noun& noun, const std::string& member) {
    return mia.get(noun.path).at("metadata.system." + member);
  }

  World world;
  Client mia{world, "mia"};
  std::vector<Noun> nouns;
};

TEST_F(MetadataOfTheSystem, WhatIsWrittenWithTheFlagStays) {
  for (const auto& noun : nouns) {
    const auto answer = send(noun, true, R"("document":{"name":"a.pdf","page":1.50})");
    ASSERT_EQ(answer.status, 200) << noun.name << answer.body;
    EXPECT_EQ(answer.at("metadata.system.document.name"), R"("a.pdf")") << noun.name;
    EXPECT_EQ(kept(noun, "document.name"), R"("a.pdf")") << noun.name;
    EXPECT_EQ(mia.get(noun.path).at("metadata.user"), R"({"mine":1})") << noun.name;
  }
}

TEST_F(MetadataOfTheSystem, WithoutTheFlagItIsLeftOutSilentlyAndWhatWasWrittenStays) {
  for (const auto& noun : nouns) {
    ASSERT_EQ(send(noun, true, R"("document":{"name":"a.pdf"})").status, 200) << noun.name;
    EXPECT_EQ(send(noun, false, R"("document":{"name":"b.pdf"},"other":1)").status, 200);
    EXPECT_EQ(kept(noun, "document"), R"({"name":"a.pdf"})") << noun.name;
    EXPECT_EQ(kept(noun, "other"), "absent") << noun.name;
  }
}

TEST_F(MetadataOfTheSystem, AChangeOfSomethingElseLeavesItAlone) {
  for (const auto& noun : nouns) {
    ASSERT_EQ(send(noun, true, R"("document":{"name":"a.pdf"})").status, 200) << noun.name;
    for (const std::string body : {"{}", R"({"metadata":{}})", R"({"metadata":{"system":null}})"}) {
      const auto answer = mia.call(noun.method, noun.path, body);
      EXPECT_EQ(answer.status, 200) << noun.name << answer.body;
      EXPECT_EQ(kept(noun, "document"), R"({"name":"a.pdf"})") << noun.name << body;
    }
  }
}

TEST_F(MetadataOfTheSystem, TheServersOwnMembersStayWhatTheyAre) {
  for (const auto& noun : nouns) {
    if (noun.owned.empty()) continue;
    const auto before = kept(noun, noun.owned);
    EXPECT_EQ(send(noun, true, '"' + noun.owned + "\":" + noun.forged).status, 200) << noun.name;
    EXPECT_EQ(kept(noun, noun.owned), before) << noun.name;
  }
}

// B-247: what is no object would take the place of all that the server keeps there.
TEST_F(MetadataOfTheSystem, OfItemsAndAnnotationsIsAnObject) {
  for (const auto& noun : nouns) {
    if (noun.name != "item" && noun.name != "annotation") continue;
    ASSERT_EQ(send(noun, true, R"("document":{"name":"a.pdf"})").status, 200) << noun.name;
    const auto before = mia.get(noun.path).body;
    for (const std::string system : {"null", "7", "[]", R"("a")"}) {
      const auto refused = mia.call(
          noun.method, noun.path + "?system=true", R"({"metadata":{"system":)" + system + "}}"
      );
      EXPECT_EQ(refused.status, 400) << noun.name << system;
      EXPECT_NE(refused.body.find("`metadata.system` must be a JSON object"), std::string::npos);
      EXPECT_EQ(mia.get(noun.path).body, before) << noun.name << system;
    }
  }
}

TEST_F(MetadataOfTheSystem, OfAnAnnotationHasMembersOfTheirKind) {
  const auto item = world.items(1).at(0).text;
  const auto made =
      mia.post("/items/" + item + "/annotations", R"({"type":"class","label":"car"})");
  const auto refused = [&](const std::string& system, const std::string& name) {
    const auto metadata = R"("metadata":{"system":{)" + system + "}}";
    const auto added = mia.post(
        "/items/" + item + "/annotations", R"({"type":"class","label":"car",)" + metadata + "}"
    );
    const auto changed =
        mia.put("/annotations/" + made.text("id") + "?system=true", "{" + metadata + "}");
    for (const auto& answer : {added, changed}) {
      EXPECT_EQ(answer.status, 400) << answer.body;
      EXPECT_NE(answer.text("message").find(name), std::string::npos) << answer.body;
    }
  };
  refused(R"("status":5)", "`metadata.system.status`");
  refused(R"("attributes":5)", "`metadata.system.attributes`");
}

TEST_F(MetadataOfTheSystem, BesideItAnUploadsUserIsAnObject) {
  for (const auto* const user : {"5", "[]"}) {
    auto parts = upload_of(world, "/new.png", "x");
    parts.emplace_back().name = "metadata";
    parts.back().bytes = std::string(R"({"user":)") + user + "}";
    const auto answer =
        mia.upload("/datasets/" + world.dataset().text + "/items", std::move(parts));
    EXPECT_EQ(answer.status, 400) << answer.body;
    EXPECT_NE(answer.text("message").find("`metadata.user`"), std::string::npos) << answer.body;
  }
}

// B-247
TEST_F(MetadataOfTheSystem, OfManyItemsAndOfNewAnnotationsAndClonesIsAnObject) {
  const auto item = world.items(1).at(0).text;
  const auto before = mia.get("/items/" + item).body;
  const auto dataset = "/datasets/" + world.dataset().text;
  const std::string null = R"("metadata":{"system":null})";
  const auto update = R"({"filter":{},"systemSpace":true,"update":{)" + null + "}}";
  EXPECT_EQ(mia.post(dataset + "/query", update).status, 400);
  const auto clone = R"({"targetDatasetId":")" + world.dataset().text + R"(",)" + null + "}";
  EXPECT_EQ(mia.post("/items/" + item + "/clone", clone).status, 400);
  EXPECT_EQ(mia.get("/items/" + item).body, before);
  const auto annotate = [&](const std::string& system) {
    const auto body = R"({"type":"class","label":"car","metadata":{"system":)" + system + "}}";
    return mia.post("/items/" + item + "/annotations", body);
  };
  EXPECT_EQ(annotate("7").status, 400);
  EXPECT_EQ(annotate("null").at("metadata.system"), "{}");
}

TEST_F(MetadataOfTheSystem, AWholeThingSentBackWithTheFlagChangesNothing) {
  for (const auto& noun : nouns) {
    ASSERT_EQ(send(noun, true, R"("document":{"name":"a.pdf"})").status, 200) << noun.name;
    const auto before = mia.get(noun.path).body;
    EXPECT_EQ(mia.call(noun.method, noun.path + "?system=true", before).body, before) << noun.name;
  }
}

TEST_F(MetadataOfTheSystem, ARecipeAlwaysHasItSinceTheSdkWritesIntoItUnasked) {
  EXPECT_EQ(mia.get("/recipes/" + world.recipe().text).at("metadata"), R"({"system":{}})");
}

}  // namespace
}  // namespace allot::http::test
