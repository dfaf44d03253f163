#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <variant>

#include "base/result.h"
#include "http/request.h"
#include "store/files.h"

namespace allot::http {

struct EventReading;  // http/event_feed.h

/// Bytes offset … offset + length − 1 of a file.
struct FileRange {
  std::filesystem::path path;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
  std::shared_ptr<const SpooledFile> spooled = {};  // of an answer that waits there: goes with it
};

/// Gives the next piece of a long answer: "" when there is none yet, nullopt at the end. Called on
/// the slow pool, one call at a time, once the piece before has been sent; others have their turn
/// in between.
using PullStream = std::function<std::optional<std::string>()>;

/// Thrown by a stream whose reader may have no more of it, which is no fault of the server.
class StreamWithheld : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What happens from here on, as it happens, until somebody ends it: told by an EventFeed.
struct EventStream {
  std::shared_ptr<const EventReading> reading;
};

struct Response {
  int status = 200;
  Headers headers;  // without Content-Length, Connection, Date: those are net's
  std::variant<std::string, FileRange, PullStream, EventStream> body;

  Response& with(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
  }
};

[[nodiscard]] Response json_response(std::string body, int status = 200);
[[nodiscard]] Response html_response(std::string body, int status = 200);
[[nodiscard]] Response no_content();

/// The one form of an error answer, with the status of its code.
[[nodiscard]] Response error_response(const Error& error, std::string_view request_id);
[[nodiscard]] int status_of(ErrorCode code);
[[nodiscard]] std::string_view name_of(ErrorCode code);

}  // namespace allot::http
