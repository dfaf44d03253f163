#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "http/response.h"
#include "net/request_parser.h"

namespace allot::net {

/// How an answer goes out.
struct Framing {
  bool keep_alive = true;
  bool is_http_1_0 = false;
  std::string_view request_id;
  Time now;
};

/// "Thu, 24 Dec 2026 09:30:00 GMT"
[[nodiscard]] std::string http_date(Time time);

/// Has an answer of this status a body at all? (Not 1xx, 204, 304.)
[[nodiscard]] bool may_have_body(int status);

/// The body's length; nullopt for pull streams.
[[nodiscard]] std::optional<std::uint64_t> body_length(const http::Response& response);

/// Status line and headers, with the empty line: those of the response, then x-request-id, Date,
/// Connection, and Content-Length or Transfer-Encoding. Headers whose name or value would break the
/// form are left out.
[[nodiscard]] std::string render_head(const http::Response& response, const Framing& framing);

/// One piece of a chunked body; of "" the end of it.
[[nodiscard]] std::string render_chunk(std::string_view bytes);

// Answers that belong to HTTP alone, in the form of every error:

/// To a head over the limits: 431.
[[nodiscard]] http::Response head_too_long(std::string_view request_id, const HeadLimits& limits);
/// To an `Expect` other than `100-continue`: 417.
[[nodiscard]] http::Response expectation_failed(std::string_view request_id);

}  // namespace allot::net
