#include "http/long_text.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <numeric>

#include "http/client_for_tests.h"
#include "http/keyed_client_for_tests.h"

namespace allot::http::test {
namespace {

using allot::test::World;

constexpr std::size_t any_size = std::numeric_limits<std::size_t>::max();
const std::string long_enough(5 << 20, 'x');

// B-305
TEST(LongText, WaitsInTheSpoolAndGoesWithItsAnswer) {
  World world;
  auto& files = world.env().files;
  {
    LongText text(files);
    text.add("short, ");
    text.add(long_enough);
    text.add(", end");
    auto answer = std::move(text).json_response();
    EXPECT_TRUE(std::holds_alternative<FileRange>(answer.body));
    EXPECT_EQ(files.spooled(), 1u);
    EXPECT_TRUE(text_of(answer, any_size) == "short, " + long_enough + ", end");
    EXPECT_FALSE(text_of(answer, 1000));
  }
  EXPECT_EQ(files.spooled(), 0u);
}

TEST(LongText, ThatIsShortStaysInMemory) {
  World world;
  LongText text(world.env().files);
  text.add("short");
  const auto answer = std::move(text).json_response();
  EXPECT_EQ(std::get<std::string>(answer.body), "short");
}

TEST(LongText, ThatNobodyAsksForIsDropped) {
  World world;
  {
    LongText text(world.env().files);
    text.add(long_enough);
  }
  EXPECT_EQ(world.env().files.spooled(), 0u);
}

TEST(LongArray, IsJsonWithAnyNumberOfElements) {
  World world;
  const auto of = [&](int count) {
    LongArray array(world.env().files);
    for (int i = 0; i < count; ++i) array.add(std::to_string(i));
    return text_of(std::move(array).json_response(), any_size);
  };
  EXPECT_EQ(of(0), "[]");
  EXPECT_EQ(of(1), "[0]");
  EXPECT_EQ(of(3), "[0,1,2]");
}

/// Many boxes whose answer takes more than 4 MB.
std::string many_boxes() {
  std::string list;
  for (int i = 0; i < 9'000; ++i) {
    list += std::string(i == 0 ? "[" : ",") + R"({"type":"box","label":"car)" + std::to_string(i) +
            R"(","coordinates":[{"x":1,"y":1},{"x":2,"y":2}]})";
  }
  return list + "]";
}

// B-305
TEST(LongAnswers, OfAnnotationsAreWhole) {
  World world;
  Client mia(world, "mia");
  const auto path = "/items/" + world.items(1).front().text + "/annotations";
  const auto made = mia.post(path, many_boxes());
  ASSERT_EQ(made.status, 200);
  ASSERT_GT(made.body.size(), 4u << 20);
  const auto items = made.items();
  ASSERT_EQ(items.size(), 9'000u);
  EXPECT_EQ(items.front().text("label"), "car0");
  EXPECT_EQ(items.back().text("label"), "car8999");
  EXPECT_TRUE(mia.get(path).body == made.body);
  EXPECT_EQ(world.env().files.spooled(), 0u);
}

// B-297, B-305
TEST(LongAnswers, AreGivenAgainUnderTheirKey) {
  World world;
  KeyedClient mia(world, "mia");
  const auto path = "/items/" + world.items(1).front().text + "/annotations";
  const auto first = mia.post(path, many_boxes(), "k");
  const auto again = mia.post(path, many_boxes(), "k");
  EXPECT_TRUE(again.is_replayed());
  EXPECT_EQ(again.status, first.status);
  EXPECT_TRUE(again.body == first.body);
  EXPECT_EQ(Client(world, "mia").get(path).items().size(), 9'000u);
}

TEST(LongBodies, ThatEndInAFaultAddNothing) {
  World world;
  Client mia(world, "mia");
  const auto path = "/items/" + world.items(1).front().text + "/annotations";
  auto boxes = many_boxes();
  boxes.back() = ',';
  const auto cut = mia.post(path, boxes);
  EXPECT_EQ(cut.status, 400);
  const auto wrong = mia.post(path, boxes + R"({"type":"nothing","label":"x"}])");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_EQ(mia.get(path).body, "[]");
}

// B-305
TEST(LongBodies, HaveNoObjectOfMoreThan32Megabytes) {
  World world;
  Client mia(world, "mia");
  const auto path = "/items/" + world.items(1).front().text + "/annotations";
  const auto big = R"({"type":"box","label":")" + std::string(33u << 20, 'x') + "\"}";
  for (const auto& body : {big, "[" + big + "]"}) {
    const auto refused = mia.post(path, body);
    EXPECT_EQ(refused.status, 413);
    EXPECT_THAT(refused.body, ::testing::HasSubstr("of the body has more than 32 MB."));
  }
  EXPECT_EQ(mia.get(path).body, "[]");
}

}  // namespace
}  // namespace allot::http::test
