#include <fmt/format.h>

#include <algorithm>

#include "clients.h"
#include "json/command_text.h"
#include "json/text.h"
#include "query/query.h"
#include "usecases/assignments/delete.h"
#include "usecases/assignments/list.h"
#include "usecases/assignments/reassign.h"
#include "usecases/assignments/redistribute.h"
#include "usecases/assignments/set_status.h"
#include "usecases/items/delete.h"
#include "usecases/items/read.h"
#include "usecases/tasks/add_items.h"
#include "usecases/tasks/create.h"
#include "usecases/tasks/delete.h"
#include "usecases/tasks/read.h"
#include "usecases/tasks/remove_items.h"
#include "usecases/tasks/update.h"

namespace allot::history {

std::vector<ItemId> Items::ids(const std::vector<Ordinal>& ordinals) const {
  std::vector<ItemId> ids;
  for (const auto ordinal : ordinals) ids.push_back(id(ordinal));
  return ids;
}

Ordinal Items::ordinal(const ItemId& id) const {
  const auto found = std::ranges::lower_bound(ids_, id);
  CHECK(found != ids_.end() && *found == id);
  return static_cast<Ordinal>(found - ids_.begin());
}

void read_command(Event& event, const std::string& spec) {
  event.operation = {json::string_member(spec, "operationId").value_or("")};
  event.answer.created = {json::string_member(spec, "createdTaskId").value_or("")};
  event.answer.holder = {json::string_member(spec, "toAssignment").value_or("")};
}

std::string task_name(const Event& event) {
  return fmt::format("Task {} of {}", event.invoked, event.client);
}

namespace {

SeenAssignment seen(const AssignmentView& view) {
  return {
      .id = view.assignment.id,
      .annotator = view.assignment.annotator,
      .status = view.status,
      .counts = view.counts
  };
}

class DirectClient final : public Client {
 public:
  DirectClient(Env& env, const test::World& world, const Items& items, const UserId& person)
      : env_(env), world_(world), items_(items), caller_{.user = person} {}

  void ask(Event& event) override {
    const auto done = carry_out(event);
    if (!done) event.answer = Answer{.refused = done.error().code};
  }

 private:
  Result<Done> carry_out(Event& event) {
    const auto& call = event.call;
    switch (call.act) {
      case Act::create_task: return create_task(event);
      case Act::delete_task: return took(event, allot::delete_task(env_, caller_, {call.task}));
      case Act::dismiss: return dismiss(call.task, true);
      case Act::reopen: return dismiss(call.task, false);
      case Act::add:
        return took(
            event,
            add_items(env_, caller_, {.task = call.task, .query = query(call), .loads = call.loads})
        );
      case Act::remove:
        return took(event, remove_items(env_, caller_, {.task = call.task, .query = query(call)}));
      case Act::redistribute: return redistribute(event);
      case Act::reassign:
        return took(
            event,
            reassign_assignment(env_, caller_, {.assignment = call.assignment, .to = call.to})
        );
      case Act::delete_assignment:
        return took(event, allot::delete_assignment(env_, caller_, {call.assignment}));
      case Act::delete_item: return delete_item(env_, caller_, items_.id(call.items.front()));
      case Act::set_status: return set_status(event);
      case Act::read_task: return read_task(event);
      case Act::read_assignment: return read_assignment(event);
      case Act::list_assignments: return list_assignments(event);
      case Act::list_items: return list_items(event);
      case Act::read_item: return read_item(event);
    }
    return Done{};
  }

  std::string query(const Call& call) const {
    return test::World::query_of(items_.ids(call.items));
  }

  static Result<Done> took(Event& event, const Result<Outcome>& outcome) {
    read_command(event, spec_of(std::get<Command>(TRY(outcome)).result));
    return Done{};
  }

  Result<Done> create_task(Event& event) {
    const auto created = allot::create_task(
        env_,
        caller_,
        {.name = task_name(event),
         .query = query(event.call),
         .project = world_.project(),
         .dataset = world_.dataset(),
         .recipe = world_.recipe(),
         .owner = test::World::person("mia"),
         .loads = event.call.loads}
    );
    return took(event, created);
  }

  Result<Done> dismiss(const TaskId& task, bool dismissed) {
    TRY(update_task(env_, caller_, {.task = task, .dismissed = dismissed}));
    return Done{};
  }

  Result<Done> redistribute(Event& event) {
    RedistributeAssignment input{.assignment = event.call.assignment, .loads = event.call.loads};
    if (!event.call.items.empty()) input.query = query(event.call);
    return took(event, redistribute_assignment(env_, caller_, input));
  }

  Result<Done> set_status(Event& event) {
    const auto& call = event.call;
    SetStatus input{
        .where = call.task,
        .items = items_.ids(call.items),
        .word = call.word,
        .single = call.single
    };
    if (!call.assignment.empty()) input.where = call.assignment;
    for (const auto& change : TRY(allot::set_status(env_, caller_, input))) {
      event.answer.changed.push_back(
          {.item = items_.ordinal(change.item),
           .assignment = change.now ? change.assignment : AssignmentId{}}
      );
    }
    return Done{};
  }

  Result<Done> read_task(Event& event) {
    const auto view = TRY(allot::read_task(env_, caller_, event.call.task));
    event.answer.task =
        SeenTask{.status = view.status, .counts = view.counts, .assignments = view.assignments()};
    return Done{};
  }

  Result<Done> read_assignment(Event& event) {
    const auto view = TRY(allot::read_assignment(env_, caller_, event.call.assignment));
    event.answer.assignments.push_back(seen(view));
    return Done{};
  }

  Result<Done> list_assignments(Event& event) {
    const auto page = allot::list_assignments(
        env_, caller_, {.task = event.call.task}, {.offset = 0, .size = 1'000}
    );
    for (const auto& view : page.views) {
      event.answer.assignments.push_back(seen(view));
    }
    return Done{};
  }

  Result<Done> list_items(Event& event) {
    const auto& call = event.call;
    const auto& place = call.assignment.empty() ? call.task.text : call.assignment.text;
    const auto query = TRY(query::parse_query(fmt::format(
        R"({{"filter":{{"metadata.system.refs.id":"{}"}},"sort":{{"id":"ascending"}}}})", place
    )));
    for (const auto& view : TRY(query_items(env_, caller_, world_.dataset(), query)).items) {
      event.answer.items.push_back(seen(view));
    }
    return Done{};
  }

  Result<Done> read_item(Event& event) {
    const auto id = items_.id(event.call.items.front());
    event.answer.items.push_back(seen(TRY(allot::read_item(env_, caller_, id))));
    return Done{};
  }

  static SeenItem seen(const ItemView& view) {
    SeenItem item{.item = view.item.ordinal, .references = {}};
    for (const auto& each : view.references) {
      item.references.push_back(
          {.task = each.task,
           .assignment = each.assignment,
           .word = each.status ? each.status->word : ""}
      );
    }
    return item;
  }

  static SeenAssignment seen(const AssignmentView& view) { return history::seen(view); }

  Env& env_;
  const test::World& world_;
  const Items& items_;
  const Caller caller_;
};

}  // namespace

std::unique_ptr<Client> direct_client(
    Env& env, const test::World& world, const Items& items, const UserId& person
) {
  return std::make_unique<DirectClient>(env, world, items, person);
}

}  // namespace allot::history
