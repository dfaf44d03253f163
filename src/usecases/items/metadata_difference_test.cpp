#include "usecases/items/metadata_difference.h"

#include <gtest/gtest.h>

#include "support/world.h"

namespace allot {
namespace {

std::string allowed(const std::string& difference) {
  return allowed_difference(difference, true).value();
}

TEST(DifferencesOfMetadata, WhatTheServerOwnsIsLeftOut) {  // B-247
  EXPECT_EQ(
      allowed(R"({"system":{"refs":[],"size":1,"tags":{"train":true}},"user":1})"),
      R"({"system":{"tags":{"train":true}},"user":1})"
  );
}

TEST(DifferencesOfMetadata, NothingIsPutInPlaceOfAllThatTheServerOwns) {  // B-247, B-465
  for (const std::string value : {"null", "5", "[]", "\"a\""}) {
    const auto difference = R"({"system":)" + value + R"(,"user":1})";
    EXPECT_FAILS(allowed_difference(difference, true), ErrorCode::invalid);
  }
}

}  // namespace
}  // namespace allot
