#include "net/request_parser.h"

#include <gtest/gtest.h>

#include <string>

namespace allot::net {

namespace {

using State = RequestParser::State;

/// Feeds a parser as a connection does: what was not taken comes again in front of what follows.
struct Feed {
  RequestParser parser{HeadLimits{.bytes = 1024, .headers = 50}};
  std::string body;
  std::string rest;

  explicit Feed(std::string_view bytes, std::size_t piece = 1'000'000) {
    parser.set_body_sink([this](std::string_view part) {
      body += part;
      return true;
    });
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      rest += bytes.substr(at, piece);
      std::size_t taken = 0;
      do {
        const auto before = parser.state();
        if (before != State::head && before != State::body) break;
        taken = parser.put(rest);
        rest.erase(0, taken);
      } while (taken > 0 && !rest.empty());
    }
  }

  [[nodiscard]] State state() const { return parser.state(); }
};

State state_after(std::string_view bytes) {
  return Feed(bytes).state();
}

TEST(RequestParser, ReadsMethodTargetAndHeadersInLowerCase) {
  Feed feed("GET /a/b?c=%20 HTTP/1.1\r\nHost: x\r\nX-Some: One, Two\r\nx-some:  three \r\n\r\n");
  ASSERT_EQ(feed.state(), State::complete);
  const auto head = feed.parser.take_head();
  EXPECT_EQ(head.method, http::Method::get);
  EXPECT_EQ(head.target, "/a/b?c=%20");
  EXPECT_EQ(
      head.headers, (http::Headers{{"host", "x"}, {"x-some", "One, Two"}, {"x-some", "three"}})
  );
  EXPECT_EQ(feed.parser.content_length(), 0u);
}

TEST(RequestParser, BodiesAreTheSameHoweverTheyAreCutIntoPieces) {
  const std::string sized = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\nhello world";
  const std::string chunked =
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
      "5\r\nhello\r\n1;a=b\r\n \r\n005\r\nworld\r\n0\r\nTrailer: x\r\n\r\n";
  for (const auto& message : {sized, chunked}) {
    for (std::size_t piece = 1; piece <= message.size(); ++piece) {
      Feed feed(message, piece);
      ASSERT_EQ(feed.state(), State::complete) << piece;
      EXPECT_EQ(feed.body, "hello world") << piece;
      EXPECT_EQ(feed.rest, "");
    }
  }
}

TEST(RequestParser, StopsBehindTheHeadSoThatItCanBeLookedAt) {
  RequestParser parser(HeadLimits{.bytes = 1024});
  const std::string head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n";
  EXPECT_EQ(parser.put(head + "hello"), head.size());
  EXPECT_EQ(parser.state(), State::body);
  EXPECT_EQ(parser.content_length(), 5u);
}

TEST(RequestParser, LeavesTheNextRequestAlone) {
  Feed feed("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhiGET /next HTTP/1.1\r\n");
  EXPECT_EQ(feed.state(), State::complete);
  EXPECT_EQ(feed.body, "hi");
  EXPECT_EQ(feed.rest, "GET /next HTTP/1.1\r\n");
}

TEST(RequestParser, RefusesRequestsWithTwoMeanings) {
  const std::string start = "POST / HTTP/1.1\r\nHost: x\r\n";
  EXPECT_EQ(
      state_after(start + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"),
      State::malformed
  );
  EXPECT_EQ(
      state_after(start + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n"), State::malformed
  );
  EXPECT_EQ(state_after(start + "Content-Length: +1\r\n\r\n"), State::malformed);
  EXPECT_EQ(state_after(start + "Transfer-Encoding: gzip, chunked\r\n\r\n"), State::malformed);
  EXPECT_EQ(state_after(start + "Transfer-Encoding: gzip\r\n\r\n"), State::malformed);
  EXPECT_EQ(
      state_after(start + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"),
      State::malformed
  );
  EXPECT_EQ(state_after(start + "Host: y\r\n\r\n"), State::malformed);
  EXPECT_EQ(state_after("GET / HTTP/1.1\r\n\r\n"), State::malformed);
  EXPECT_EQ(state_after(start + "A : b\r\n\r\n"), State::malformed);
  EXPECT_EQ(state_after("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"), State::malformed);
  EXPECT_EQ(state_after("GET * HTTP/1.1\r\nHost: x\r\n\r\n"), State::malformed);
  EXPECT_EQ(state_after("GET / HTTP/2.0\r\nHost: x\r\n\r\n"), State::malformed);
  EXPECT_EQ(state_after("nonsense\r\n\r\n"), State::malformed);
}

TEST(RequestParser, RefusesABrokenChunk) {
  const std::string start = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(state_after(start + "zz\r\nhello\r\n"), State::malformed);
  EXPECT_EQ(state_after(start + "2\r\nhello\r\n0\r\n\r\n"), State::malformed);
}

TEST(RequestParser, RefusesHeadsOverTheLimitInOneLineOrInMany) {
  const std::string start = "GET / HTTP/1.1\r\nHost: x\r\n";
  EXPECT_EQ(state_after(start + "A: " + std::string(900, 'a') + "\r\n\r\n"), State::complete);
  EXPECT_EQ(state_after(start + "A: " + std::string(1100, 'a') + "\r\n\r\n"), State::head_too_long);
  EXPECT_EQ(
      state_after("GET /" + std::string(1100, 'a') + " HTTP/1.1\r\n\r\n"), State::head_too_long
  );
  std::string many = start;
  for (int i = 0; i < 100; ++i) many += "Header: value value\r\n";
  EXPECT_EQ(Feed(many + "\r\n").state(), State::head_too_long);
  EXPECT_EQ(Feed(many + "\r\n", 10).state(), State::head_too_long);
}

TEST(RequestParser, ASinkThatWantsNoMoreStopsTheParser) {
  RequestParser parser(HeadLimits{.bytes = 1024});
  int pieces = 0;
  parser.set_body_sink([&pieces](std::string_view) { return ++pieces < 1; });
  const std::string head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
  ASSERT_EQ(parser.put(head), head.size());
  const std::string body = "1\r\na\r\n1\r\nb\r\n0\r\n\r\n";
  EXPECT_LT(parser.put(body), body.size());
  EXPECT_EQ(pieces, 1);
  EXPECT_EQ(parser.state(), State::body);
}

TEST(RequestParser, KnowsWhetherTheConnectionIsKept) {
  EXPECT_TRUE(Feed("GET / HTTP/1.1\r\nHost: x\r\n\r\n").parser.keeps_alive());
  EXPECT_FALSE(Feed("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").parser.keeps_alive());
  EXPECT_FALSE(Feed("GET / HTTP/1.0\r\n\r\n").parser.keeps_alive());
  EXPECT_TRUE(Feed("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").parser.keeps_alive());
}

TEST(RequestParser, TargetsWithAnOriginLoseIt) {
  Feed feed("GET http://elsewhere.example.org/a?b HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(feed.parser.take_head().target, "/a?b");
}

TEST(RequestParser, UnknownMethodsAreTold) {
  EXPECT_FALSE(Feed("BREW / HTTP/1.1\r\nHost: x\r\n\r\n").parser.knows_method());
  EXPECT_TRUE(Feed("DELETE / HTTP/1.1\r\nHost: x\r\n\r\n").parser.knows_method());
}

}  // namespace

}  // namespace allot::net
