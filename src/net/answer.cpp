#include "net/answer.h"

#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>
#include <variant>

#include "store/fault.h"

namespace allot::net {

namespace {

/// So that one big download on a quick line leaves time for the others of its thread.
constexpr std::uint64_t slice_bytes = 512 * 1024;

bool would_block() {
  return errno == EAGAIN || errno == EWOULDBLOCK;
}

}  // namespace

Answer::Answer(http::Response response, const Framing& framing, bool is_head_request)
    : response_(std::move(response)),
      keeps_alive_(
          framing.keep_alive && (!framing.is_http_1_0 || body_length(response_).has_value())
      ),
      is_chunked_(!framing.is_http_1_0) {
  auto honest = framing;
  honest.keep_alive = keeps_alive_;
  head_ = render_head(response_, honest);
  head_bytes_ = head_.size();
  if (is_head_request || !may_have_body(response_.status)) return;
  if (const auto* bytes = std::get_if<std::string>(&response_.body)) body_ = *bytes;
  if (const auto* range = std::get_if<http::FileRange>(&response_.body)) open_file(*range);
  streams_ = std::holds_alternative<http::PullStream>(response_.body);
}

Answer::~Answer() {
  if (file_ >= 0) ::close(file_);
}

void Answer::open_file(const http::FileRange& range) {
  const int file = ::open(range.path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    // Out of file descriptors, the server is busy and the file sound.
    if (errno == EMFILE || errno == ENFILE) throw StoreBusy("Too many files are open.");
    throw KnownFailure(
        StoreFault::file_lost, "The stored file " + range.path.string() + " cannot be opened."
    );
  }
  struct stat facts{};
  if (::fstat(file, &facts) != 0 || !S_ISREG(facts.st_mode) ||
      static_cast<std::uint64_t>(facts.st_size) < range.offset + range.length) {
    ::close(file);
    throw KnownFailure(
        StoreFault::file_lost,
        "The stored file " + range.path.string() + " is shorter than its record."
    );
  }
  file_ = file;
  file_offset_ = static_cast<std::int64_t>(range.offset);
  file_left_ = range.length;
}

Answer::Step Answer::pump(int socket) {
  if (const auto step = pump_bytes(socket); step != Step::done) return step;
  if (file_left_ > 0) return pump_file(socket);
  return streams_ ? Step::needs_piece : Step::done;
}

Answer::Step Answer::pump_bytes(int socket) {
  while (sent_ < head_.size() + body_.size()) {
    const auto head_sent = std::min<std::uint64_t>(sent_, head_.size());
    const auto head_rest = std::string_view(head_).substr(head_sent);
    const auto body_rest = body_.substr(sent_ - head_sent);
    iovec pieces[2] = {
        {const_cast<char*>(head_rest.data()), head_rest.size()},
        {const_cast<char*>(body_rest.data()), body_rest.size()}
    };
    msghdr message{};
    message.msg_iov = pieces;
    message.msg_iovlen = 2;
    // A head alone waits for the file behind it, so that they share packets.
    const int flags = MSG_NOSIGNAL | (file_left_ > 0 ? MSG_MORE : 0);
    const auto written = ::sendmsg(socket, &message, flags);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return would_block() ? Step::would_block : Step::failed;
    sent_ += static_cast<std::uint64_t>(written);
    total_ += static_cast<std::uint64_t>(written);
  }
  return Step::done;
}

Answer::Step Answer::pump_file(int socket) {
  const auto slice_end = total_ + slice_bytes;
  while (file_left_ > 0) {
    if (total_ >= slice_end) return Step::more;
    off_t offset = file_offset_;
    const auto written =
        ::sendfile(socket, file_, &offset, std::min<std::uint64_t>(file_left_, slice_bytes));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return would_block() ? Step::would_block : Step::failed;
    if (written == 0) return Step::failed;  // somebody cut the file
    file_offset_ = offset;
    file_left_ -= static_cast<std::uint64_t>(written);
    total_ += static_cast<std::uint64_t>(written);
  }
  return Step::done;
}

const http::PullStream& Answer::stream() const {
  return std::get<http::PullStream>(response_.body);
}

void Answer::add_piece(std::string_view bytes) {
  head_ = is_chunked_ ? render_chunk(bytes) : std::string(bytes);
  sent_ = 0;
  if (bytes.empty()) streams_ = false;
}

std::uint64_t Answer::body_bytes_sent() const {
  return total_ - std::min(total_, head_bytes_);
}

}  // namespace allot::net
