#include "json/event_text.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <charconv>

#include "base/json_writer.h"
#include "json/members.h"
#include "json/text.h"

namespace allot {

namespace {

constexpr std::array<std::string_view, 11> thing_names{
    "Project",
    "Member",
    "Bot",
    "Dataset",
    "Recipe",
    "Ontology",
    "Item",
    "Annotation",
    "Task",
    "Assignment",
    "Export"
};
constexpr std::array<std::string_view, 3> act_names{"Created", "Updated", "Deleted"};
constexpr std::string_view item_status = "ItemStatus";
constexpr std::string_view status_changed = "statusChanged";
constexpr std::string_view task_assigned = "taskAssigned";
constexpr std::string_view operation = "Operation";
constexpr std::array<std::string_view, 4> issue_steps{
    "issueOpened", "issueAnswered", "issueApproved", "issueCleared"
};
constexpr std::array<std::string_view, 2> due_steps{"dueSoon", "overdue"};
constexpr std::string_view counted = "counted";
constexpr std::string_view user = "User";
constexpr std::string_view sign_ins_ended = "signInsEnded";
constexpr std::string_view inbox = "Inbox";

template <class Word, std::size_t count>
std::optional<Word> named(const std::array<std::string_view, count>& names, std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Word>(found - names.begin());
}

std::optional<TaskStatus> task_status_named(const std::optional<std::string>& name) {
  for (const auto status :
       {TaskStatus::open,
        TaskStatus::completed,
        TaskStatus::completed_with_issues,
        TaskStatus::dismissed}) {
    if (name == name_of(status)) return status;
  }
  return std::nullopt;
}

template <class Fill>
std::string detail(Fill&& fill) {
  JsonWriter json;
  json.object([&] { fill(json); });
  return json.take();
}

std::uint64_t count_in(const std::string& detail, std::string_view member) {
  const auto text = json::number_member(detail, member).value_or("0");
  std::uint64_t count = 0;
  std::from_chars(text.data(), text.data() + text.size(), count);
  return count;
}

/// The names of a task's counters in the API.
std::string text_of(const Counts& counts) {
  return detail([&](JsonWriter& json) {
    json.member("totalItems", counts.total);
    json.member("completed", counts.completed);
    json.member("remaining", counts.remaining());
    json.member_object("actions", [&] {
      for (const auto& [word, count] : counts.actions) json.member(word, count);
    });
    json.member("progress", counts.progress());
    json.member("forReview", counts.for_review);
    json.member("issues", counts.issues);
  });
}

struct Writer {
  const TaskId& task;

  EventText operator()(const ThingChanged& it) const {
    return {std::string(name_of(it.thing)), std::string(name_of(it.act)), it.id, "{}"};
  }

  EventText operator()(const AssignmentsChanged& it) const {
    const auto ids = detail([&](JsonWriter& json) {
      json.member_array("ids", [&] {
        for (const auto& id : it.assignments) json.value(id);
      });
    });
    return {std::string(name_of(Thing::assignment)), std::string(name_of(it.act)), task.text, ids};
  }

  EventText operator()(const Handed& it) const {
    const auto flow = detail([&](JsonWriter& json) {
      json.member("gave", it.gave);
      json.member("got", it.got);
    });
    return {
        std::string(name_of(Thing::assignment)),
        std::string(name_of(Act::updated)),
        it.assignment.text,
        flow
    };
  }

  EventText operator()(const ItemsCame& it) const {
    const auto count = detail([&](JsonWriter& json) { json.member("count", it.count); });
    return {std::string(item_status), std::string(task_assigned), task.text, count};
  }

  EventText operator()(const StatusSet& it) const {
    const auto set = detail([&](JsonWriter& json) {
      json.member("status", it.word);
      json.member("count", it.count);
    });
    return {std::string(item_status), std::string(name_of(Act::updated)), task.text, set};
  }

  EventText operator()(const TaskStatusChanged& it) const {
    const auto flip = detail([&](JsonWriter& json) {
      json.member("from", name_of(it.from));
      json.member("to", name_of(it.to));
    });
    return {std::string(name_of(Thing::task)), std::string(status_changed), task.text, flip};
  }

  EventText operator()(const WorkMoved& it) const {
    const auto items = detail([&](JsonWriter& json) {
      json.member("items", it.items);
      json.member_if("taskName", it.task_name);
    });
    const std::string action(name_of(Act::created));
    return {std::string(operation), action, it.operation.text, items};
  }

  EventText operator()(const IssueMoved& it) const {
    const auto item = detail([&](JsonWriter& json) { json.member("item", it.item); });
    const std::string action(issue_steps[static_cast<std::size_t>(it.step)]);
    return {std::string(name_of(Thing::annotation)), action, it.annotation.text, item};
  }

  EventText operator()(const TaskDue& it) const {
    const std::string action(due_steps[static_cast<std::size_t>(it.step)]);
    return {std::string(name_of(Thing::task)), action, task.text, "{}"};
  }

