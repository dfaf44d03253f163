#include "base/unattended.h"

#include <gtest/gtest.h>

#include <thread>

namespace allot {
namespace {

TEST(UnattendedWork, IsThatOfOneThreadAsLongAsOneLives) {
  EXPECT_FALSE(Unattended::holds());
  {
    const Unattended outer;
    {
      const Unattended inner;
    }
    EXPECT_TRUE(Unattended::holds());
    std::jthread([] { EXPECT_FALSE(Unattended::holds()); }).join();
  }
  EXPECT_FALSE(Unattended::holds());
}

}  // namespace
}  // namespace allot
