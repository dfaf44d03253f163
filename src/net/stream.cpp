#include "net/stream.h"

#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <cerrno>

namespace allot::net {

namespace {

class PlainStream final : public Stream {
 public:
  explicit PlainStream(int socket) : socket_(socket) {}

  Outcome begin() override { return Outcome::done; }

  Moved read(std::span<char> into) override {
    for (;;) {
      const auto count = ::recv(socket_, into.data(), into.size(), 0);
      if (count > 0) return moved(count);
      if (count < 0 && errno == EINTR) continue;
      return count < 0 && would_block() ? Moved{Outcome::wants_read} : Moved{Outcome::ended};
    }
  }

  [[nodiscard]] bool holds_bytes() const override { return false; }

  Moved write(std::string_view first, std::string_view second, bool more) override {
    iovec pieces[2] = {
        {const_cast<char*>(first.data()), first.size()},
        {const_cast<char*>(second.data()), second.size()}
    };
    msghdr message{};
    message.msg_iov = pieces;
    message.msg_iovlen = 2;
    for (;;) {
      const auto count = ::sendmsg(socket_, &message, MSG_NOSIGNAL | (more ? MSG_MORE : 0));
      if (count >= 0) return moved(count);
      if (errno != EINTR) return stopped();
    }
  }

  Moved write_file(int file, std::int64_t offset, std::uint64_t length) override {
    for (;;) {
      off_t from = offset;
      const auto count = ::sendfile(socket_, file, &from, length);
      if (count > 0) return moved(count);
      if (count == 0) return {Outcome::ended};
      if (errno != EINTR) return stopped();
    }
  }

  void end() override {}

 private:
  static bool would_block() { return errno == EAGAIN || errno == EWOULDBLOCK; }

  static Moved moved(ssize_t count) { return {Outcome::done, static_cast<std::size_t>(count)}; }

  static Moved stopped() { return {would_block() ? Outcome::wants_write : Outcome::ended}; }

  const int socket_;
};

}  // namespace

std::unique_ptr<Stream> plain_stream(int socket) {
  return std::make_unique<PlainStream>(socket);
}

}  // namespace allot::net