  EventText operator()(const TaskCounted& it) const {
    const auto numbers = text_of(it.counts);
    return {std::string(name_of(Thing::task)), std::string(counted), task.text, numbers};
  }

  EventText operator()(const SignInsEnded& it) const {
    return {std::string(user), std::string(sign_ins_ended), it.user.text, "{}"};
  }

  EventText operator()(const InboxGrew& it) const {
    const auto people = detail([&](JsonWriter& json) {
      json.member_array("people", [&] {
        for (const auto& person : it.people) json.value(person);
      });
    });
    return {std::string(inbox), std::string(name_of(Act::updated)), "", people};
  }
};

std::optional<Happening> read_item_status(const EventText& text) {
  if (text.action == task_assigned) return ItemsCame{.count = count_in(text.detail, "count")};
  if (text.action != name_of(Act::updated)) return std::nullopt;
  return StatusSet{
      .word = json::string_member(text.detail, "status").value_or(""),
      .count = count_in(text.detail, "count")
  };
}

std::optional<Happening> read_flip(const EventText& text) {
  const auto from = task_status_named(json::string_member(text.detail, "from"));
  const auto to = task_status_named(json::string_member(text.detail, "to"));
  if (!from || !to) return std::nullopt;
  return TaskStatusChanged{.from = *from, .to = *to};
}

Counts read_counts(const std::string& detail) {
  Counts counts{
      .total = count_in(detail, "totalItems"),
      .completed = count_in(detail, "completed"),
      .actions = {},
      .issues = count_in(detail, "issues"),
      .for_review = count_in(detail, "forReview")
  };
  const auto tree = json::stored_tree(detail);
  const auto* const actions = json::find_member(tree.as_object(), "actions");
  if (actions == nullptr || !actions->is_object()) return counts;
  for (const auto& [word, count] : actions->as_object()) {
    if (count.is_number()) counts.actions[word] = count.to_number<std::uint64_t>();
  }
  return counts;
}

/// What is told of a task besides its changes; nullopt: it is a change.
std::optional<Happening> read_of_task(const EventText& text) {
  if (text.action == status_changed) return read_flip(text);
  if (text.action == counted) return TaskCounted{.counts = read_counts(text.detail)};
  if (const auto step = named<DueStep>(due_steps, text.action)) return TaskDue{.step = *step};
  return std::nullopt;
}

std::optional<Happening> read_issue(const EventText& text) {
  const auto step = named<IssueStep>(issue_steps, text.action);
  if (!step) return std::nullopt;
  const ItemId item{json::string_member(text.detail, "item").value_or("")};
  return IssueMoved{.annotation = {text.id}, .item = item, .step = *step};
}

/// Of what is no Thing.
std::optional<Happening> read_of_others(const EventText& text) {
  if (text.resource == operation && text.action == name_of(Act::created)) {
    return WorkMoved{
        .operation = {text.id},
        .items = count_in(text.detail, "items"),
        .task_name = json::string_member(text.detail, "taskName").value_or("")
    };
  }
  if (text.resource == user && text.action == sign_ins_ended) {
    return SignInsEnded{.user = {text.id}};
  }
  if (text.resource != inbox || text.action != name_of(Act::updated)) return std::nullopt;
  InboxGrew grew;
  for (auto& each : json::strings_member(text.detail, "people")) {
    grew.people.push_back({std::move(each)});
  }
  return grew;
}

std::optional<Happening> read_assignment(const EventText& text, Act act, const TaskId& task) {
  const AssignmentId id{text.id};
  if (json::member(text.detail, "gave")) {
    return Handed{
        .assignment = id, .gave = count_in(text.detail, "gave"), .got = count_in(text.detail, "got")
    };
  }
  if (text.id != task.text) return change_of(act, id);
  AssignmentsChanged many{.act = act, .assignments = {}};
  for (auto& each : json::strings_member(text.detail, "ids")) {
    many.assignments.push_back({std::move(each)});
  }
  return many;
}

}  // namespace

std::string_view name_of(Thing thing) {
  return thing_names[static_cast<std::size_t>(thing)];
}

std::string_view name_of(Act act) {
  return act_names[static_cast<std::size_t>(act)];
}

EventText text_of(const Happening& what, const TaskId& task) {
  return std::visit(Writer{task}, what);
}

std::optional<Happening> read_happening(const EventText& text, const TaskId& task) {
  if (text.resource == item_status) return read_item_status(text);
  const auto thing = named<Thing>(thing_names, text.resource);
  if (!thing) return read_of_others(text);
  const auto act = named<Act>(act_names, text.action);
  if (!act && thing == Thing::task) return read_of_task(text);
  if (!act && thing == Thing::annotation) return read_issue(text);
  if (!act) return std::nullopt;
  if (thing == Thing::assignment) return read_assignment(text, *act, task);
  return ThingChanged{.thing = *thing, .act = *act, .id = text.id};
}

}  // namespace allot
