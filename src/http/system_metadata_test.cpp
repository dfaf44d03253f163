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
