#include "net/compression.h"

#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include <string>

#include "net/test_server.h"

namespace allot::net {

namespace {

std::string ask_for(std::string_view target, std::string_view accepted) {
  return "GET " + std::string(target) +
         " HTTP/1.1\r\nHost: test\r\nAccept-Encoding: " + std::string(accepted) + "\r\n\r\n";
}

std::string unzipped(const std::string& bytes) {
  std::string out(1 << 20, '\0');
  z_stream stream{};
  inflateInit2(&stream, 15 + 16);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

std::string unpacked(const std::string& bytes) {
  std::string out(1 << 20, '\0');
  const auto size = ZSTD_decompress(out.data(), out.size(), bytes.data(), bytes.size());
  EXPECT_EQ(ZSTD_isError(size), 0u);
  out.resize(size);
  return out;
}

TEST(ChooseCoding, TakesWhatIsLikedBest) {  // B-309
  const auto choose = choose_coding;
  EXPECT_EQ(choose(""), Coding::identity);
  EXPECT_EQ(choose("identity"), Coding::identity);  // dtlpy
  EXPECT_EQ(choose("br"), Coding::identity);
  EXPECT_EQ(choose("gzip"), Coding::gzip);
  EXPECT_EQ(choose("gzip, deflate, br, zstd"), Coding::zstd);
  EXPECT_EQ(choose("GZip;Q=1.0, zstd; q=0.9"), Coding::gzip);
  EXPECT_EQ(choose("zstd;q=0, gzip;q=0.001"), Coding::gzip);
  EXPECT_EQ(choose("gzip;q=0"), Coding::identity);
  EXPECT_EQ(choose("*"), Coding::zstd);
  EXPECT_EQ(choose("zstd;q=0, *;q=0.5"), Coding::gzip);
  EXPECT_EQ(choose("*;q=0"), Coding::identity);
  EXPECT_EQ(choose("gzip;q=2, zstd;q=x"), Coding::identity);
}

TEST(Compression, GivesLongTextsInTheCodingThatIsAskedFor) {  // B-309
  TestServer server;
  Client client(server);
  // By the I/O thread, by the slow lane from there, and on the slow lane.
  for (const auto* const target :
       {"/text?bytes=9000", "/text?bytes=9000&weak", "/text?bytes=200000", "/slowtext?bytes=200000"
       }) {
    const auto plain = client.ask(ask_for(target, "identity"));
    EXPECT_FALSE(plain.headers.contains("content-encoding"));
    EXPECT_EQ(plain.headers.at("vary"), "accept-encoding");
    const auto gzip = client.ask(ask_for(target, "gzip"));
    EXPECT_EQ(gzip.headers.at("content-encoding"), "gzip");
    EXPECT_EQ(gzip.headers.at("vary"), "accept-encoding");
    EXPECT_LT(gzip.body.size(), plain.body.size() / 2);
    EXPECT_EQ(unzipped(gzip.body), plain.body);
    const auto zstd = client.ask(ask_for(target, "gzip, zstd"));
    EXPECT_EQ(zstd.headers.at("content-encoding"), "zstd");
    EXPECT_EQ(unpacked(zstd.body), plain.body);
  }
}

TEST(Compression, LeavesOthersAsTheyAre) {  // B-309
  TestServer server;
  Client client(server);
  for (const auto* const target :
       {"/text?bytes=100",
        "/text?bytes=9000&secret",
        "/text?bytes=9000&cookie",
        "/text?bytes=9000&tag",
        "/text?bytes=9000&type=image/png",
        "/program"}) {
    const auto answered = client.ask(ask_for(target, "gzip, zstd"));
    EXPECT_EQ(answered.status, 200) << target;
    EXPECT_FALSE(answered.headers.contains("content-encoding")) << target;
    EXPECT_FALSE(answered.headers.contains("vary")) << target;
  }
}

TEST(Compression, HeadTellsTheLengthOfTheCompressedAnswer) {  // B-308, B-309
  TestServer server;
  Client client(server);
  const auto whole = client.ask(ask_for("/text?bytes=9000", "gzip"));
  client.send("HEAD /text?bytes=9000 HTTP/1.1\r\nHost: test\r\nAccept-Encoding: gzip\r\n\r\n");
  const auto head = client.receive(false);
  EXPECT_EQ(head.headers.at("content-length"), std::to_string(whole.body.size()));
  EXPECT_EQ(head.headers.at("content-encoding"), "gzip");
}

TEST(Compression, WhenTheSlowLaneIsFullLongTextsGoOutAsTheyAre) {  // B-309
  ServerWithFullSlowLane full;
  const auto answered = full.client.ask(ask_for("/text?bytes=200000", "gzip"));
  EXPECT_EQ(answered.status, 200);
  EXPECT_FALSE(answered.headers.contains("content-encoding"));
}

}  // namespace

}  // namespace allot::net
