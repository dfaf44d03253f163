#include "net/peers.h"

#include <gtest/gtest.h>

#include <vector>

namespace allot::net {

namespace {

std::vector<AddressBlock> blocks(std::initializer_list<std::string_view> texts) {
  std::vector<AddressBlock> parsed;
  for (const auto text : texts) parsed.push_back(*AddressBlock::parse(text));
  return parsed;
}

http::Headers forwarded_for(std::initializer_list<std::string> values) {
  http::Headers headers;
  for (const auto& value : values) headers.emplace_back("x-forwarded-for", value);
  return headers;
}

TEST(PeerCounts, TakeTheAddressesOfOneHouseTogether) {  // B-304
  PeerCounts counts(1);
  const auto here = counts.enter("2001:db8:0:1::1");
  EXPECT_TRUE(here);
  EXPECT_FALSE(counts.enter("2001:db8:0:1::2"));
  EXPECT_TRUE(counts.enter("2001:db8:0:2::1"));
  const auto one = counts.enter("::ffff:192.0.2.1");
  const auto other = counts.enter("::ffff:192.0.2.2");
  EXPECT_TRUE(one);
  EXPECT_TRUE(other);
}

TEST(AddressBlock, HoldsWhatItsBitsSay) {
  const auto block = *AddressBlock::parse("10.1.0.0/17");
  EXPECT_TRUE(block.contains("10.1.0.0"));
  EXPECT_TRUE(block.contains("10.1.127.255"));
  EXPECT_TRUE(block.contains("::ffff:10.1.2.3"));
  EXPECT_FALSE(block.contains("10.1.128.0"));
  EXPECT_FALSE(block.contains("nonsense"));
  EXPECT_TRUE(AddressBlock::parse("fd00::/8")->contains("fdff::1"));
  EXPECT_FALSE(AddressBlock::parse("fd00::/8")->contains("fe00::1"));
  EXPECT_FALSE(AddressBlock::parse("127.0.0.1")->contains("127.0.0.2"));
  EXPECT_TRUE(AddressBlock::parse("0.0.0.0/0")->contains("192.0.2.1"));
  EXPECT_FALSE(AddressBlock::parse("0.0.0.0/0")->contains("2001:db8::1"));
}

TEST(AddressBlock, RefusesWhatIsNone) {
  for (const auto* const text :
       {"",
        "localhost",
        "10.0.0.0/33",
        "10.0.0.0/",
        "10.0.0.0/-1",
        "10.0.0.0/8x",
        "::/129",
        "10.0.0"}) {
    EXPECT_FALSE(AddressBlock::parse(text)) << text;
  }
}

TEST(ClientOf, IsThePeerUnlessThatIsATrustedProxy) {  // B-314
  const auto named = forwarded_for({"192.0.2.1"});
  EXPECT_EQ(client_of("198.51.100.1", named, {}), "198.51.100.1");
  EXPECT_EQ(client_of("198.51.100.1", named, blocks({"127.0.0.1"})), "198.51.100.1");
  EXPECT_EQ(client_of("127.0.0.1", named, blocks({"127.0.0.1"})), "192.0.2.1");
  EXPECT_EQ(client_of("127.0.0.1", {}, blocks({"127.0.0.1"})), "127.0.0.1");
}

TEST(ClientOf, BelievesOnlyWhatTrustedProxiesWrote) {  // B-314
  const auto proxies = blocks({"127.0.0.1", "10.0.0.0/8"});
  // The client invented the first one, and the proxies added whom they saw.
  EXPECT_EQ(
      client_of("127.0.0.1", forwarded_for({"203.0.113.9, 192.0.2.1"}), proxies), "192.0.2.1"
  );
  EXPECT_EQ(
      client_of("127.0.0.1", forwarded_for({"203.0.113.9, 192.0.2.1, 10.1.2.3"}), proxies),
      "192.0.2.1"
  );
  EXPECT_EQ(
      client_of("127.0.0.1", forwarded_for({"203.0.113.9", "192.0.2.1 ,10.1.2.3"}), proxies),
      "192.0.2.1"
  );
  EXPECT_EQ(client_of("127.0.0.1", forwarded_for({"192.0.2.1, nonsense"}), proxies), "127.0.0.1");
  EXPECT_EQ(
      client_of("127.0.0.1", forwarded_for({"192.0.2.1, nonsense, 10.1.2.3"}), proxies), "10.1.2.3"
  );
  EXPECT_EQ(client_of("127.0.0.1", forwarded_for({"2001:DB8::1"}), proxies), "2001:db8::1");
}

}  // namespace

}  // namespace allot::net
