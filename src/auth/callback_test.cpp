#include "auth/callback.h"

#include <gtest/gtest.h>

#include <vector>

namespace allot {
namespace {

const std::vector<std::string> no_origins;

struct Example {
  std::string url;
  std::string origin;
};

TEST(Callback, LoopbackAddressesAreAllowedAtAnyPort) {  // B-004
  const std::vector<Example> examples = {
      {"http://localhost:3001", "http://localhost:3001"},
      {"http://localhost:3001/", "http://localhost:3001"},
      {"http://localhost", "http://localhost"},
      {"http://localhost/", "http://localhost"},
      {"http://localhost:80", "http://localhost"},
      {"http://localhost:443", "http://localhost:443"},
      {"http://localhost:1", "http://localhost:1"},
      {"http://localhost:65535", "http://localhost:65535"},
      {"http://127.0.0.1:3001", "http://127.0.0.1:3001"},
      {"http://127.0.0.1", "http://127.0.0.1"},
      {"http://[::1]:3001/", "http://[::1]:3001"},
      {"http://[::1]", "http://[::1]"},
  };
  for (const auto& [url, origin] : examples) {
    const auto callback = parse_callback(url, no_origins);
    ASSERT_TRUE(callback) << url;
    EXPECT_EQ(*callback, (Callback{.origin = origin, .base = origin + "/"})) << url;
  }
}

TEST(Callback, EverythingElseIsRefused) {
  using namespace std::string_literals;
  const std::vector<std::string> attacks = {
      // Hosts that only look like ours.
      "http://localhost.evil.com",
      "http://localhost.evil.com:3001/",
      "http://evil.com",
      "http://evil.com/localhost",
      "http://evil.com:3001/http://localhost",
      "http://127.0.0.1.nip.io",
      "http://127.0.0.1.nip.io:3001/",
      "http://127.1:3001",
      "http://127.0.0.2:3001",
      "http://0.0.0.0:3001",
      "http://0:3001",
      "http://2130706433:3001",
      "http://0x7f.0.0.1:3001",
      "http://127.0.0.01:3001",
      "http://localhost.:3001",
      "http://.localhost:3001",
      "http://xlocalhost:3001",
      "http://sub.localhost:3001",
      "http://127.0.0.1.:3001",
      "http://LOCALHOST:3001",
      "http://Localhost:3001",
      "http://loc%61lhost:3001",
      "http://ⓛocalhost:3001",
      // User info.
      "http://localhost@evil.com",
      "http://localhost:3001@evil.com",
      "http://localhost:3001@evil.com/",
      "http://user@localhost:3001",
      "http://user:word@localhost:3001",
      "http://@localhost:3001",
      // IPv6.
      "http://[::1%25eth0]",
      "http://[::1%25eth0]:3001",
      "http://[::1]evil.com",
      "http://[::1].evil.com:3001",
      "http://[::1",
      "http://[::1:3001",
      "http://[::1]]",
      "http://[]:3001",
      "http://[::]:3001",
      "http://[0:0:0:0:0:0:0:1]:3001",
      "http://[::ffff:127.0.0.1]:3001",
      "http://[localhost]:3001",
      "http://::1:3001",
      // Schemes.
      "https://localhost:3001",
      "HTTP://localhost:3001",
      "ftp://localhost:3001",
      "file:///etc/passwd",
      "file://localhost/",
      "javascript:alert(1)",
      "javascript://localhost:3001",
      "data:text/html,x",
      "httpx://localhost:3001",
      "//localhost:3001",
      "localhost:3001",
      "localhost",
      "http:localhost:3001",
      "http:/localhost:3001",
      "http:///localhost:3001",
      "http://http://localhost:3001",
      "http",
      "http:",
      "http://",
      "http:///",
      "",
      "/",
      // Ports.
      "http://localhost:",
      "http://localhost:/",
      "http://localhost:0",
      "http://localhost:65536",
      "http://localhost:99999",
      "http://localhost:99999999999999999999",
      "http://localhost:-1",
      "http://localhost:+80",
      "http://localhost:03001",
      "http://localhost:3001x",
      "http://localhost:0x50",
      "http://localhost:3001:3002",
      "http://localhost: 3001",
      // Paths, queries, fragments.
      "http://localhost:3001/x",
      "http://localhost:3001//",
      "http://localhost:3001//evil.com",
      "http://localhost:3001/../",
      "http://localhost:3001/.",
      "http://localhost:3001?",
      "http://localhost:3001/?x=1",
      "http://localhost:3001#",
      "http://localhost:3001/#x",
      "http://localhost:3001#@evil.com/",
      "http://localhost:3001;x",
      // What browsers leave out or turn around.
      "http:\\\\localhost:3001",
      "http://localhost:3001\\",
      "http://evil.com\\@localhost:3001",
      "http://localhost\\.evil.com",
      " http://localhost:3001",
      "http://localhost:3001 ",
      "http://local\thost:3001",
      "ht\ntp://localhost:3001",
      "http://localhost:3001\r\nLocation: http://evil.com",
      "http://localhost:3001/\n",
      "http://localhost\0:3001"s,
      "http://localhost:3001\0"s,
      "http://localhost:3001\0.evil.com"s,
      "http://localhost,evil.com",
      "http://localhost:3001,http://evil.com",
      "http://localhost*:3001",
      "*",
      "null",
      "http://" + std::string(1'000'000, 'a'),
  };
  for (const auto& url : attacks) {
    const auto callback = parse_callback(url, no_origins);
    ASSERT_FALSE(callback) << url;
    EXPECT_EQ(callback.error().code, ErrorCode::invalid);
    EXPECT_EQ(callback.error().fields.at(0).path, "callback");
    EXPECT_LT(callback.error().message.size(), 300u);
  }
}

TEST(Callback, ARefusalSaysWhatIsAllowedAndQuotesNoControlCharacters) {
  const auto callback = parse_callback("http://evil.com\r\nx: y", no_origins);
  ASSERT_FALSE(callback);
  EXPECT_EQ(
      callback.error().message,
      "The `callback` `http://evil.com??x: y` is not allowed: it must be http://localhost with any "
      "port, or an origin that this server was told to trust."
  );
}

TEST(Callback, AConfiguredOriginIsAllowedExactly) {
  const std::vector<std::string> origins = {
      "https://tools.example.org", "http://build.example.org:8080"
  };
  for (const auto* url :
       {"https://tools.example.org", "https://tools.example.org/", "https://tools.example.org:443"
       }) {
    const auto callback = parse_callback(url, origins);
    ASSERT_TRUE(callback) << url;
    EXPECT_EQ(callback->origin, "https://tools.example.org");
    EXPECT_EQ(callback->base, "https://tools.example.org/");
  }
  EXPECT_TRUE(parse_callback("http://build.example.org:8080/", origins));
  EXPECT_TRUE(parse_callback("http://localhost:3001", origins));
  for (const auto* url :
       {"http://tools.example.org",
        "https://tools.example.org:8443",
        "https://tools.example.org.evil.com",
        "https://tools.example.org@evil.com",
        "https://evil.com/https://tools.example.org",
        "https://tools.example.org/path",
        "https://tools.example.org/?x",
        "https://TOOLS.example.org",
        "https://tools.example.org.",
        "https://x.tools.example.org",
        "http://build.example.org",
        "http://build.example.org:80",
        "https://build.example.org:8080",
        "https://localhost:3001"}) {
    EXPECT_FALSE(parse_callback(url, origins)) << url;
  }
}

TEST(Origin, IsWrittenWithoutTheSchemesOwnPort) {
  EXPECT_EQ(*parse_origin("https://a.example.org:443"), "https://a.example.org");
  EXPECT_EQ(*parse_origin("https://a.example.org:80"), "https://a.example.org:80");
  EXPECT_EQ(*parse_origin("http://a.example.org:80"), "http://a.example.org");
  EXPECT_EQ(*parse_origin("http://[fd00::1]:8080"), "http://[fd00::1]:8080");
}

TEST(Origin, HasAHostThatADomainNameCouldBe) {
  EXPECT_TRUE(parse_origin("https://" + std::string(253, 'a')));
  EXPECT_FALSE(parse_origin("https://" + std::string(254, 'a')));
  EXPECT_FALSE(parse_origin("https://"));
}

TEST(Origin, HoldsNothingThatCouldEndAHeaderOrAPolicy) {
  for (const auto* text :
       {"https://a.example.org/",
        "https://a.example.org; script-src *",
        "https://a.example.org 'unsafe-inline'",
        "https://*.example.org",
        "https://a.example.org\r\nx: y",
        "https://a.example.org,b",
        "a.example.org",
        ""}) {
    const auto origin = parse_origin(text);
    ASSERT_FALSE(origin) << text;
    EXPECT_EQ(origin.error().code, ErrorCode::invalid);
  }
}

}  // namespace
}  // namespace allot
