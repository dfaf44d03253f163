#include "store/sqlite/kept_orders.h"

#include <gtest/gtest.h>

namespace allot::sqlite {

namespace {

using namespace std::chrono_literals;

KeptOrders::Key key_of(const std::string& order, std::int64_t version = 1, Ordinal items = 3) {
  return {.dataset = "d", .order = order, .version = version, .among = ItemSet::range(0, items)};
}

KeptOrders::Order order_of(std::size_t items) {
  return std::make_shared<const std::vector<Ordinal>>(items);
}

TEST(KeptOrders, GivesBackWhatWasKeptUnderTheSameVersionItemsAndOrder) {
  KeptOrders orders;
  const auto order = order_of(3);
  orders.keep(key_of("name"), order);
  EXPECT_EQ(orders.find(key_of("name")), order);
  EXPECT_EQ(orders.find(key_of("path")), nullptr);
  EXPECT_EQ(orders.find(key_of("name", 2)), nullptr);
  EXPECT_EQ(orders.find(key_of("name", 1, 4)), nullptr);
  // Of all is not of none.
  auto all = key_of("name");
  all.among.reset();
  orders.keep(all, order);
  EXPECT_EQ(orders.find(key_of("name", 1, 0)), nullptr);
}

TEST(KeptOrders, OfAnEarlierVersionNothingIsLeft) {
  KeptOrders orders;
  orders.keep(key_of("name"), order_of(3));
  orders.keep(key_of("path"), order_of(3));
  orders.keep(key_of("name", 2), order_of(3));
  const auto key = key_of("name");
  EXPECT_EQ(orders.bytes(), key.order.size() + key.among->bytes() + 3 * sizeof(Ordinal));
}

TEST(KeptOrders, AreBoundedInBytesAndTheLatestUsedStay) {
  KeptOrders orders;
  constexpr std::size_t for_names = 1'000;
  const auto third = (KeptOrders::bytes_max / 3 - for_names) / sizeof(Ordinal);
  for (const auto* const order : {"a", "b", "c"}) orders.keep(key_of(order), order_of(third));
  EXPECT_NE(orders.find(key_of("a")), nullptr);
  orders.keep(key_of("d"), order_of(third));
  EXPECT_LE(orders.bytes(), KeptOrders::bytes_max);
  EXPECT_NE(orders.find(key_of("a")), nullptr);
  EXPECT_EQ(orders.find(key_of("b")), nullptr);
  orders.keep(key_of("e"), order_of(4 * third));
  EXPECT_EQ(orders.find(key_of("e")), nullptr);
  EXPECT_NE(orders.find(key_of("d")), nullptr);
}

TEST(KeptOrders, OfNothingAreBoundedTooByWhatNamesThemAndInNumber) {
  KeptOrders orders;
  orders.keep(key_of(std::string(KeptOrders::bytes_max / 2, 'a')), order_of(0));
  orders.keep(key_of(std::string(KeptOrders::bytes_max / 2, 'b')), order_of(1));
  EXPECT_LE(orders.bytes(), KeptOrders::bytes_max);
  EXPECT_EQ(orders.find(key_of(std::string(KeptOrders::bytes_max / 2, 'a'))), nullptr);
  for (std::size_t i = 0; i <= KeptOrders::orders_max; ++i) {
    orders.keep(key_of("filter " + std::to_string(i)), order_of(0));
  }
  EXPECT_EQ(orders.find(key_of("filter 0")), nullptr);
  EXPECT_NE(orders.find(key_of("filter 1")), nullptr);
}

TEST(KeptOrders, AreGivenBackWhenNobodyAsksForAWhile) {
  KeptOrders orders;
  orders.keep(key_of("name"), order_of(3));
  const auto now = KeptOrders::Clock::now();
  orders.drop_unused(now + KeptOrders::time_kept - 1s);
  EXPECT_GT(orders.bytes(), 0u);
  orders.drop_unused(now + KeptOrders::time_kept + 1s);
  EXPECT_EQ(orders.bytes(), 0u);
}

}  // namespace

}  // namespace allot::sqlite
