#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace allot::inline v1 {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// One field of a form: a text, or a file that is read as it is sent.
struct FormPart {
  std::string name;
  std::string text;
  std::filesystem::path file;  // when not empty, sent instead of `text`
  std::string file_name;       // what the server is told
  std::string media_type;
};

/// One request, as a transport carries it out.
struct TransportRequest {
  std::string method = "GET";
  std::string target;  // from the server's root, encoded: "/api/v1/projects?…", "/token"
  Headers headers;
  std::string body;
  std::vector<FormPart> form;  // when not empty, sent as multipart instead of `body`
  /// Takes the bytes of an answer with status 2xx as they come; without it they are kept in `body`.
  std::function<void(std::string_view)> sink;
  /// Called now and then with the bytes sent so far, on the calling thread; false stops the request
  /// with Canceled.
  std::function<bool(std::uint64_t sent)> progress;
};

struct TransportResponse {
  int status = 0;
  Headers headers;  // names in lower case
  std::string body;

  /// The first header of that name (lower case); nothing when absent.
  [[nodiscard]] std::optional<std::string> header(std::string_view name) const;
};

/// An answer that goes on for as long as somebody reads it.
class AnswerStream {
 public:
  virtual ~AnswerStream() = default;

  /// Status and headers; of a status other than 2xx the whole body too, and nothing comes behind
  /// it.
  [[nodiscard]] virtual const TransportResponse& head() const = 0;
  /// The bytes that came, at least one, as soon as there are some; "" when none came within `wait`,
  /// nothing when it has ended. Throws ConnectionFailed when it broke off.
  virtual std::optional<std::string> next(std::chrono::milliseconds wait) = 0;
};

/// Carries requests to a server: over HTTP (`connect`), or inside the process (`open`).
/// Thread-safe.
class Transport {
 public:
  virtual ~Transport() = default;
  /// Throws ConnectionFailed when no whole answer came, Canceled when `progress` said so.
  virtual TransportResponse send(const TransportRequest& request) = 0;
  /// The same for an answer that goes on. Throws ConnectionFailed; and Error, where a transport has
  /// no such answers.
  virtual std::unique_ptr<AnswerStream> open(const TransportRequest& request);
};

}  // namespace allot::inline v1
