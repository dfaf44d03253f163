#include <fmt/format.h>

#include "clients.h"
#include "json/command_text.h"
#include "query/query.h"
#include "usecases/annotations/write.h"
#include "usecases/assignments/batch.h"
#include "usecases/assignments/delete.h"
#include "usecases/assignments/list.h"
#include "usecases/assignments/reassign.h"
#include "usecases/assignments/redistribute.h"
#include "usecases/assignments/set_status.h"
#include "usecases/assignments/use_item.h"
#include "usecases/items/delete.h"
#include "usecases/items/read.h"
#include "usecases/operations/read.h"
#include "usecases/operations/undo.h"
#include "usecases/tasks/add_items.h"
#include "usecases/tasks/contributors.h"
#include "usecases/tasks/create.h"
#include "usecases/tasks/delete.h"
#include "usecases/tasks/read.h"
#include "usecases/tasks/redistribute.h"
#include "usecases/tasks/remove_items.h"
#include "usecases/tasks/update.h"

namespace allot::history {

namespace {

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
      case Act::dismiss: return dismiss(call.task, true);
      case Act::reopen: return dismiss(call.task, false);
      case Act::delete_task:
      case Act::add:
      case Act::remove:
      case Act::redistribute:
      case Act::redistribute_task:
      case Act::reassign:
      case Act::delete_assignment:
      case Act::undo:
      case Act::load_batch:
      case Act::clear_batch: return took(event, move(call));
      case Act::add_contributors: return change_contributors(event, ContributorsChange::add);
      case Act::remove_contributors: return change_contributors(event, ContributorsChange::remove);
      case Act::delete_item: return delete_item(env_, caller_, items_.id(call.items.front()));
      case Act::set_status: return set_status(event);
      case Act::annotate: return annotate(call);
      case Act::use_item: return use_item(call);
      case Act::end_use:
        return end_use(env_, caller_, call.assignment, items_.id(call.items.front()));
      case Act::read_task: return read_task(event);
      case Act::read_assignment: return read_assignment(event);
      case Act::list_assignments: return list_assignments(event);
      case Act::list_items: return list_items(event);
      case Act::read_item: return read_item(event);
      case Act::list_operations: return list_operations(event);
    }
    return Done{};
  }

  Result<Outcome> move(const Call& call) {
    const auto how = how_of(call);
    switch (call.act) {
      case Act::delete_task:
        return allot::delete_task(env_, caller_, {.task = call.task, .how = how});
      case Act::add:
        return add_items(
            env_,
            caller_,
            {.task = call.task, .query = query(call), .loads = call.loads, .how = how}
        );
      case Act::remove:
        return remove_items(env_, caller_, {.task = call.task, .query = query(call), .how = how});
      case Act::redistribute:
        return redistribute_assignment(
            env_,
            caller_,
            {.assignment = call.assignment, .loads = call.loads, .which = which(call), .how = how}
        );
      case Act::redistribute_task:
        return allot::redistribute_task(
            env_,
            caller_,
            {.task = call.task, .loads = call.loads, .which = which(call), .how = how}
        );
      case Act::reassign:
        return reassign_assignment(
            env_, caller_, {.assignment = call.assignment, .to = call.to, .how = how}
        );
      case Act::delete_assignment:
        return allot::delete_assignment(env_, caller_, {.assignment = call.assignment, .how = how});
      case Act::undo:
        return undo_operation(env_, caller_, {.operation = call.operation, .how = how});
      case Act::load_batch:
        return allot::load_batch(env_, caller_, {.assignment = call.assignment, .how = how});
      default:
        return allot::clear_batch(env_, caller_, {.assignment = call.assignment, .how = how});
    }
  }

  static MoveOptions how_of(const Call& call) {
    MoveOptions how{.dry_run = call.preview, .include_in_use = call.include_in_use};
    if (call.expect) how.expect = expectation_of(*call.expect);
    return how;
  }

  WorkFilter which(const Call& call) const {
    WorkFilter which;
    if (!call.items.empty()) which.query = query(call);
    return which;
  }

  std::string query(const Call& call) const {
    return test::World::query_of(items_.ids(call.items));
  }

  static Result<Done> took(Event& event, const Result<Outcome>& result) {
    const auto& outcome = TRY(result);
    if (const auto* preview = std::get_if<Preview>(&outcome)) {
      event.answer.preview = summary_of(*preview);
    } else if (const auto* changed = std::get_if<PlanChanged>(&outcome)) {
      event.answer.refused = ErrorCode::plan_changed;
      event.answer.preview = summary_of(changed->now);
    } else {
      const auto& command = std::get<Command>(outcome);
      read_command(event, spec_of(command.result, command.plan));
    }
    return Done{};
  }

  Result<Done> create_task(Event& event) {
    SharedValue<Pulling> pulling;
    if (event.call.pulling) pulling = *event.call.pulling;
    const auto created = allot::create_task(
        env_,
        caller_,
        {.name = task_name(event),
         .query = query(event.call),
         .project = world_.project(),
         .dataset = world_.dataset(),
         .recipe = world_.recipe(),
         .owner = test::World::person("mia"),
         .loads = event.call.loads,
         .pulling = std::move(pulling)}
    );
    return took(event, created);
  }

  Result<Done> dismiss(const TaskId& task, bool dismissed) {
    TRY(update_task(env_, caller_, {.task = task, .dismissed = dismissed}));
    return Done{};
  }

  Result<Done> change_contributors(Event& event, ContributorsChange change) {
    const auto& call = event.call;
    const auto view = TRY(allot::change_contributors(
        env_, caller_, {.task = call.task, .change = change, .people = call.people}
    ));
    event.answer.task = seen(view);
    return Done{};
  }

  Result<Done> annotate(const Call& call) {
    const NewAnnotation box{.type = "box", .label = "cat"};
    TRY(create_annotations(env_, caller_, items_.id(call.items.front()), {box}));
    return Done{};
  }

  Result<Done> use_item(const Call& call) {
    TRY(allot::use_item(env_, caller_, call.assignment, items_.id(call.items.front())));
    return Done{};
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
    event.answer.task = seen(TRY(allot::read_task(env_, caller_, event.call.task)));
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

  Result<Done> list_operations(Event& event) {
    const auto page =
        TRY(allot::list_operations(env_, caller_, event.call.task, 0, operations_listed));
    for (const auto& [operation, undoable] : page.operations) {
      event.answer.operations.push_back(
          {.id = operation.id,
           .kind = operation.plan.kind,
           .total = operation.plan.total(),
           .undoable = undoable.items}
      );
    }
    return Done{};
  }

  static SeenTask seen(const TaskView& view) {
    return {.status = view.status, .counts = view.counts, .assignments = view.assignments()};
  }

  static SeenAssignment seen(const AssignmentView& view) {
    return {
        .id = view.assignment.id,
        .annotator = view.assignment.annotator,
        .status = view.status,
        .counts = view.counts
    };
  }

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
