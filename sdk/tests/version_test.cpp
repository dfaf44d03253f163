#include "allot/version.h"

#include <gtest/gtest.h>

#include <string>

namespace allot::sdk_tests {
namespace {

static_assert(ALLOT_VERSION_NUMBER_OF(1, 2, 3) > ALLOT_VERSION_NUMBER_OF(1, 1, 999));
static_assert(ALLOT_VERSION_NUMBER >= ALLOT_VERSION_NUMBER_OF(0, 1, 0));

TEST(TheVersion, IsOneForTheHeadersAndTheLibrary) {
  const auto parts = std::to_string(ALLOT_VERSION_MAJOR) + "." +
                     std::to_string(ALLOT_VERSION_MINOR) + "." +
                     std::to_string(ALLOT_VERSION_PATCH);
  EXPECT_EQ(ALLOT_VERSION, parts);
  EXPECT_EQ(version(), ALLOT_VERSION);
}

}  // namespace
}  // namespace allot::sdk_tests
