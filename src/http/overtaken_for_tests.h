#pragma once

// Of two requests at the same time one is first: a request that is overtaken.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "http/team_for_tests.h"
#include "support/passing_store.h"

namespace allot::http::test {

/// A team in which another's change comes right before the change of a request. dora is a
/// developer.
struct Overtaken : Team {
  allot::test::OvertakenStore store{world.env().store};
  Env env = with_store(world.env(), store);
  Client dora = joined("dora", Role::developer);
  Dispatcher dispatcher{env};

  /// The request of that person, while this happens.
  Answer call(
      std::string_view person,
      Method method,
      const std::string& path,
      std::string body,
      std::function<void()> meanwhile,
      std::vector<Part> parts = {}
  ) {
    const auto bearer = world.bearer(person);
    store.meanwhile = std::move(meanwhile);
    auto response = dispatcher.serve(
        {.method = method,
         .target = "/api/v1" + path,
         .headers = {{"authorization", bearer}, {"content-type", "application/json"}},
         .peer = "127.0.0.1",
         .request_id = "test"},
        std::move(body),
        std::move(parts)
    );
    EXPECT_FALSE(store.meanwhile) << "no change was tried";
    store.meanwhile = {};
    return {.status = response.status, .body = whole_text(response)};
  }

  [[nodiscard]] std::string only_if_absent(std::string_view name) const {
    return creation(
        name, fmt::format(R"(,"checkIfExist":{{"query":{{"filter":{{"name":"{}"}}}}}})", name)
    );
  }
};

}  // namespace allot::http::test
