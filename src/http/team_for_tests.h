#pragma once

// A project that two people manage, for tests of what they do to each other's changes.

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "http/client_for_tests.h"

namespace allot::http::test {

inline std::string filter(std::string_view member, std::string_view value) {
  return fmt::format(R"({{"filter":{{"{}":"{}"}}}})", member, value);
}

/// mia and olga own the project; ada holds four open items of its task.
struct Team {
  allot::test::World world;
  Task task = world.task({{.annotator = "ada", .open_items = 4}});
  Client mia{world, "mia"};
  Client olga = joined("olga", Role::owner);

  Client joined(std::string_view name, Role role) {
    world.join(name, role);
    return {world, name};
  }

  [[nodiscard]] std::string in_project() const {
    return R"("projectIds":[")" + world.project().text + R"("])";
  }

  [[nodiscard]] std::string project() const { return "/projects/" + world.project().text; }

  [[nodiscard]] std::string dataset() const { return "/datasets/" + world.dataset().text; }

  [[nodiscard]] std::string task_path() const { return "/annotationtasks/" + task.id.text; }

  [[nodiscard]] std::string assignment(std::string_view person) {
    return "/assignments/" + world.assignment_of(task.id, person)->id.text;
  }

  /// Of a task of all pictures for ada; `more` are members behind the others.
  [[nodiscard]] std::string creation(std::string_view name, std::string_view more = "") const {
    return fmt::format(
        R"({{"name":"{}","query":"{{\"filter\":{{\"dir\":\"/pictures\"}}}}","projectId":"{}",)"
        R"("datasetId":"{}","recipeId":"{}","taskOwner":"mia@example.org",)"
        R"("spec":{{"type":"annotation"}},"workload":[{{"assigneeId":"ada@example.org","load":100}}]{}}})",
        name,
        world.project().text,
        world.dataset().text,
        world.recipe().text,
        more
    );
  }

  std::vector<Answer> tasks_named(std::string_view name) {
    return olga.post("/annotationtasks/query", filter("name", name)).items();
  }
};

}  // namespace allot::http::test
