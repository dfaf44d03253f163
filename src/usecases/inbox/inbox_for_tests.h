#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "support/passing_store.h"
#include "support/world.h"
#include "usecases/inbox/follow.h"
#include "usecases/inbox/read.h"

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

}  // namespace allot::test
