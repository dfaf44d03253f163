#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

#include "allot/embedded.h"
#include "temporary_folder_for_tests.h"

namespace allot::sdk_tests {
namespace {

TEST(Open, ANewFolderBelongsToWhoeverOpensIt) {
  const TemporaryFolder folder;
  EXPECT_EQ(open(folder.path() / "a", {.as = "Ada@example.org"}).email(), "ada@example.org");
  EXPECT_EQ(open(folder.path() / "b").email(), "owner@localhost");
}

TEST(Open, AnAddressThatNobodyHasIsNotFound) {
  const TemporaryFolder folder;
  const auto ada = open(folder.path(), {.as = "ada@example.org"});
  EXPECT_THROW((void)open(folder.path(), {.as = "ben@example.org"}), NotFound);
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
