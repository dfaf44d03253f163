#pragma once

// Requests that are sent again after somebody changed what the first ones left.

#include <string>

#include "http/team_for_tests.h"

namespace allot::http::test {

/// A team in which ben holds two open items of another task.
struct Repeats : Team {
  Task other = world.task({{.annotator = "ben", .open_items = 2}}, "Other");
  ItemId item = world.items(1).front();
  Client ada = joined("ada", Role::annotator);
  Client ben = joined("ben", Role::annotator);

  [[nodiscard]] std::string annotations() const { return "/items/" + item.text + "/annotations"; }

  /// Sets a status on the first item that the person has in the task.
  void complete(Client& client, const TaskId& in) {
    const auto items = client
                           .post(
                               "/datasets/" + world.dataset().text + "/query",
                               filter("metadata.system.refs.id", in.text)
                           )
                           .items();
    const auto body = R"({"itemIds":[")" + items.front().text("id") +
                      R"("],"statusPayload":{"operation":"create","status":"completed"}})";
    const auto path = "/assignments/items/tasks/" + in.text + "/status";
    ASSERT_EQ(client.post(path, body).status, 200);
  }
};

}  // namespace allot::http::test
