#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

#include "allot/embedded.h"
#include "server_for_tests.h"
#include "temporary_folder_for_tests.h"

namespace allot::sdk_tests {
namespace {

TEST(Open, ANewFolderBelongsToWhoeverOpensIt) {
  const TemporaryFolder folder;
  EXPECT_EQ(open(folder.path() / "a", {.as = "Ada@example.org"}).email(), "ada@example.org");
  EXPECT_EQ(open(folder.path() / "b").email(), "owner@localhost");
}

TEST(Open, WithoutCreateWhatIsNoDataFolderIsNotFoundAndStaysAsItIs) {
  const TemporaryFolder folder;
  const auto nowhere = folder.path() / "teem";
  EXPECT_THROW((void)open(nowhere, {.create = false}), NotFound);
  EXPECT_FALSE(std::filesystem::exists(nowhere));
  EXPECT_THROW((void)open(folder.path(), {.create = false}), NotFound);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
  (void)open(nowhere, {.as = "ada@example.org"});
  EXPECT_EQ(open(nowhere, {.create = false}).email(), "ada@example.org");
}

TEST(Open, AnAddressThatNobodyHasIsNotFound) {
  const TemporaryFolder folder;
  const auto ada = open(folder.path(), {.as = "ada@example.org"});
  EXPECT_THROW((void)open(folder.path(), {.as = "ben@example.org"}), NotFound);
}

TEST(Open, WhatIsNoAddressIsABadRequest) {
  const TemporaryFolder folder;
  const auto ada = open(folder.path(), {.as = "ada@example.org"});
  EXPECT_THROW((void)open(folder.path(), {.as = "nobody in particular"}), BadRequest);
}

TEST(Open, EveryMemberIsLetInWithTheRightsThatTheyHave) {
  const TemporaryFolder folder;
  const auto ada = open(folder.path(), {.as = "ada@example.org"});
  const auto city = ada.projects.create("City");
  city.add_member("ben@example.org", Role::developer);  // has no account yet
  city.add_member("cleo@example.org");
  const auto bens = open(folder.path(), {.as = "Ben@example.org"}).projects.list();
  ASSERT_EQ(bens.size(), 1u);
  EXPECT_EQ(bens[0].role, Role::developer);
  EXPECT_EQ(bens[0].datasets.create("Crossings").creator, "ben@example.org");
  const auto cleos = open(folder.path(), {.as = "cleo@example.org"}).projects.list();
  EXPECT_THROW((void)cleos.at(0).datasets.create("Bridges"), Forbidden);
  for (const auto& member : city.list_members()) {  // being let in is no account
    if (member.email == "ben@example.org") {
      EXPECT_EQ(member.status, MemberStatus::pending);
    }
  }
  EXPECT_FALSE(city.invite_member("ben@example.org").url.empty());
}

TEST(Open, WhoHoldsWorkAndIsNoMemberIsLetInToIt) {
  const TemporaryFolder folder;
  const auto ada = open(folder.path() / "data", {.as = "ada@example.org"});
  const auto shots = ada.projects.create("City").datasets.create("Shots");
  shots.items.upload({.file = write_file(folder.path() / "a.txt", "a")});
  shots.tasks.create({.name = "label", .workload = Workload::generate({"dan@example.org"})});
  const auto dan = open(folder.path() / "data", {.as = "dan@example.org"});
  EXPECT_EQ(dan.assignments.list().size(), 1u);
}

TEST(Open, WhoWasTakenOutOfAProjectIsLetInAndSeesItNoMore) {
  const TemporaryFolder folder;
  const auto ada = open(folder.path(), {.as = "ada@example.org"});
  const auto city = ada.projects.create("City");
  city.add_member("ben@example.org");
  city.remove_member("ben@example.org");
  EXPECT_TRUE(open(folder.path(), {.as = "ben@example.org"}).projects.list().empty());
}

TEST(Open, LinksBeginWithTheAddressAtWhichTheFolderIsServed) {
  const TemporaryFolder folder;
  const auto ada =
      open(folder.path(), {.as = "ada@example.org", .public_url = "https://label.example.org"});
  const auto city = ada.projects.create("City");
  city.add_member("ben@example.org");
  EXPECT_TRUE(city.invite_member("ben@example.org").url.starts_with("https://label.example.org/"));
}

TEST(Open, AFolderOpenedAgainIsTheSameServer) {
  const TemporaryFolder folder;
  const auto once = open(folder.path() / "new", {.as = "ada@example.org"});
  once.projects.create("City");
  const auto twice = open(folder.path() / "." / "new");
  EXPECT_EQ(twice.projects.get({.project_name = "City"}).creator, "ada@example.org");
}

TEST(Open, WorkStaysWhenTheFolderIsLetGoOf) {
  const TemporaryFolder folder;
  open(folder.path(), {.as = "ada@example.org"}).projects.create("City");
  EXPECT_EQ(open(folder.path()).projects.list().size(), 1u);
}

// B-160
TEST(Open, WhatIsAskedInAFolderIsInBetweenTwoRequestsToServersOnIt) {
  const TemporaryFolder folder;
  const std::string ada = "ada@example.org";
  const auto annotations = [&] {
    const auto shots =
        open(folder.path() / "data", {.as = ada}).projects.create("City").datasets.create("Shots");
    const auto item = shots.items.upload({.file = write_file(folder.path() / "a.txt", "a")});
    return "/items/" + item.id + "/annotations";
  }();
  const auto annotate = [&] {
    return post_without_key(
        folder.path() / "data",
        ada,
        annotations,
        R"([{"type":"box","label":"car","coordinates":[{"x":1,"y":1},{"x":2,"y":2}]}])"
    );
  };
  ASSERT_EQ(annotate().status, 200);
  EXPECT_TRUE(annotate().is_repeat);
  EXPECT_EQ(open(folder.path() / "data", {.as = ada}).projects.list().size(), 1u);
  EXPECT_FALSE(annotate().is_repeat);
  EXPECT_TRUE(annotate().is_repeat);
}

TEST(Open, WhatCameFromAClientHoldsTheFolder) {
  const TemporaryFolder folder;
  const auto city = open(folder.path(), {.as = "ada@example.org"}).projects.create("City");
  EXPECT_EQ(city.rename("Town").name, "Town");
}

TEST(Open, SeveralThreadsMayOpenAndLetGo) {
  const TemporaryFolder folder;
  (void)open(folder.path(), {.as = "ada@example.org"});
  const auto open_often = [&] {
    for (int i = 0; i < 20; ++i) EXPECT_NO_THROW((void)open(folder.path()));
  };
  std::thread other(open_often);
  open_often();
  other.join();
}

}  // namespace
}  // namespace allot::sdk_tests
