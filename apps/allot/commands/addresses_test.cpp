#include "commands/addresses.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "commands/console.h"

namespace allot::cli {
namespace {

TEST(ServerAddress, WithASchemeStaysAsItIs) {
  for (const auto* const url :
       {"http://allot.example.org",
        "https://allot.example.org:8443/api/v1",
        "http://127.0.0.1:8080/",
        "https://[::1]:8080"}) {
    EXPECT_EQ(server_address(url), url);
  }
  EXPECT_EQ(server_address("HTTPS://allot.example.org"), "https://allot.example.org");
}

TEST(ServerAddress, AHostAloneIsAskedByHttpsAndThisMachineByHttp) {
  EXPECT_EQ(server_address("allot.example.org"), "https://allot.example.org");
  EXPECT_EQ(server_address("allot.example.org:8443"), "https://allot.example.org:8443");
  EXPECT_EQ(server_address("10.0.0.5:8080/api/v1"), "https://10.0.0.5:8080/api/v1");
  EXPECT_EQ(server_address("1270.example.org"), "https://1270.example.org");
  EXPECT_EQ(server_address("127.example.org"), "https://127.example.org");
  for (const auto* const here :
       {"localhost", "LOCALHOST:8080", "127.0.0.1:8080", "127.1.2.3", "[::1]:8080", "a.localhost"
       }) {
    EXPECT_EQ(server_address(here), std::string("http://") + here);
  }
}

TEST(ServerAddress, WhatIsNoneIsRefusedWithWhatIsWanted) {
  for (const auto* const text :
       {"",
        "http://",
        "ftp://allot.example.org",
        "://x",
        ":8080",
        "localhost:port",
        "localhost:",
        "ada@example.org",
        "allot example org",
        "[::1",
        "http:///api/v1",
        "https://host:99999999"}) {
    try {
      (void)server_address(text);
      ADD_FAILURE() << text;
    } catch (const UsageError& error) {
      EXPECT_THAT(error.what(), testing::HasSubstr("write it like https://allot.example.org"));
    }
  }
}

}  // namespace
}  // namespace allot::cli
