#pragma once

// What the tests of this folder were answered, for tests/api/recorded.py, which holds it to the
// description of the API.

#include <cstdlib>
#include <fstream>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/json_writer.h"
#include "http/dispatch.h"

namespace allot::http::test {

/// Adds an answer to the file that ALLOT_ANSWERS names, a line of JSON; nothing where none is
/// named. Bodies of files and those of over 1 MB are left out. Thread-safe.
inline void record(Method method, std::string_view target, const Response& response) {
  static const char* const name = std::getenv("ALLOT_ANSWERS");
  if (name == nullptr) return;
  constexpr std::size_t bytes_max = 1'000'000;
  const auto* const body = std::get_if<std::string>(&response.body);
  if (body == nullptr || body->size() > bytes_max) return;
  JsonWriter json;
  json.object([&] {
    json.member("method", name_of(method)).member("target", target);
    json.member("status", response.status);
    for (const auto& [header, value] : response.headers) {
      if (header == "content-type") json.member("type", value);
    }
    json.member("body", *body);
  });
  static std::mutex mutex;
  static std::ofstream file(name, std::ios::app);
  const std::lock_guard lock(mutex);
  file << json.text() << '\n' << std::flush;
}

/// A body that comes in pieces, as one text.
inline void gather(Response& response) {
  const auto* pull = std::get_if<PullStream>(&response.body);
  if (pull == nullptr) return;
  std::string text;
  for (auto piece = (*pull)(); piece; piece = (*pull)()) text += *piece;
  response.body = std::move(text);
}

/// `Dispatcher::serve`, with a whole body, recorded.
inline Response serve_recorded(
    Dispatcher& dispatcher, RequestHead head, std::string body, std::vector<Part> parts = {}
) {
  const auto method = head.method;
  const auto target = head.target;
  auto response = dispatcher.serve(std::move(head), std::move(body), std::move(parts));
  gather(response);
  record(method, target, response);
  return response;
}

}  // namespace allot::http::test
