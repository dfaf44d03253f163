#include "commands/nearest.h"

#include <gtest/gtest.h>

namespace allot::cli {
namespace {

const std::vector<std::string> verbs{"list", "show", "watch", "create", "remove"};

TEST(Nearest, FindsWhatWasMeant) {
  EXPECT_EQ(nearest("shwo", verbs), "show");
  EXPECT_EQ(nearest("SHOW", verbs), "show");
  EXPECT_EQ(nearest("lst", verbs), "list");
  EXPECT_EQ(nearest("creaate", verbs), "create");
  EXPECT_EQ(nearest("remvoe", verbs), "remove");
}

TEST(Nearest, FindsNothingWhereNothingIsNear) {
  for (const auto* const word : {"", "x", "deploy", "a", "listing of all"}) {
    EXPECT_EQ(nearest(word, verbs), "") << word;
  }
  EXPECT_EQ(nearest("show", {}), "");
}

TEST(Nearest, OfAnAddressIsOneWithAnAlikeName) {
  const std::vector<std::string> people{"ben@example.org", "mia@example.org", "ada@other.org"};
  EXPECT_EQ(nearest("mai@example.org", people), "mia@example.org");
  EXPECT_EQ(nearest("ada@example.org", {"ben@example.org", "mia@example.org"}), "");
  EXPECT_EQ(nearest("mia@exampel.org", people), "mia@example.org");
}

TEST(Meant, IsAQuestionOrNothing) {
  EXPECT_EQ(meant("shwo", verbs), "; do you mean `show`?");
  EXPECT_EQ(meant("deploy", verbs), "");
}

}  // namespace
}  // namespace allot::cli
