#include "allot/states.h"

#include <gtest/gtest.h>

namespace allot::sdk_tests {
namespace {

template <class Known>
class WordOf : public ::testing::Test {};

using Kinds = ::testing::Types<
    Role,
    MemberStatus,
    TaskType,
    TaskStatus,
    AssignmentStatus,
    ItemType,
    ReferenceType,
    AnnotationStatus,
    CommandStatus,
    PlanKind>;
TYPED_TEST_SUITE(WordOf, Kinds);

TYPED_TEST(WordOf, EachKnownOneIsSaidAsTheServerSaysItAndReadBack) {
  const auto& words = words_of<TypeParam>;
  ASSERT_FALSE(words.empty());
  for (std::size_t i = 0; i < words.size(); ++i) {
    const Word<TypeParam> word = static_cast<TypeParam>(i);
    EXPECT_EQ(word.text(), words.at(i));
    EXPECT_EQ(Word<TypeParam>(std::string(words.at(i))), word);
    EXPECT_EQ(word.known(), static_cast<TypeParam>(i));
  }
}

TYPED_TEST(WordOf, ALaterServerIsKeptAsItCame) {
  const Word<TypeParam> later("something new");
  EXPECT_EQ(later.known(), std::nullopt);
  EXPECT_EQ(later.text(), "something new");
  EXPECT_NE(later, Word<TypeParam>(static_cast<TypeParam>(0)));
}

TYPED_TEST(WordOf, NoneIsNoKnownOne) {
  EXPECT_EQ(Word<TypeParam>().text(), "");
  EXPECT_EQ(Word<TypeParam>().known(), std::nullopt);
}

}  // namespace
}  // namespace allot::sdk_tests
