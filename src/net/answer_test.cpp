#include "net/answer.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "store/store.h"

namespace allot::net {

namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

/// Two ends of a socket: the answer writes here, the client reads there. Small buffers, so that
/// writes block.
class Pipe {
 public:
  Pipe() {
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends_.data()), 0);
    const int bytes = 4096;
    ::setsockopt(ends_[0], SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
    stream_ = plain_stream(ends_[0]);
  }

  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  ~Pipe() {
    ::close(ends_[0]);
    close_client();
  }

  void close_client() {
    if (ends_[1] >= 0) ::close(ends_[1]);
    ends_[1] = -1;
  }

  [[nodiscard]] Stream& server() const { return *stream_; }

  /// What waits there.
  std::string receive() {
    std::string bytes;
    std::array<char, 4096> piece{};
    for (;;) {
      const auto count = ::recv(ends_[1], piece.data(), piece.size(), 0);
      if (count <= 0) return bytes;
      bytes.append(piece.data(), static_cast<std::size_t>(count));
    }
  }

  /// Pumps and reads in turn until the answer waits for nothing; counts how often it was blocked.
  std::string receive_all(Answer& answer) {
    std::string bytes;
    for (;;) {
      const auto step = answer.pump(*stream_);
      bytes += receive();
      if (step == Answer::Step::done || step == Answer::Step::failed) return bytes;
      if (step == Answer::Step::would_block) ++blocked;
      if (step == Answer::Step::needs_piece) answer.add_piece(answer.stream()().value());
    }
  }

  int blocked = 0;

 private:
  std::array<int, 2> ends_{-1, -1};
  std::unique_ptr<Stream> stream_;
};

Framing framing() {
  return {.request_id = "id-1", .now = from_epoch_ms(1'798'104'600'000)};
}

std::string sent(http::Response response, const Framing& how = framing(), bool is_head = false) {
  Pipe pipe;
  Answer answer(std::move(response), how, is_head);
  return pipe.receive_all(answer);
}

/// A file of 1 MB of counting bytes.
class TestFile {
 public:
  TestFile()
      : path(
            std::filesystem::temp_directory_path() / ("allot-answer-" + std::to_string(::getpid()))
        ) {
    for (int i = 0; i < 1'000'000; ++i) content += static_cast<char>(i * 7 % 251);
    std::ofstream(path, std::ios::binary) << content;
  }

  TestFile(const TestFile&) = delete;
  TestFile& operator=(const TestFile&) = delete;

  ~TestFile() { std::filesystem::remove(path); }

  const std::filesystem::path path;
  std::string content;
};

TEST(Answer, CarriesLengthDateConnectionAndRequestId) {
  EXPECT_EQ(
      sent(http::json_response("{}")),
      "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
      "x-content-type-options: nosniff\r\nreferrer-policy: no-referrer\r\n"
      "cache-control: no-store\r\nx-request-id: id-1\r\n"
      "Date: Thu, 24 Dec 2026 09:30:00 GMT\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\n{}"
  );
}

// B-383
TEST(Answer, IsGuessedKeptAndToldOnByNobodyUnlessItSaysSo) {
  const auto text = sent(
      {.status = 200,
       .headers = {{"Cache-Control", "public"}, {"referrer-policy", "origin"}},
       .body = std::string("x")}
  );
  EXPECT_THAT(text, HasSubstr("x-content-type-options: nosniff\r\n"));
  EXPECT_THAT(text, HasSubstr("Cache-Control: public\r\n"));
  EXPECT_THAT(text, HasSubstr("referrer-policy: origin\r\n"));
  EXPECT_THAT(text, Not(HasSubstr("no-store")));
  EXPECT_THAT(text, Not(HasSubstr("no-referrer")));
}

TEST(Answer, ToHeadHasTheSameHeadersAndNoBody) {
  const auto whole = sent(http::json_response("{}"));
  EXPECT_EQ(sent(http::json_response("{}"), framing(), true) + "{}", whole);
}

