#pragma once

// What the tests of the routes share: requests in, JSON out, no sockets.

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "http/json_body.h"
#include "http/long_text.h"
#include "http/record_for_tests.h"
#include "json/text.h"
#include "support/world.h"

namespace allot::http::test {

struct Answer {
  int status = 0;
  std::string body;
  std::string media_type = {};  // of a Scene's answers

  /// The member's JSON text at a dotted path; "absent" when there is none.
  [[nodiscard]] std::string at(std::string_view path) const {
    return json::member(body, path).value_or("absent");
  }

  /// The member's text without quotes.
  [[nodiscard]] std::string text(std::string_view path) const {
    return json::string_member(body, path).value_or("absent");
  }

  /// The elements of an array answer, or of the member `items` of a page.
  [[nodiscard]] std::vector<Answer> items() const {
    const auto array = body.starts_with('[') ? body : at("items");
    const auto wrapped = JsonBody::parse(R"({"items":)" + array + "}");
    const auto objects = wrapped->objects("items");
    std::vector<Answer> elements;
    for (const auto& element : *objects) {
      elements.push_back({.status = status, .body = element.raw()});
    }
    return elements;
  }

  /// The names of the object's members.
  [[nodiscard]] std::set<std::string> names() const {
    const auto all = JsonBody::parse(body)->names();
    return {all.begin(), all.end()};
  }
};

/// Of an answer that is no stored file.
inline std::string whole_text(const Response& response) {
  return text_of(response, std::numeric_limits<std::size_t>::max()).value();
}

/// The form that sends a new file.
inline std::vector<Part> upload_of(
    allot::test::World& world,
    std::string path,
    std::string_view bytes,
    std::string_view type = "text/plain"
) {
  auto spool = world.env().files.spool();
  spool->append(bytes);
  std::vector<Part> parts(2);
  parts[0].name = "path";
  parts[0].bytes = std::move(path);
  parts[1].name = "file";
  parts[1].filename = "a.txt";
  parts[1].content_type = type;
  parts[1].file = spool->finish();
  return parts;
}

/// The API as one person calls it.
class Client {
 public:
  Client(allot::test::World& world, std::string_view name) : Client(world, name, world.env()) {}

  /// Of a server that works with `env`.
  Client(allot::test::World& world, std::string_view name, Env& env)
      : dispatcher_(env), bearer_(world.bearer(name)) {}

  Answer call(
      Method method,
      std::string path,
      std::string body = {},
      std::string_view type = "application/json"
  ) {
    auto response = serve_recorded(
        dispatcher_,
        {.method = method,
         .target = "/api/v1" + std::move(path),
         .headers = {{"authorization", bearer_}, {"content-type", std::string(type)}},
         .peer = "127.0.0.1",
         .request_id = "test"},
        std::move(body)
    );
    return {.status = response.status, .body = whole_text(response)};
  }

  Answer upload(std::string path, std::vector<Part> parts) {
    auto response = serve_recorded(
        dispatcher_,
        {.method = Method::post,
         .target = "/api/v1" + std::move(path),
         .headers = {{"authorization", bearer_}},
         .peer = "127.0.0.1",
         .request_id = "test"},
        {},
        std::move(parts)
    );
    return {.status = response.status, .body = whole_text(response)};
  }

  Answer get(std::string path) { return call(Method::get, std::move(path)); }

  Answer post(std::string path, std::string body) {
    return call(Method::post, std::move(path), std::move(body));
  }

  Answer put(std::string path, std::string body) {
    return call(Method::put, std::move(path), std::move(body));
  }

  Answer patch(std::string path, std::string body) {
    return call(Method::patch, std::move(path), std::move(body));
  }

  Answer remove(std::string path, std::string body = {}) {
    return call(Method::delete_, std::move(path), std::move(body));
  }

  void note_followed() { dispatcher_.note_followed(); }

 private:
  Dispatcher dispatcher_;
  std::string bearer_;
};

}  // namespace allot::http::test
