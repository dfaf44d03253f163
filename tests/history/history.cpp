#include "history.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace allot::history {

namespace {

/// Enough of an id to tell it from its neighbours.
template <class Tag>
std::string short_id(const Id<Tag>& id) {
  return id.text.size() <= 6 ? id.text : id.text.substr(id.text.size() - 6);
}

std::string name_of(const UserId& person) {
  return person.text.substr(0, person.text.find('@'));
}

std::string to_text(const Counts& counts) {
  return fmt::format("{}/{} {}", counts.completed, counts.total, counts.actions);
}

std::string to_text(const Holder& holder) {
  switch (holder.place) {
    case Holder::Place::outside: return "outside";
    case Holder::Place::queue: return "queue";
    case Holder::Place::queue_front: return "the front of the queue";
    case Holder::Place::person: return name_of(holder.person);
  }
  return {};
}

std::string to_text(const Plan& plan) {
  std::string text = std::string(allot::name_of(plan.kind)) + " {";
  for (const auto& handover : plan.handovers) {
    text += fmt::format(" {}→{}:", to_text(handover.from), to_text(handover.to));
    text += fmt::format("{}", handover.items().to_vector());
  }
  for (const auto& person : plan.people) {
    text += fmt::format(" {}={}", name_of(person.person), short_id(person.assignment));
  }
  return text + " }";
}

std::string to_text(const PlanSummary& plan) {
  auto text =
      fmt::format("plan {} of {} on {}", allot::name_of(plan.kind), plan.total, plan.version);
  for (const auto& person : plan.people) {
    text += fmt::format(
        " {}({}) {}/{}/{} -{} +{} ={}",
        name_of(person.person),
        short_id(person.assignment),
        person.open,
        person.handled,
        person.in_use,
        person.gives,
        person.gets,
        person.after
    );
  }
  const auto& left = plan.left;
  return text + fmt::format(" left {}/{}/{}", left.handled, left.in_use, left.not_matching);
}

std::string to_text(const SeenItem& seen) {
  auto text = fmt::format("{}[", seen.item);
  for (const auto& each : seen.references) {
    text += fmt::format("{}/{}:{} ", short_id(each.task), short_id(each.assignment), each.word);
  }
  return text + "]";
}

std::string to_text(const SeenAssignment& seen) {
  return fmt::format(
      "{}({}) {} {}",
      short_id(seen.id),
      name_of(seen.annotator),
      allot::name_of(seen.status),
      to_text(seen.counts)
  );
}

std::string to_text(const SeenOperation& seen) {
  return fmt::format(
      "{} {} {} undoable {}",
      short_id(seen.id),
      allot::name_of(seen.kind),
      seen.total,
      seen.undoable
  );
}

std::string to_text(const KeptBack& kept) {
  return fmt::format(
      "kept {} {}/{}/{}/{}",
      name_of(kept.person),
      kept.moved,
      kept.handled,
      kept.annotated,
      kept.in_use
  );
}

template <class Seen>
void append(std::string& text, const std::vector<Seen>& all) {
  for (const auto& each : all) text += " " + to_text(each);
}

}  // namespace

std::string_view name_of(Act act) {
  switch (act) {
    case Act::create_task: return "create_task";
    case Act::delete_task: return "delete_task";
    case Act::dismiss: return "dismiss";
    case Act::reopen: return "reopen";
    case Act::add: return "add";
    case Act::remove: return "remove";
    case Act::redistribute: return "redistribute";
    case Act::redistribute_task: return "redistribute_task";
    case Act::reassign: return "reassign";
    case Act::delete_assignment: return "delete_assignment";
    case Act::delete_item: return "delete_item";
    case Act::undo: return "undo";
    case Act::load_batch: return "load_batch";
    case Act::clear_batch: return "clear_batch";
    case Act::add_contributors: return "add_contributors";
    case Act::remove_contributors: return "remove_contributors";
    case Act::set_status: return "set_status";
    case Act::annotate: return "annotate";
    case Act::use_item: return "use_item";
    case Act::end_use: return "end_use";
    case Act::read_task: return "read_task";
    case Act::read_assignment: return "read_assignment";
    case Act::list_assignments: return "list_assignments";
    case Act::list_items: return "list_items";
    case Act::read_item: return "read_item";
    case Act::list_operations: return "list_operations";
  }
  return {};
}

bool is_read(const Call& call) {
  return call.preview || call.act >= Act::read_task;
}

Expectation expectation_of(const PlanSummary& preview) {
  Expectation expected{.version = preview.version, .people = {}};
  for (const auto& line : preview.people) {
    expected.people.push_back({.person = line.person, .gives = line.gives, .gets = line.gets});
  }
  return expected;
}

bool tells_of_use(const Call& call) {
  return call.preview || call.act == Act::list_operations;
}

bool was_told(const Event& event, const Answer& expected) {
  if (!event.overlapped) return event.answer == expected;
  auto answer = event.answer;
  answer.preview = expected.preview;
  const auto count = std::min(answer.operations.size(), expected.operations.size());
  for (std::size_t i = 0; i < count; ++i) {
    answer.operations[i].undoable = expected.operations[i].undoable;
  }
  return answer == expected;
}

std::string to_text(const Call& call) {
  auto text = fmt::format("{} {}", name_of(call.caller), name_of(call.act));
  if (!call.task.empty()) text += " task " + short_id(call.task);
  if (!call.assignment.empty()) text += " assignment " + short_id(call.assignment);
  if (!call.items.empty()) text += fmt::format(" {}", call.items);
  for (const auto& load : call.loads) {
    text += fmt::format(" {}:{}", name_of(load.assignee), load.percent);
  }
  if (!call.to.empty()) text += " to " + name_of(call.to);
  if (call.act == Act::set_status) text += call.word.empty() ? " clear" : " " + call.word;
  if (!call.operation.empty()) text += " operation " + short_id(call.operation);
  for (const auto& person : call.people) text += " " + name_of(person);
  if (call.pulling)
    text += fmt::format(" by {} of {}", call.pulling->batch_size, call.pulling->max_workload);
  if (call.include_in_use) text += " with what is in use";
  if (call.preview) text += " preview";
  if (call.expect) text += " expecting " + to_text(*call.expect);
  return text;
}

std::string to_text(const Answer& answer) {
  std::string text = "ok";
  if (answer.refused) text = fmt::format("refused ({})", static_cast<int>(*answer.refused));
  if (!answer.created.empty()) text += " created " + short_id(answer.created);
  if (!answer.holder.empty()) text += " holder " + short_id(answer.holder);
  for (const auto& move : answer.moves) {
    text += fmt::format(" {} {}", short_id(move.id), to_text(move.plan));
  }
  if (answer.preview) text += " " + to_text(*answer.preview);
  append(text, answer.kept);
  for (const auto& change : answer.changed) {
    text += fmt::format(" {}@{}", change.item, short_id(change.assignment));
  }
  if (answer.task) {
    text +=
        fmt::format(" {} {}", allot::name_of(answer.task->status), to_text(answer.task->counts));
    for (const auto& id : answer.task->assignments) text += " " + short_id(id);
  }
  append(text, answer.assignments);
  append(text, answer.items);
  append(text, answer.operations);
  return text;
}

std::string to_text(const History& history) {
  auto sorted = history;
  std::ranges::sort(sorted, {}, &Event::invoked);
  std::string text;
  for (const auto& event : sorted) {
    text += fmt::format(
        "{:>14} … {:<14} client {}: {} → {}\n",
        event.invoked,
        event.returned,
        event.client,
        to_text(event.call),
        to_text(event.answer)
    );
  }
  return text;
}

}  // namespace allot::history
