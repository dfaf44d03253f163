// Requests that two servers in a row could read in two ways. Each is refused, the connection ends,
// and nothing that came behind was carried out.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "net/test_server.h"

namespace allot::net {

namespace {

struct Probe {
  std::string name;
  std::string bytes;
};

const std::string smuggled = "GET /mark HTTP/1.1\r\nHost: test\r\n\r\n";

std::string post_with(const std::string& headers, const std::string& body) {
  return "POST /echo HTTP/1.1\r\nHost: test\r\n" + headers + "\r\n" + body;
}

std::string chunked(const std::string& body) {
  return post_with("Transfer-Encoding: chunked\r\n", body);
}

std::string with_header(const std::string& line) {
  return "GET /quick HTTP/1.1\r\nHost: test\r\n" + line + "\r\n\r\n";
}

std::string to(const std::string& request_line) {
  return request_line + "\r\nHost: test\r\n\r\n";
}

std::string at_host(const std::string& host_lines) {
  return "GET /quick HTTP/1.1\r\n" + host_lines + "\r\n";
}

std::vector<Probe> lengths_and_codings() {
  const std::string inner = "0\r\n\r\n" + smuggled;
  const auto size = std::to_string(inner.size());
  return {
      {"CL.TE", post_with("Content-Length: " + size + "\r\nTransfer-Encoding: chunked\r\n", inner)},
      {"TE.CL", post_with("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", inner)},
      {"two lengths", post_with("Content-Length: 0\r\nContent-Length: " + size + "\r\n", inner)},
      {"one length twice", post_with("Content-Length: 1\r\nContent-Length: 1\r\n", "x")},
      {"a list of lengths", post_with("Content-Length: 1, 1\r\n", "x")},
      {"a signed length", post_with("Content-Length: +1\r\n", "x")},
      {"a negative length", post_with("Content-Length: -1\r\n", "x")},
      {"a hexadecimal length", post_with("Content-Length: 0x1\r\n", "x")},
      {"an empty length", post_with("Content-Length: \r\n", "x")},
      {"a length with a comma", post_with("Content-Length: 1,\r\n", "x")},
      {"a length beyond 64 bits", post_with("Content-Length: 18446744073709551617\r\n", "x")},
      {"an unknown coding", post_with("Transfer-Encoding: xchunked\r\n", inner)},
      {"identity", post_with("Transfer-Encoding: identity\r\nContent-Length: 1\r\n", "x")},
      {"chunked and more", post_with("Transfer-Encoding: chunked, identity\r\n", inner)},
      {"more and chunked", post_with("Transfer-Encoding: gzip, chunked\r\n", inner)},
      {"chunked twice", post_with("Transfer-Encoding: chunked, chunked\r\n", inner)},
      {"quoted chunked", post_with("Transfer-Encoding: \"chunked\"\r\n", inner)},
      {"chunked with a parameter", post_with("Transfer-Encoding: chunked;q=1\r\n", inner)},
      {"two codings",
       post_with("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", inner)},
      {"a coding behind a vertical tab", post_with("Transfer-Encoding: \vchunked\r\n", inner)},
      {"a coding with a space before the colon",
       post_with("Transfer-Encoding : chunked\r\nContent-Length: 4\r\n", inner)},
      {"a coding in HTTP/1.0",
       "POST /echo HTTP/1.0\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n" + inner},
  };
}

std::vector<Probe> chunks() {
  return {
      {"a chunk size that is none", chunked("zz\r\nhello\r\n0\r\n\r\n")},
      {"no chunk size", chunked("\r\nhello\r\n0\r\n\r\n")},
      {"a chunk size with a prefix", chunked("0x5\r\nhello\r\n0\r\n\r\n")},
      {"a signed chunk size", chunked("+5\r\nhello\r\n0\r\n\r\n")},
      {"a negative chunk size", chunked("-5\r\nhello\r\n0\r\n\r\n")},
      {"a space before the chunk size", chunked(" 5\r\nhello\r\n0\r\n\r\n")},
      {"a chunk size beyond 64 bits", chunked("10000000000000005\r\nhello\r\n0\r\n\r\n")},
      {"a chunk longer than told", chunked("2\r\nhello\r\n0\r\n\r\n")},
      {"a chunk without its line end", chunked("5\r\nhello0\r\n\r\n")},
      {"a chunk that ends with a bare LF", chunked("5\r\nhello\n0\r\n\r\n")},
      {"a chunk size that ends with a bare LF", chunked("5\nhello\r\n0\r\n\r\n")},
      {"a chunk size that ends with a bare CR", chunked("5\rXhello\r\n0\r\n\r\n")},
      {"an extension with a bare LF", chunked("5;a=b\nhello\r\n0\r\n\r\n")},
      {"an extension with an open quote", chunked("5;a=\"b\r\nhello\r\n0\r\n\r\n")},
      {"an extension without a name", chunked("5;=b\r\nhello\r\n0\r\n\r\n")},
      {"words behind the chunk size", chunked("5 five\r\nhello\r\n0\r\n\r\n")},
      {"a trailer that is no header", chunked("0\r\nno header\r\n\r\n")},
      {"a trailer with a space before the colon", chunked("0\r\nA : b\r\n\r\n")},
      {"a trailer with a NUL", chunked(std::string("0\r\nA: \0b\r\n\r\n", 12))},
      {"a length in the trailer", chunked("0\r\nContent-Length: 5\r\n\r\n")},
      {"a coding in the trailer", chunked("0\r\nTransfer-Encoding: chunked\r\n\r\n")},
  };
}

std::vector<Probe> headers() {
  return {
      {"a folded header", with_header("A: b\r\n c")},
      {"a header folded by a tab", with_header("A: b\r\n\tc")},
      {"a folded empty header", with_header("A:\r\n b")},
      {"a folded coding", post_with("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n" + smuggled)},
      {"a space in front of the first header", "GET /quick HTTP/1.1\r\n A: b\r\nHost: test\r\n\r\n"
      },
      {"a space before the colon", with_header("A : b")},
      {"a header without a colon", with_header("A b")},
      {"a header without a name", with_header(": b")},
      {"a NUL in a value", with_header(std::string("A: b\0c", 6))},
      {"a NUL in a name", with_header(std::string("A\0: b", 5))},
      {"a bare CR in a value", with_header("A: b\rX-Other: c")},
      {"a bare LF in a value", with_header("A: b\nX-Other: c")},
      {"bare LF all through", "GET /quick HTTP/1.1\nHost: test\n\n"},
      {"a bare LF behind the request line", "GET /quick HTTP/1.1\nHost: test\r\n\r\n"},
      {"two hosts", at_host("Host: a\r\nHost: b\r\n")},
      {"one host twice", at_host("Host: a\r\nHost: a\r\n")},
      {"no host", at_host("")},
      {"an empty host", at_host("Host:\r\n")},
      {"a host with a path", at_host("Host: a/b\r\n")},
      {"a host with a user", at_host("Host: a@b\r\n")},
      {"two hosts in one line", at_host("Host: a, b\r\n")},
      {"a host with a space", at_host("Host: a b\r\n")},
      {"a host with no port behind the colon", at_host("Host: a:\r\n")},
      {"a host with words as port", at_host("Host: a:b\r\n")},
      {"a host with half a bracket", at_host("Host: [::1\r\n")},
  };
}

std::vector<Probe> request_lines() {
  return {
      {"an authority as target", to("GET test:80 HTTP/1.1")},
      {"a tunnel", to("CONNECT test:80 HTTP/1.1")},
      {"an asterisk", to("GET * HTTP/1.1")},
      {"an origin with a user", to("GET http://user@test/quick HTTP/1.1")},
      {"an origin without a host", to("GET http:///quick HTTP/1.1")},
      {"another scheme", to("GET file:///quick HTTP/1.1")},
      {"a fragment", to("GET /quick#part HTTP/1.1")},
      {"no target", to("GET  HTTP/1.1")},
      {"two spaces", to("GET  /quick HTTP/1.1")},
      {"a tab", to("GET\t/quick\tHTTP/1.1")},
      {"a space in the target", to("GET /qui ck HTTP/1.1")},
      {"a space at the end", to("GET /quick HTTP/1.1 ")},
      {"a space in front", to(" GET /quick HTTP/1.1")},
      {"no version", to("GET /quick")},
      {"HTTP/0.9", "GET /quick\r\n\r\n"},
      {"HTTP/2", to("GET /quick HTTP/2.0")},
      {"HTTP/1.2", to("GET /quick HTTP/1.2")},
      {"a version in small letters", to("GET /quick http/1.1")},
      {"a version of three figures", to("GET /quick HTTP/1.10")},
      {"a NUL in the target", to(std::string("GET /qui\0ck HTTP/1.1", 20))},
      {"the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"},
  };
}

void expect_refused(const std::vector<Probe>& probes) {
  TestServer server;
  for (const auto& [name, bytes] : probes) {
    SCOPED_TRACE(name);
    Client client(server);
    const auto answered = client.ask(bytes + smuggled);
    EXPECT_EQ(answered.status, 400);
    EXPECT_TRUE(client.is_closed_by_server()) << "another answer came";
    EXPECT_EQ(marks(), 0) << "what came behind was carried out";
  }
  // The mark is no dead letter.
  Client client(server);
  EXPECT_EQ(client.ask(smuggled).status, 200);
  EXPECT_EQ(marks(), 1);
}

TEST(Smuggling, ByLengthsAndCodingsIsRefused) {  // B-307
  expect_refused(lengths_and_codings());
}

TEST(Smuggling, ByChunksIsRefused) {  // B-307
  expect_refused(chunks());
}

TEST(Smuggling, ByHeadersIsRefused) {  // B-307
  expect_refused(headers());
}

TEST(Smuggling, ByRequestLinesIsRefused) {  // B-307
  expect_refused(request_lines());
}

TEST(Smuggling, WhatHasOneMeaningIsTakenAndEndsWhereItEnds) {  // B-307
  TestServer server;
  const std::vector<Probe> requests{
      {"a length", post_with("Content-Length: 5\r\n", "hello")},
      {"a length with zeros", post_with("Content-Length: 0005\r\n", "hello")},
      {"chunks", chunked("2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n")},
      {"chunks in capitals", post_with("Transfer-Encoding: CHUNKED\r\n", "5\r\nhello\r\n0\r\n\r\n")
      },
      {"extensions", chunked("5;a;b=c;d=\"e;\"\r\nhello\r\n0;f\r\n\r\n")},
      {"trailers", chunked("5\r\nhello\r\n0\r\nA: b\r\nC: d\r\n\r\n")},
      {"an origin in the target",
       "POST http://test/echo HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\n\r\nhello"},
      {"a host with a port",
       "POST /echo HTTP/1.1\r\nHost: [::1]:8080\r\nContent-Length: 5\r\n\r\nhello"},
      {"empty lines in front", "\r\n\r\n" + post_with("Content-Length: 5\r\n", "hello")},
  };
  for (const auto& [name, bytes] : requests) {
    SCOPED_TRACE(name);
    Client client(server);
    const auto before = marks();
    client.send(bytes + smuggled);
    EXPECT_EQ(client.receive().body, "hello");
    EXPECT_EQ(client.receive().status, 200);
    EXPECT_EQ(marks(), before + 1);
  }
}

TEST(Smuggling, AQueryBehindAnOriginIsNoPath) {  // B-307
  TestServer server;
  Client client(server);
  const auto answered = client.ask("GET http://test?next=/mark HTTP/1.1\r\nHost: test\r\n\r\n");
  EXPECT_EQ(answered.status, 404);
  EXPECT_EQ(marks(), 0);
}

}  // namespace

}  // namespace allot::net
