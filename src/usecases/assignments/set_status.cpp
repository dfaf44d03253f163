#include "usecases/assignments/set_status.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string_view>

#include "base/text.h"
#include "json/text.h"
#include "usecases/access.h"
#include "usecases/assignments/status_change.h"
#include "usecases/scopes.h"
#include "usecases/tasks/batches.h"

namespace allot {

namespace {

/// Where statuses are set, and what the caller may do there.
struct Scene {
  Task task;
  std::optional<AssignmentId> assignment;  // only in this one
  bool manages = false;
  std::string_view removed_from = {};  // the caller acts there no more; empty: acts
};

bool manages(const Standings& standings) {
  return standings.has(Standing::owner) || standings.has(Standing::developer) ||
         standings.has(Standing::manages_task);
}

/// What a removed member (B-146), or contributor of a pulling task (B-055), was removed from.
std::string_view removed_from(bool is_inactive, const Task& task, const Caller& caller) {
  if (is_inactive) return "the project";
  return task.pulling && task.pulling->locks(caller.user) ? "the contributors of the task" : "";
}

Result<Scene> scene(const Transaction& tx, const Caller& caller, const SetStatus& input) {
  if (const auto* id = std::get_if<AssignmentId>(&input.where)) {
    auto found = TRY(get_assignment(tx, caller, *id, Verb::set_status));
    return Scene{
        .task = found.task,
        .assignment = *id,
        .manages = manages(found.standings),
        .removed_from = removed_from(found.is_inactive, found.task, caller)
    };
  }
  auto found = TRY(access_task(tx, caller, std::get<TaskId>(input.where), Verb::set_status));
  return Scene{
      .task = found.task,
      .assignment = {},
      .manages = manages(found.standings),
      .removed_from = removed_from(found.is_inactive, found.task, caller)
  };
}

Result<Done> check_word(const Task& task, const std::string& word) {
  if (word.empty() || is_status_word(word, task.status_words)) return Done{};
  return invalid_field(
      "status",
      "is no status of this task",
      fmt::format("`{}` is no status of this task.", printable(word))
  );
}

Result<Done> check_time(const Task& task, bool is_manager, Time now) {
  TRY(require_allows(task, TaskAct::set_status));
  if (is_manager || !is_locked(task, now)) return Done{};
  return fail(ErrorCode::forbidden, "The task is locked since its due date.");
}

/// Items that may not get this word because an issue on them is open (B-085).
ItemSet blocked_by_issues(const Transaction& tx, const Task& task, const std::string& word) {
  if (word != "completed" && word != "approved") return {};
  return tx.datasets().with_issue(task.dataset);
}

/// Do some of these wait in the queue of a pulling task, where a manager sees them?
bool any_waits(const Scene& scene, const Ledger& ledger, const ItemSet& asked) {
  if (scene.assignment || !scene.manages) return false;
  return std::ranges::any_of(ledger.queue, [&](const ItemSet& waiting) {
    return waiting.intersects(asked);
  });
}

/// `waits`: what is there of what was asked waits in the queue.
Result<Done> refusal(
    const Scene& scene,
    const SetStatus& input,
    const ItemSet& here,
    const ItemSet& theirs,
    const ItemSet& blocked,
    bool waits
) {
  if (here.empty() && input.single) {
    return fail(
        ErrorCode::not_found,
        scene.assignment ? "The item is not in this assignment." : "The item is not in this task."
    );
  }
  if (waits) {
    return fail(ErrorCode::conflict, "What waits in the queue gets a status once somebody has it.");
  }
  if (!theirs.empty() && theirs == here && input.items.size() == 1) {
    if (!scene.removed_from.empty()) {
      return fail(
          ErrorCode::forbidden,
          fmt::format("You were removed from {} and set no more statuses.", scene.removed_from)
      );
    }
    return fail(ErrorCode::forbidden, "The item is somebody else's; only a manager may change it.");
  }
  if (!blocked.empty() && blocked == here) {
    return fail(
        ErrorCode::invalid,
        fmt::format("`status` cannot be `{}` while the item has open issues.", input.word)
    );
  }
  return Done{};
}

std::vector<StatusChange> changes(
    Env& env,
    const Transaction& tx,
    const Caller& caller,
    const Task& task,
    const Ledger& ledger,
    const ItemSet& items,
    const SetStatus& input,
    const std::string& word
) {
  std::vector<StatusChange> list;
  const auto ordinals = items.to_vector();
  // The only item is the one that was asked for.
  auto ids = input.items.size() == 1 ? std::vector{std::pair(ordinals.front(), input.items.front())}
                                     : tx.items().ids(task.dataset, ordinals);
  for (auto& [ordinal, id] : ids) {
    StatusChange change{
        .item = std::move(id),
        .task = task.id,
        .assignment = ledger.holder_of(ordinal)->assignment,
        .now = {}
    };
    if (!word.empty()) {
      change.now = StatusEntry{.word = word, .creator = caller.user, .at = env.clock.now()};
    }
    list.push_back(std::move(change));
  }
  return list;
}

/// A request that comes again since its answer was lost (B-160) is not logged and told again: these
/// are as asked already, and by the caller.
ItemSet done_before(
    const Transaction& tx,
    const Caller& caller,
    const Task& task,
    const Ledger& ledger,
    const ItemSet& items,
    const std::string& word
) {
  if (!caller.may_be_repeat) return {};
  ItemSet as_asked;
  for (const auto* share : ledger.shares.holding(items)) {
    const auto found = share->by_status.find(word);
    if (word.empty()) as_asked |= share->open & items;
    if (found != share->by_status.end()) as_asked |= found->second & items;
  }
  if (word.empty()) return as_asked;
  ItemSet by_caller;
  for (const auto& event : tx.status_log().of_items(task.dataset, as_asked)) {
    if (event.task != task.id) continue;
    by_caller -= event.items;
    if (event.actor == caller.user) by_caller |= event.items;
  }
  return by_caller;
}

/// Which of the given items are in the scene, and which of these are not the caller's to change.
struct Found {
  ItemSet here;
  ItemSet theirs;
};

Found find_items(
    const Caller& caller, const Scene& scene, const Ledger& ledger, const ItemSet& asked
) {
  Found found;
  const auto add = [&](const Share& share) {
    const auto hit = share.among(asked);
    found.here |= hit;
    if (!scene.manages && share.annotator != caller.user) found.theirs |= hit;
  };
  if (scene.assignment) {
    if (const auto* share = ledger.find(*scene.assignment)) add(*share);
  } else {
    for (const auto* share : ledger.shares.holding(asked)) {
      if (share->kind == ShareKind::normal) add(*share);
    }
  }
  // Who was removed holds nothing any more (B-146).
  if (!scene.manages && !scene.removed_from.empty()) found.theirs = found.here;
  return found;
}

/// Whoever has room now pulls (B-053).
void serve_holders(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    const Ledger& ledger,
    const ItemSet& items
) {
  if (!task.pulling) return;
  std::vector<UserId> people;
  for (const auto* share : ledger.shares.holding(items)) people.push_back(share->annotator);
  load_batches(env, tx, caller, task, std::move(people));
}

/// Many ids are looked up before the job: an id keeps its ordinal for ever, and what is gone
/// meanwhile is in no share.
Result<std::optional<ItemSet>> look_up_many(
    Env& env, const Caller& caller, const SetStatus& input
) {
  constexpr std::size_t few = 100;
  if (input.items.size() <= few) return std::optional<ItemSet>{};
  return read(env.store, [&](const Transaction& tx) -> Result<std::optional<ItemSet>> {
    const auto at = TRY(scene(tx, caller, input));
    return std::optional(tx.items().ordinals(at.task.dataset, input.items));
  });
}

}  // namespace

bool is_locked(const Task& task, Time now) {
  const auto is_set = [&](std::string_view key) {
    return json::member(task.system_metadata, key) == "true";
  };
  if (!is_set("enforceDueDate") || task.due_date.empty()) return is_set("locked");
  double due = 0;
  std::from_chars(task.due_date.data(), task.due_date.data() + task.due_date.size(), due);
  return due > 0 && static_cast<double>(to_epoch_ms(now)) > due;
}

Result<std::vector<StatusChange>> set_status(
    Env& env, const Caller& caller, const SetStatus& input
) {
  const auto word = canonical_status_word(input.word);
  const auto looked_up = TRY(look_up_many(env, caller, input));
  return write(
      env.store,
      scope_of_statuses(input.where),
      [&](Transaction& tx) -> Result<std::vector<StatusChange>> {
        const auto at = TRY(scene(tx, caller, input));
        TRY(check_word(at.task, word));
        TRY(check_time(at.task, at.manages, env.clock.now()));
        const auto ledger = tx.ledgers().of(at.task.id);
        const auto asked =
            looked_up ? *looked_up : tx.items().ordinals(at.task.dataset, input.items);
        const auto found = find_items(caller, at, *ledger, asked);
        const auto blocked = found.here & blocked_by_issues(tx, at.task, word);
        // Clearing where there is nothing is success (B-093).
        const bool waits = !word.empty() && found.here.empty() && any_waits(at, *ledger, asked);
        TRY(refusal(at, input, found.here, found.theirs, blocked, waits));
        const auto items = found.here - found.theirs - blocked;
        if (items.empty()) return std::vector<StatusChange>{};
        const auto fresh = items - done_before(tx, caller, at.task, *ledger, items, word);
        if (!fresh.empty()) {
          change_status(env, tx, caller, at.task, *ledger, fresh, word, StatusCause::asked);
          if (!word.empty()) serve_holders(env, tx, caller, at.task, *ledger, fresh);
        }
        if (!input.lists_changes) return std::vector<StatusChange>{};
        // As they were held when they were asked for: what was reopened, or loaded, came later.
        return changes(env, tx, caller, at.task, *ledger, items, input, word);
      }
  );
}

}  // namespace allot
