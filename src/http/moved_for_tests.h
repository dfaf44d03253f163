#pragma once

// A move, for tests of what becomes of it.

#include <string>
#include <utility>
#include <vector>

#include "http/team_for_tests.h"

namespace allot::http::test {

/// A team in which all of ada's items went to ben by an operation.
struct Moved : Team {
  Client ada = joined("ada", Role::annotator);
  Client ben = joined("ben", Role::annotator);
  std::string adas = assignment("ada");
  ItemId item = items_of(task).front();
  std::string operation =
      mia.post(adas + "/redistribute", workload({{"ben", 100}})).text("spec.operationId");

  static std::string workload(std::vector<std::pair<std::string, int>> loads) {
    return "{" + members(std::move(loads)) + "}";
  }

  static std::string members(std::vector<std::pair<std::string, int>> loads) {
    std::string text;
    for (const auto& [name, load] : loads) {
      if (!text.empty()) text += ",";
      text += fmt::format(R"({{"assigneeId":"{}@example.org","load":{}}})", name, load);
    }
    return R"("workload":[)" + text + "]";
  }

  std::vector<ItemId> items_of(const Task& of) {
    std::vector<ItemId> ids;
    const auto ordinals = world.ledger(of.id).members.to_vector();
    read(world.env().store, [&](const Transaction& tx) {
      for (auto& [at, id] : tx.items().ids(world.dataset(), ordinals)) ids.push_back(id);
      return 0;
    });
    return ids;
  }

  [[nodiscard]] std::string operation_path() const { return "/operations/" + operation; }
};

}  // namespace allot::http::test
