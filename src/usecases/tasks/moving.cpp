#include "usecases/tasks/moving.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "base/name.h"
#include "base/unicode.h"
#include "query/json_text.h"
#include "usecases/access.h"

namespace allot {

namespace {

/// The room of a name that is left to the task when the longest address and a number follow.
constexpr std::size_t task_characters_max = name_characters_max - 300;

/// `<task> (<person>)`, with ` #2`, ` #3` … when that is taken in the project (B-072).
std::string free_name(const Transaction& tx, const Task& task, const UserId& person) {
  const auto plain =
      fmt::format("{} ({})", first_characters(task.name, task_characters_max), person.text);
  auto name = plain;
  for (int number = 2; !tx.assignments().named(task.project, name).empty(); ++number) {
    name = fmt::format("{} #{}", plain, number);
  }
  return name;
}

/// One for each of these people, told of.
NewAssignments make_assignments(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    const std::vector<UserId>& people,
    const std::optional<Assignment>& like
) {
  const auto now = env.clock.now();
  NewAssignments made;
  std::vector<Assignment> rows;
  for (const auto& person : people) {
    rows.push_back(
        {.id = env.ids.next<AssignmentId>(),
         .task = task.id,
         .project = task.project,
         .dataset = task.dataset,
         .name = free_name(tx, task, person),
         .annotator = person,
         .updated_by = caller.user,
         .is_default = like && like->is_default,
         .user_metadata = like ? like->user_metadata : "{}",
         .created_at = now,
         .updated_at = now}
    );
    made[person] = rows.back().id;
  }
  tx.assignments().put_all(rows);
  for (const auto& row : rows) {
    note_event(env, tx, caller, task, "Assignment", "Created", row.id.text);
  }
  return made;
}

/// In these tasks empty assignments stay (B-102).
bool keeps_empty_assignments(const Task& task) {
  return query::string_member(task.user_metadata, "type") == "batchNode";
}

/// How many items a holder gave and got.
struct Flow {
  std::uint64_t gave = 0;
  std::uint64_t got = 0;
};

using Flows = std::unordered_map<UserId, Flow>;

/// Of the people in a plan.
Flows flows_of(const Plan& plan) {
  Flows flows;
  const auto is_person = [](const Holder& holder) { return holder.place == Holder::Place::person; };
  for (const auto& handover : plan.handovers) {
    if (is_person(handover.from)) flows[handover.from.person].gave += handover.size();
    if (is_person(handover.to)) flows[handover.to.person].got += handover.size();
  }
  return flows;
}

/// The shares of those who give or get, in the order of the ledger.
std::vector<const Share*> shares_of(const Flows& flows, const Ledger& ledger) {
  std::vector<const Share*> shares;
  for (const auto& [person, flow] : flows) {
    if (const auto* share = ledger.find(person)) shares.push_back(share);
  }
  // Assignments are numbered in the order in which they were made.
  std::ranges::sort(shares, {}, &Share::assignment);
  return shares;
}

/// Takes the shares out that the plan left without items, with their assignments (B-101).
void drop_emptied(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    const Flows& flows,
    Ledger& ledger
) {
  if (keeps_empty_assignments(task)) return;
  const auto before = ledger;
  for (const auto* share : shares_of(flows, before)) {
    if (!share->empty()) continue;
    tx.assignments().remove(share->assignment);
    note_event(env, tx, caller, task, "Assignment", "Deleted", share->assignment.text);
    ledger.shares.erase(share->assignment);
  }
}

/// Tells both sides of a hand-over in the assignments that they had before and keep (B-213), and
/// the task of items that came into it. Assignments that were made or dropped have their own words.
void note_handovers(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    const Plan& plan,
    const Flows& flows,
    const Ledger& before,
    const Ledger& after
) {
  for (const auto* share : shares_of(flows, after)) {
    if (before.find(share->assignment) == nullptr) continue;
    const auto& flow = flows.at(share->annotator);
    const auto detail = fmt::format(R"({{"gave":{},"got":{}}})", flow.gave, flow.got);
    note_event(env, tx, caller, task, "Assignment", "Updated", share->assignment.text, detail);
  }
  std::uint64_t came = 0;
  for (const auto& handover : plan.handovers) {
    if (handover.from == Holder::outside()) came += handover.size();
  }
  if (came == 0) return;
  const auto detail = fmt::format(R"({{"count":{}}})", came);
  note_event(env, tx, caller, task, "ItemStatus", "taskAssigned", task.id.text, detail);
}

}  // namespace

Result<Outcome> move_work(
    Env& env,
    Where where,
    const Caller& caller,
    bool dry_run,
    FunctionRef<Result<PlannedMove>(const Transaction&)> plan,
    FunctionRef<Result<NewCommand>(Transaction&, const PlannedMove&)> act,
    JobKind kind
) {
  if (dry_run) {
    return read(env.store, [&](const Transaction& tx) -> Result<Outcome> {
      auto planned = TRY(plan(tx));
      return Preview{
          .task = planned.task.id,
          .version = version_of(*planned.ledger),
          .plan = std::move(planned.plan)
      };
    });
  }
  const auto plan_and_act = [&](Transaction& tx) -> Result<NewCommand> {
    return act(tx, TRY(plan(tx)));
  };
  return TRY(write_command(env, where, caller, plan_and_act, kind));
}

Moved carry_out(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const PlannedMove& move,
    const std::optional<Assignment>& like
) {
  return carry_out(env, tx, caller, move.task, *move.ledger, move.plan, like);
}

std::string workload_json(std::span<const Load> loads) {
  std::string json;
  for (const auto& load : loads) {
    json += fmt::format(
        R"({}{{"assigneeId":{},"load":{}}})",
        json.empty() ? "" : ",",
        query::quoted(load.assignee.text),
        load.percent
    );
  }
  return "[" + json + "]";
}

Result<Done> require_same_task(const Task& task, const std::optional<TaskId>& given) {
  if (!given || *given == task.id) return Done{};
  return invalid_field("taskId", "is another task than the assignment's");
}

Moved carry_out(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    const Ledger& before,
    const Plan& plan,
    const std::optional<Assignment>& like
) {
  Moved moved;
  moved.operation = env.ids.next<OperationId>();
  moved.assignments = make_assignments(env, tx, caller, task, plan.newcomers(before), like);
  const auto flows = flows_of(plan);
  moved.ledger = applied(before, plan, moved.assignments);
  drop_emptied(env, tx, caller, task, flows, moved.ledger);
  tx.ledgers().put(task.id, moved.ledger);
  auto recorded = plan;
  for (auto& person : recorded.people) {
    if (person.assignment.empty() && moved.assignments.contains(person.person)) {
      person.assignment = moved.assignments.at(person.person);
    }
  }
  tx.journal().record(
      {.id = moved.operation,
       .task = task.id,
       .by = caller.user,
       .at = env.clock.now(),
       .plan = std::move(recorded)}
  );
  note_handovers(env, tx, caller, task, plan, flows, before, moved.ledger);
  note_status_change(
      env, tx, caller, task, status_of(tx, task, before), status_of(tx, task, moved.ledger)
  );
  return moved;
}

std::string version_of(const Ledger& ledger) {
  std::string version;
  for (const auto& share : ledger.shares) {
    std::uint64_t digest = 1469598103934665603ULL;  // FNV-1a over the chunks' bytes
    const auto mix = [&](const ItemSet& set) {
      for (const auto chunk : set.chunks()) {
        for (const char byte : set.chunk_bytes(chunk)) {
          digest = (digest ^ static_cast<unsigned char>(byte)) * 1099511628211ULL;
        }
        digest = (digest ^ chunk) * 1099511628211ULL;
      }
    };
    mix(share.open);
    for (const auto& [word, set] : share.by_status) mix(set);
    version += fmt::format("{:x}.", digest ^ std::hash<AssignmentId>{}(share.assignment));
  }
  return version.empty() ? "0" : version;
}

TaskStatus status_of(const Transaction& tx, const Task& task, const Ledger& ledger) {
  auto counts = count(ledger);
  // Only what is complete asks for its issues.
  if (counts.remaining() == 0) counts = count(ledger, tx.datasets().with_issue(task.dataset), {});
  return derive_task_status(counts, task.dismissed);
}

void note_status_change(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    TaskStatus before,
    TaskStatus after
) {
  if (before == after) return;
  note_event(
      env,
      tx,
      caller,
      task,
      "Task",
      "statusChanged",
      task.id.text,
      fmt::format(R"({{"from":"{}","to":"{}"}})", name_of(before), name_of(after))
  );
}

Result<Done> require_allows(const Task& task, TaskAct act) {
  // Among what is stored, only dismissal forbids anything; the other states are derived.
  const auto status = task.dismissed ? TaskStatus::dismissed : TaskStatus::open;
  if (allows(status, act)) return Done{};
  return fail(ErrorCode::conflict, "The task is dismissed; reopen it first.");
}

Result<Done> require_active(
    const Transaction& tx,
    const ProjectId& project,
    std::span<const Load> loads,
    std::string_view field
) {
  for (const auto& load : loads) {
    if (!is_inactive(tx, project, load.assignee)) continue;
    return invalid_field(
        std::string(field),
        fmt::format("names {}, who was removed from the project", load.assignee.text)
    );
  }
  return Done{};
}

Result<std::vector<Load>> receivers(
    const Transaction& tx, const ProjectId& project, std::span<const Load> loads
) {
  auto checked = TRY(checked_loads(loads));
  TRY(require_active(tx, project, checked, "workload"));
  return checked;
}

void note_event(
    Env& env,
    Transaction& tx,
    const Caller& caller,
    const Task& task,
    std::string_view resource,
    std::string_view action,
    std::string_view id,
    std::string detail
) {
  tx.journal().append(
      {.resource = std::string(resource),
       .action = std::string(action),
       .resource_id = std::string(id),
       .project = task.project,
       .task = task.id,
       .actor = caller.user,
       .at = env.clock.now(),
       .detail = std::move(detail)}
  );
}

}  // namespace allot