TEST(Answer, WithoutContentHasNeitherBodyNorLength) {
  for (const int status : {204, 304}) {
    const auto bytes = sent({.status = status, .body = std::string("ignored")});
    EXPECT_THAT(bytes, EndsWith("\r\n\r\n"));
    EXPECT_THAT(bytes, Not(HasSubstr("Content-Length")));
  }
}

TEST(Answer, HeadersThatWouldBreakTheFormAreLeftOut) {
  auto response = http::json_response("{}");
  response.with("location", "/a\r\nset-cookie: x").with("bad name", "x").with("good", "y");
  const auto bytes = sent(std::move(response));
  EXPECT_THAT(bytes, Not(HasSubstr("set-cookie")));
  EXPECT_THAT(bytes, Not(HasSubstr("bad name")));
  EXPECT_THAT(bytes, HasSubstr("good: y\r\n"));
}

TEST(Answer, BigBodiesWaitForTheSocketAndArriveWhole) {
  Pipe pipe;
  const std::string big(300'000, 'x');
  Answer answer(http::json_response(big), framing(), false);
  EXPECT_THAT(pipe.receive_all(answer), EndsWith("\r\n\r\n" + big));
  EXPECT_GT(pipe.blocked, 0);
  EXPECT_EQ(answer.body_bytes_sent(), big.size());
}

TEST(Answer, OfAFileIsTheRangeAlone) {
  const TestFile file;
  const http::FileRange range{.path = file.path, .offset = 1000, .length = 700'000};
  const auto bytes = sent({.status = 206, .body = range});
  EXPECT_THAT(bytes, HasSubstr("Content-Length: 700000\r\n"));
  EXPECT_TRUE(bytes.ends_with("\r\n\r\n" + file.content.substr(1000, 700'000)));
  const http::FileRange nothing{.path = file.path, .offset = 1000, .length = 0};
  EXPECT_THAT(sent({.body = nothing}), EndsWith("Content-Length: 0\r\n\r\n"));
}

TEST(Answer, OfAFileThatIsTooShortOrGoneIsABreakdownBeforeAnyByte) {
  const TestFile file;
  const http::FileRange beyond{.path = file.path, .offset = 999'999, .length = 2};
  EXPECT_THROW(Answer({.body = beyond}, framing(), false), StoreFailure);
  const http::FileRange gone{.path = file.path.string() + "-gone", .offset = 0, .length = 1};
  EXPECT_THROW(Answer({.body = gone}, framing(), false), StoreFailure);
}

TEST(Answer, ThatIsPulledGoesOutInChunks) {
  int pieces = 0;
  http::PullStream stream = [&pieces] {
    return ++pieces == 1 ? "first" : pieces == 2 ? std::string(17, 'x') : "";
  };
  EXPECT_THAT(
      sent({.body = stream}),
      EndsWith(
          "Transfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n11\r\nxxxxxxxxxxxxxxxxx\r\n0\r\n\r\n"
      )
  );
}

TEST(Answer, ThatIsPulledByAnOldClientEndsWithTheConnection) {
  auto old = framing();
  old.is_http_1_0 = true;
  int pieces = 0;
  http::PullStream stream = [&pieces] { return ++pieces == 1 ? "first" : ""; };
  const auto bytes = sent({.body = stream}, old);
  EXPECT_THAT(bytes, HasSubstr("Connection: close\r\n"));
  EXPECT_THAT(bytes, Not(HasSubstr("Transfer-Encoding")));
  EXPECT_THAT(bytes, EndsWith("\r\n\r\nfirst"));
}

TEST(Answer, FailsWhenTheOtherSideIsGone) {
  Pipe pipe;
  Answer answer(http::json_response("{}"), framing(), false);
  pipe.close_client();
  EXPECT_EQ(answer.pump(pipe.server()), Answer::Step::failed);
}

}  // namespace

}  // namespace allot::net
