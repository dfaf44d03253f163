#include "net/answer.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <utility>
#include <variant>

#include "store/fault.h"

namespace allot::net {

namespace {

/// So that one big download on a quick line leaves time for the others of its thread.
constexpr std::uint64_t slice_bytes = 512 * 1024;

Answer::Step step_of(Stream::Outcome outcome) {
  return outcome == Stream::Outcome::wants_write ? Answer::Step::would_block : Answer::Step::failed;
}

}  // namespace

Answer::Answer(http::Response response, const Framing& framing, bool is_head_request)
    : response_(std::move(response)),
      keeps_alive_(
          framing.keep_alive && !std::holds_alternative<http::EventStream>(response_.body) &&
          (!framing.is_http_1_0 || body_length(response_).has_value())
      ),
      is_chunked_(!framing.is_http_1_0),
      is_live_(std::holds_alternative<http::EventStream>(response_.body) && !is_head_request) {
  auto honest = framing;
  honest.keep_alive = keeps_alive_;
  head_ = render_head(response_, honest);
  head_bytes_ = head_.size();
  if (is_head_request || !may_have_body(response_.status)) return;
  if (const auto* bytes = std::get_if<std::string>(&response_.body)) body_ = *bytes;
  if (const auto* range = std::get_if<http::FileRange>(&response_.body)) open_file(*range);
  streams_ = is_live_ || std::holds_alternative<http::PullStream>(response_.body);
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

Answer::Step Answer::pump(Stream& stream) {
  if (const auto step = pump_bytes(stream); step != Step::done) return step;
  if (file_left_ > 0) return pump_file(stream);
  if (!streams_) return Step::done;
  if (is_live_) {
    head_ = {};
    sent_ = 0;
    response_.headers = {};
  }
  return Step::needs_piece;
}

Answer::Step Answer::pump_bytes(Stream& stream) {
  while (sent_ < head_.size() + body_.size()) {
    const auto head_sent = std::min<std::uint64_t>(sent_, head_.size());
    const auto head_rest = std::string_view(head_).substr(head_sent);
    const auto body_rest = body_.substr(sent_ - head_sent);
    // A head alone waits for the file behind it, so that they share packets.
    const auto moved = stream.write(head_rest, body_rest, file_left_ > 0);
    if (moved.outcome != Stream::Outcome::done) return step_of(moved.outcome);
    sent_ += moved.bytes;
    total_ += moved.bytes;
  }
  return Step::done;
}

Answer::Step Answer::pump_file(Stream& stream) {
  const auto slice_end = total_ + slice_bytes;
  while (file_left_ > 0) {
    if (total_ >= slice_end) return Step::more;
    const auto moved =
        stream.write_file(file_, file_offset_, std::min<std::uint64_t>(file_left_, slice_bytes));
    if (moved.outcome != Stream::Outcome::done) return step_of(moved.outcome);
    file_offset_ += static_cast<std::int64_t>(moved.bytes);
    file_left_ -= moved.bytes;
    total_ += moved.bytes;
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

void Answer::add_last_piece(std::string_view piece) {
  if (!piece.empty()) add_piece(piece);
  auto last = std::exchange(head_, {});
  add_piece("");
  head_.insert(0, last);
}

std::uint64_t Answer::body_bytes_sent() const {
  return total_ - std::min(total_, head_bytes_);
}

}  // namespace allot::net
