#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/request.h"

namespace allot::net {

/// How much of a head is read before it is refused.
struct HeadLimits {
  std::uint32_t bytes = 16 * 1024;  // request line and headers
  std::size_t headers = 100;
};

/// Reads one HTTP/1 request off the bytes of a connection. Knows no sockets. One thread.
class RequestParser {
 public:
  enum class State {
    head,           // the head is not complete
    body,           // the head can be taken; the body is not complete
    complete,       // all was read; further bytes belong to the next request
    malformed,      // no HTTP/1 request, or one of two meanings: answer 400 and close
    head_too_long,  // answer 431 and close
  };

  /// Gets the body's bytes, chunked transfer undone. Answers whether to go on: `put` returns early
  /// when not.
  using BodySink = std::function<bool(std::string_view)>;

  explicit RequestParser(const HeadLimits& limits);
  ~RequestParser();
  RequestParser(RequestParser&&) noexcept;
  RequestParser& operator=(RequestParser&&) noexcept;

  /// Takes what it understands and gives the number of bytes taken; the rest must come again, in
  /// front of what follows. Stops behind the head, so that it can be looked at before the body, and
  /// behind the request.
  [[nodiscard]] std::size_t put(std::string_view bytes);

  [[nodiscard]] State state() const;

  // From State::body on.

  /// Method, target and headers. Takes them: call it once. A method that we do not know is left at
  /// its default.
  [[nodiscard]] http::RequestHead take_head();
  [[nodiscard]] bool knows_method() const;
  [[nodiscard]] bool keeps_alive() const;
  [[nodiscard]] bool expects_continue() const;
  /// An expectation that nobody here can meet (RFC 9110 §10.1.1: answer 417).
  [[nodiscard]] bool expects_too_much() const;
  [[nodiscard]] bool is_http_1_0() const;
  /// Of a body whose length was told; nullopt for chunked ones.
  [[nodiscard]] std::optional<std::uint64_t> content_length() const;
  void set_body_sink(BodySink sink);

 private:
  class Grammar;
  std::unique_ptr<Grammar> grammar_;
};

}  // namespace allot::net
