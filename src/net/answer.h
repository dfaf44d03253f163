#pragma once

#include <cstdint>
#include <string>

#include "http/response.h"
#include "net/response_head.h"
#include "net/stream.h"

namespace allot::net {

/// Writes one answer to a stream, as far as that takes it. Waiting is the connection's. One thread.
class Answer {
 public:
  enum class Step {
    done,
    would_block,  // pump again when the stream takes bytes
    more,         // a slice is out: give others their turn, then pump again
    needs_piece,  // give the next piece of the stream, then pump
    failed,       // the other side is gone, or the file ended early: close
  };

  /// Opens the file of a range. Throws StoreFailure when it cannot be read or is shorter than the
  /// range.
  Answer(http::Response response, const Framing& framing, bool is_head_request);
  ~Answer();

  Answer(const Answer&) = delete;
  Answer& operator=(const Answer&) = delete;

  [[nodiscard]] Step pump(Stream& stream);

  [[nodiscard]] const http::PullStream& stream() const;
  /// What `stream` gave; "" is the end.
  void add_piece(std::string_view bytes);

  /// Its pieces come as things happen, from somebody else than `stream`; there may be none for
  /// long, so it holds no memory in between. The connection ends with it.
  [[nodiscard]] bool is_live() const { return is_live_; }

  /// The last piece, and the end with it. `piece` may be "".
  void add_last_piece(std::string_view piece);

  [[nodiscard]] int status() const { return response_.status; }

  [[nodiscard]] bool keeps_alive() const { return keeps_alive_; }

  /// A part of it is out, and nothing but the end of the connection would tell where the whole
  /// ends.
  [[nodiscard]] bool would_look_whole() const { return streams_ && !is_chunked_; }

  /// Bytes that are out, head and all.
  [[nodiscard]] std::uint64_t bytes_sent() const { return total_; }

  /// Bytes of the body that are out.
  [[nodiscard]] std::uint64_t body_bytes_sent() const;

 private:
  void open_file(const http::FileRange& range);
  /// Writes head and bytes of the body; Step::done when both are out.
  Step pump_bytes(Stream& stream);
  Step pump_file(Stream& stream);

  http::Response response_;
  const bool keeps_alive_;
  const bool is_chunked_;
  std::string head_;              // and, of streams, the piece at hand
  std::string_view body_;         // of byte bodies
  std::uint64_t head_bytes_ = 0;  // length of the first head
  std::uint64_t sent_ = 0;        // of head_ and body_ together
  std::uint64_t total_ = 0;       // bytes out so far
  int file_ = -1;
  std::int64_t file_offset_ = 0;
  std::uint64_t file_left_ = 0;
  bool streams_ = false;
  const bool is_live_;
};

}  // namespace allot::net
