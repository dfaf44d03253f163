#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace allot::net {

/// The bytes of one connection, plain or by TLS, on a socket that never blocks: each call does what
/// is possible now. Waiting, and the socket's life, are the connection's. One thread.
class Stream {
 public:
  enum class Outcome {
    done,         // some bytes were moved
    wants_read,   // again when the socket has bytes
    wants_write,  // again when it takes some
    ended,        // the other side is gone, or broke the rules
  };

  struct Moved {
    Outcome outcome = Outcome::done;
    std::size_t bytes = 0;
  };

  virtual ~Stream() = default;

  /// Agrees with the other side on how to talk; before anything else, until it is `done`.
  [[nodiscard]] virtual Outcome begin() = 0;
  /// As much as there is, up to the size of `into`.
  [[nodiscard]] virtual Moved read(std::span<char> into) = 0;
  /// Has bytes that came already, of which the socket will not tell.
  [[nodiscard]] virtual bool holds_bytes() const = 0;
  /// Of `first`, then of `second`; not both are empty. After wants_write the same bytes must come
  /// again, in any place. `more`: others follow at once.
  [[nodiscard]] virtual Moved write(std::string_view first, std::string_view second, bool more) = 0;
  /// Of `length` bytes of an open file from `offset` on. `ended` when the file is shorter.
  [[nodiscard]] virtual Moved write_file(int file, std::int64_t offset, std::uint64_t length) = 0;
  /// Nothing more will be written: tells the other side as far as the form has a word for it.
  virtual void end() = 0;
};

/// Files go by the kernel, without a copy.
[[nodiscard]] std::unique_ptr<Stream> plain_stream(int socket);

}  // namespace allot::net
