#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "http/client_for_tests.h"

namespace allot::http::test {

/// The world's server with another time for queries.
class Hasty {
 public:
  Hasty(allot::test::World& world, std::chrono::milliseconds time)
      : settings_(world.env().settings) {
    settings_.query_time_max = time;
    env_.emplace(with(world.env(), {.settings = &settings_}));
    dispatcher_.emplace(*env_);
  }

  [[nodiscard]] Dispatcher& dispatcher() { return *dispatcher_; }

  Answer post(const std::string& bearer, std::string target, std::string body) {
    auto response = dispatcher_->serve(
        {.method = Method::post,
         .target = "/api/v1" + std::move(target),
         .headers = {{"authorization", bearer}, {"content-type", "application/json"}},
         .peer = "127.0.0.1",
         .request_id = "test"},
        std::move(body)
    );
    return {.status = response.status, .body = whole_text(response)};
  }

 private:
  Settings settings_;
  std::optional<Env> env_;
  std::optional<Dispatcher> dispatcher_;
};

}  // namespace allot::http::test
