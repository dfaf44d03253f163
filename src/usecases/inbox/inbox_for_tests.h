#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/passing_store.h"
#include "support/world.h"
#include "usecases/annotations/write.h"
#include "usecases/inbox/follow.h"
#include "usecases/inbox/read.h"
#include "usecases/tasks/update.h"

namespace allot::test {

inline void follow_to_the_end(Env& env) {
  while (follow_outbox(env)) {
  }
}

/// What somebody was told, oldest first: "kind: text", with the count before it when it is more
/// than one.
inline std::vector<std::string> told(World& world, std::string_view name) {
  std::vector<std::string> lines;
  const auto page = list_inbox(world.env(), world.caller(name), false, 0, 10'000);
  for (auto line = page.lines.rbegin(); line != page.lines.rend(); ++line) {
    const auto count = line->count > 1 ? std::to_string(line->count) + " " : "";
    lines.push_back(count + std::string(name_of(line->kind)) + ": " + line->text);
  }
  return lines;
}

/// Ends a change before it is begun, or behind its commit, as the end of the process does.
class DyingStore final : public PassingStore {
 public:
  using PassingStore::PassingStore;

  enum class Death { none, before, behind };
  Death next = Death::none;  // of the next change alone

  void run_write(Where where, FunctionRef<bool(Transaction&)> body, JobKind kind) override {
    const auto death = std::exchange(next, Death::none);
    if (death == Death::before) throw StoreFailure("the end");
    PassingStore::run_write(where, body, kind);
    if (death == Death::behind) throw StoreFailure("the end");
  }
};

/// mia owns the project, dev develops it; ada has two open items and a handled one of the task
/// “Signs”, ben two open ones. All that was told before is read.
class InboxOf : public testing::Test {
 protected:
  InboxOf() {
    world.join("dev", Role::developer);
    forget();
  }

  /// Follows, and gives what that told somebody.
  std::vector<std::string> news(std::string_view name) {
    follow_to_the_end(env);
    return told(world, name);
  }

  /// From here on inboxes are empty.
  void forget() {
    follow_to_the_end(env);
    env.store.run_write(Scope::everything(), [&](Transaction& tx) {
      tx.inbox().forget_before(world.clock.now() + std::chrono::hours{1}, 1'000'000);
      return true;
    });
  }

  ItemId item(Ordinal ordinal) {
    return read(env.store, [&](const Transaction& tx) {
      return tx.items().ids(world.dataset(), {&ordinal, 1}).front().second;
    });
  }

  AnnotationId annotate(const Caller& who, const ItemId& id, std::string_view status) {
    const NewAnnotation added{
        .type = "box",
        .label = "car",
        .metadata = fmt::format(R"({{"system":{{"status":"{}"}}}})", status),
        .creator = {}
    };
    const auto made = create_annotations(env, who, id, {added});
    EXPECT_OK(made);
    return made->front().id;
  }

  void mark(const Caller& who, const AnnotationId& id, std::string_view status) {
    EXPECT_OK(change_annotation(
        env,
        who,
        {.annotation = id,
         .metadata = fmt::format(R"({{"system":{{"status":"{}"}}}})", status),
         .system = true}
    ));
  }

  void due_in(std::chrono::milliseconds time) {
    ASSERT_OK(update_task(
        env,
        dev,
        {.task = task.id, .due_date = std::to_string(to_epoch_ms(world.clock.now() + time))}
    ));
  }

  World world;
  Env& env = world.env();
  Task task = world.task(
      {{.annotator = "ada", .open_items = 2, .completed_items = 1},
       {.annotator = "ben", .open_items = 2}},
      "Signs"
  );
  Caller dev = world.caller("dev");
  AssignmentId ada = world.assignment_of(task.id, "ada")->id;
  AssignmentId ben = world.assignment_of(task.id, "ben")->id;
};

}  // namespace allot::test
