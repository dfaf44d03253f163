#pragma once

// What the tests of projects, members, datasets, recipes, users and bots share.

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "json/event_text.h"
#include "support/world.h"

namespace allot::test {

/// A world seen by mia, who owns the project "City" with the dataset "Crossings".
struct Scene {
  World world;
  Env& env = world.env();
  Caller mia = world.manager();
  ProjectId city = world.project();
  DatasetId crossings = world.dataset();

  /// Somebody with an account, in no project.
  Caller stranger(const std::string& name, OrgRole role = OrgRole::member) {
    world.account(name);
    auto caller = world.caller(name);
    caller.org_role = role;
    return caller;
  }

  /// Somebody with an account and this role in "City".
  Caller member(const std::string& name, Role role) {
    auto caller = stranger(name);
    world.join(name, role);
    return caller;
  }

  template <class Look>
  auto look(Look&& look_at) {
    return read(env.store, look_at);
  }

  template <class Change>
  void change(Change&& body) {
    ASSERT_OK(write(env.store, Scope::everything(), [&](Transaction& tx) -> Result<Done> {
      body(tx);
      return Done{};
    }));
  }

  void annotate(const ItemId& item) {
    change([&](Transaction& tx) {
      tx.annotations().add(
          {.id = env.ids.next<AnnotationId>(),
           .dataset = crossings,
           .item = tx.items().find(item)->ordinal,
           .item_id = item,
           .type = "box",
           .label = "car",
           .creator = mia.user,
           .updated_by = mia.user}
      );
    });
  }

  /// Was there an event like "Project Created"?
  bool has_event(const std::string& line) {
    return look([&](const Transaction& tx) {
      const auto events = tx.journal().events_after(0, 10'000);
      return std::ranges::any_of(events, [&](const Event& event) {
        const auto text = text_of(event.what, event.task);
        return text.resource + " " + text.action == line;
      });
    });
  }
};

template <class T>
ErrorCode code_of(const Result<T>& result) {
  EXPECT_FALSE(result.has_value()) << "expected an error";
  return result.has_value() ? ErrorCode::internal : result.error().code;
}

template <class T>
std::string message_of(const Result<T>& result) {
  EXPECT_FALSE(result.has_value()) << "expected an error";
  return result.has_value() ? "" : result.error().message;
}

}  // namespace allot::test
