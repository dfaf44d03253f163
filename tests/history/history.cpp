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
    case Act::reassign: return "reassign";
    case Act::delete_assignment: return "delete_assignment";
    case Act::delete_item: return "delete_item";
    case Act::set_status: return "set_status";
    case Act::read_task: return "read_task";
    case Act::read_assignment: return "read_assignment";
    case Act::list_assignments: return "list_assignments";
    case Act::list_items: return "list_items";
    case Act::read_item: return "read_item";
  }
  return {};
}

bool is_read(Act act) {
  return act >= Act::read_task;
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
  return text;
}

std::string to_text(const Answer& answer) {
  if (answer.refused) return fmt::format("refused ({})", static_cast<int>(*answer.refused));
  std::string text = "ok";
  if (!answer.created.empty()) text += " created " + short_id(answer.created);
  if (!answer.holder.empty()) text += " holder " + short_id(answer.holder);
  if (answer.moved) text += " " + to_text(*answer.moved);
  for (const auto& change : answer.changed) {
    text += fmt::format(" {}@{}", change.item, short_id(change.assignment));
  }
  if (answer.task) {
    text +=
        fmt::format(" {} {}", allot::name_of(answer.task->status), to_text(answer.task->counts));
    for (const auto& id : answer.task->assignments) text += " " + short_id(id);
  }
  for (const auto& seen : answer.assignments) {
    text += fmt::format(
        " {}({}) {} {}",
        short_id(seen.id),
        name_of(seen.annotator),
        allot::name_of(seen.status),
        to_text(seen.counts)
    );
  }
  for (const auto& seen : answer.items) {
    text += fmt::format(" {}[", seen.item);
    for (const auto& each : seen.references) {
      text += fmt::format("{}/{}:{} ", short_id(each.task), short_id(each.assignment), each.word);
    }
    text += "]";
  }
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
