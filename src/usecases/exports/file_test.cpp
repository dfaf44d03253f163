#include "usecases/exports/file.h"

#include <gtest/gtest.h>

namespace allot {
namespace {

TEST(DocumentName, IsThePathOfTheItemWithJsonBehindIt) {
  EXPECT_EQ(document_name("/a/b.jpg", {}), "json/a/b.jpg.json");
  EXPECT_EQ(document_name("/a/b.jpg", {.in_folder = false}), "/a/b.jpg.json");
}

TEST(DocumentName, LosesTheExtensionWhereTheClientLooksForItWithoutOne) {
  const auto name = [](std::string_view path) {
    return document_name(path, {.with_extension = false});
  };
  EXPECT_EQ(name("/a/b.jpg"), "json/a/b.json");
  EXPECT_EQ(name("/a/b.tar.gz"), "json/a/b.tar.json");
  EXPECT_EQ(name("/a.b/c"), "json/a.b/c.json");
  EXPECT_EQ(name("/a/.hidden"), "json/a/.hidden.json");
  EXPECT_EQ(name("/a/..b.png"), "json/a/..b.json");
  EXPECT_EQ(name("/a/b."), "json/a/b.json");
}

}  // namespace
}  // namespace allot
