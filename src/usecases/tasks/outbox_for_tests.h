#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "json/event_text.h"
#include "json/text.h"
#include "support/passing_store.h"
#include "support/world.h"
#include "usecases/assignments/set_status.h"
#include "usecases/tasks/create.h"

namespace allot::test {

inline std::vector<Load> loads(std::initializer_list<std::pair<std::string_view, double>> lines) {
  std::vector<Load> list;
  for (const auto& [name, percent] : lines) list.push_back({World::person(name), percent});
  return list;
}

/// Counts the transactions that change something.
class CountingStore final : public PassingStore {
 public:
  using PassingStore::PassingStore;

  void run_write(Where where, FunctionRef<bool(Transaction&)> body, JobKind kind) override {
    ++writes;
    PassingStore::run_write(where, body, kind);
  }

  int writes = 0;
};

/// ada holds three items of a task, the first handled; ben holds two open ones. Everything is done
/// by dev, a developer who did not make the task.
class Outbox : public testing::Test {
 protected:
  Outbox() {
    world.join("dev", Role::developer);
    remember_assignments();
    seen_ = events().size();
  }

  /// The events of one change as "resource action subject", a person for an assignment. Checks what
  /// is the same for all: actor, time, project, order, and that change and events are one
  /// transaction.
  template <class Change>
  std::vector<std::string> told(Change&& change) {
    world.clock.advance(std::chrono::seconds(1));
    store.writes = 0;
    const auto result = change();
    EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().message);
    EXPECT_EQ(store.writes, 1);
    remember_assignments();
    std::vector<std::string> lines;
    const auto all = events();
    for (auto i = seen_; i < all.size(); ++i) {
      EXPECT_EQ(all[i].actor, World::person("dev"));
      EXPECT_EQ(all[i].at, world.clock.now());
      EXPECT_EQ(all[i].project, world.project());
      EXPECT_GT(all[i].sequence, i == 0 ? 0 : all[i - 1].sequence);
      const auto text = text_of(all[i].what, all[i].task);
      EXPECT_TRUE(json::is_object(text.detail)) << text.detail;
      EXPECT_EQ(read_happening(text, all[i].task), all[i].what);
      lines.push_back(text.resource + " " + text.action + subject(text));
    }
    seen_ = all.size();
    return lines;
  }

  /// The change is refused with this code and leaves nothing in the outbox.
  template <class Change>
  void expect_silence(ErrorCode code, Change&& change) {
    EXPECT_FAILS(change(), code);
    EXPECT_EQ(events().size(), seen_);
  }

  std::vector<Event> events() {
    return read(world.env().store, [](const Transaction& tx) {
      return tx.journal().events_after(0, 10'000);
    });
  }

  /// In the words of the API.
  EventText last_event(std::string_view action) {
    const auto all = events();
    for (auto event = all.rbegin(); event != all.rend(); ++event) {
      auto text = text_of(event->what, event->task);
      if (text.action == action) return text;
    }
    fail_check("there is such an event");
  }

  CreateTask new_task() {
    return {
        .name = "New",
        .query = "{}",
        .project = world.project(),
        .dataset = world.dataset(),
        .recipe = world.recipe(),
        .owner = World::person("mia"),
        .loads = loads({{"cleo", 50}, {"dan", 50}})
    };
  }

  Result<std::vector<StatusChange>> set(const std::vector<ItemId>& which, std::string word) {
    return set_status(env, dev, {.where = task.id, .items = which, .word = std::move(word)});
  }

  ItemId item(Ordinal ordinal) {
    return read(world.env().store, [&](const Transaction& tx) {
      return tx.items().ids(world.dataset(), {&ordinal, 1}).front().second;
    });
  }

  World world;
  Task task = world.task(
      {{.annotator = "ada", .open_items = 2, .completed_items = 1},
       {.annotator = "ben", .open_items = 2}}
  );
  AssignmentId ada = world.assignment_of(task.id, "ada")->id;
  AssignmentId ben = world.assignment_of(task.id, "ben")->id;
  CountingStore store{world.env().store};
  Env env = with_store(world.env(), store);
  Caller dev = world.caller("dev");

 private:
  /// Deleted ones keep their names here.
  void remember_assignments() {
    read(world.env().store, [&](const Transaction& tx) {
      for (const auto& assignment : tx.assignments().of_projects({&world.project(), 1})) {
        const auto& address = assignment.annotator.text;
        people_[assignment.id.text] = address.substr(0, address.find('@'));
      }
      return true;
    });
  }

  std::string subject(const EventText& text) {
    if (text.resource != "Assignment") return "";
    EXPECT_TRUE(people_.contains(text.id)) << text.id;
    return " " + people_[text.id];
  }

  std::map<std::string, std::string> people_;
  std::size_t seen_ = 0;
};

}  // namespace allot::test
