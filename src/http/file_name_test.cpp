#include "http/file_name.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cctype>

#include "base/text.h"

namespace allot::http {
namespace {

std::string of(std::string filename, std::string_view path = "/elsewhere.jpg") {
  Part part;
  part.filename = std::move(filename);
  return original_name(part, path);
}

/// As aiohttp writes a part's file name.
std::string encoded_as_a_whole(std::string_view name) {
  std::string text;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    const bool stays = byte < 0x80 && (std::isalnum(byte) != 0 ||
                                       std::string_view("-._~").find(c) != std::string_view::npos);
    text += stays ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return text;
}

TEST(OriginalName, OneThatIsEncodedAsAWholeIsDecoded) {
  EXPECT_EQ(of("frame%20001.jpg"), "frame 001.jpg");
  EXPECT_EQ(of("frame%20001.jpg", "/frame 001.jpg"), "frame 001.jpg");
  EXPECT_EQ(of("100%25.jpg"), "100%.jpg");
  EXPECT_EQ(of("a%2520b.jpg"), "a%20b.jpg");
  EXPECT_EQ(of("Gr%C3%B6%c3%9Fe.png"), "Größe.png");
  EXPECT_EQ(of("a%2Bb+c.jpg"), "a%2Bb+c.jpg") << "a plus is never left over";
  EXPECT_EQ(of("a%2Bb.jpg"), "a+b.jpg");
  EXPECT_EQ(of("a%22%5C%0D%0A.jpg"), "a\"\\\r\n.jpg");
  EXPECT_EQ(of("plain.jpg"), "plain.jpg");
}

TEST(OriginalName, OneThatIsEncodedInPartIsDecodedInThatPart) {
  EXPECT_EQ(of("a %22b%22.jpg"), "a \"b\".jpg");
  EXPECT_EQ(of("a b%20c.jpg"), "a b%20c.jpg");
  EXPECT_EQ(of("100% sure.jpg"), "100% sure.jpg");
  EXPECT_EQ(of("100%.jpg"), "100%.jpg");
  EXPECT_EQ(of("Größe%20.png"), "Größe%20.png");
}

TEST(OriginalName, OneThatIsThePathsIsTakenAsItIs) {
  EXPECT_EQ(of("a%20b.jpg", "/pictures/a%20b.jpg"), "a%20b.jpg");
  EXPECT_EQ(of("a%20b.jpg", "a%20b.jpg"), "a%20b.jpg");
  EXPECT_EQ(of("a %22.jpg", "/a %22.jpg"), "a %22.jpg");
}

TEST(OriginalName, WhatWouldBeNoUtf8IsNotDecoded) {
  EXPECT_EQ(of("a%E9.jpg"), "a%E9.jpg");
}

TEST(OriginalName, OneGivenExtendedIsDecodedOnce) {
  Part part;
  part.filename = "a%20b.jpg";
  part.filename_is_exact = true;
  EXPECT_EQ(original_name(part, "/x.jpg"), "a%20b.jpg");
}

RC_GTEST_PROP(OriginalName, ComesBackFromAClientThatEncodesAllOfIt, ()) {
  const auto name = *rc::gen::suchThat(rc::gen::string<std::string>(), [](const auto& text) {
    return is_utf8(text);
  });
  RC_ASSERT(of(encoded_as_a_whole(name), "/" + name) == name);
}

}  // namespace
}  // namespace allot::http
