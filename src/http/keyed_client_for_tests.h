#pragma once

// What the tests of `Idempotency-Key` share.

#include <algorithm>

#include "http/client_for_tests.h"

namespace allot::http::test {

struct Keyed : Answer {
  Headers headers;

  [[nodiscard]] std::string header(std::string_view name) const {
    const auto found = std::ranges::find(headers, name, &Headers::value_type::first);
    return found == headers.end() ? "absent" : found->second;
  }

  [[nodiscard]] bool is_replayed() const { return header("idempotency-replayed") == "true"; }
};

inline Keyed keyed(Response response) {
  return {{.status = response.status, .body = whole_text(response)}, std::move(response.headers)};
}

/// The API as one person calls it who gives keys.
class KeyedClient {
 public:
  KeyedClient(allot::test::World& world, std::string_view name)
      : KeyedClient(world, name, world.env()) {}

  /// Of a server that works with `env`.
  KeyedClient(allot::test::World& world, std::string_view name, Env& env)
      : dispatcher_(env), bearer_(world.bearer(name)) {}

  [[nodiscard]] RequestHead head(Method method, std::string path, std::string key) const {
    return {
        .method = method,
        .target = "/api/v1" + std::move(path),
        .headers =
            {{"authorization", bearer_},
             {"content-type", "application/json"},
             {"idempotency-key", std::move(key)}},
        .peer = "127.0.0.1",
        .request_id = "test"
    };
  }

  Keyed send(
      Method method,
      std::string path,
      std::string body,
      std::string key,
      std::vector<Part> parts = {}
  ) {
    return keyed(serve_recorded(
        dispatcher_,
        head(method, std::move(path), std::move(key)),
        std::move(body),
        std::move(parts)
    ));
  }

  Keyed post(std::string path, std::string body, std::string key) {
    return send(Method::post, std::move(path), std::move(body), std::move(key));
  }

  Keyed patch(std::string path, std::string body, std::string key) {
    return send(Method::patch, std::move(path), std::move(body), std::move(key));
  }

  /// The same request at a handler of the test's own.
  Keyed post_to(Handler handler, std::string path, std::string body, std::string key) {
    const Route route{Method::post, "/test", Lane::slow, Verb::own_account, {}, handler};
    auto head = this->head(Method::post, std::move(path), std::move(key));
    auto admission = dispatcher_.admit(head);
    const auto request =
        dispatcher_.assemble(std::move(head), std::move(admission), std::move(body), {});
    return keyed(dispatcher_.handle(route, request));
  }

  Dispatcher& dispatcher() { return dispatcher_; }

 private:
  Dispatcher dispatcher_;
  std::string bearer_;
};

}  // namespace allot::http::test
