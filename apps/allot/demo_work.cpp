#include "demo_work.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>

#include "base/json_writer.h"
#include "demo_picture.h"
#include "query/query.h"
#include "usecases/annotations/write.h"
#include "usecases/assignments/list.h"
#include "usecases/assignments/set_status.h"
#include "usecases/items/read.h"
#include "usecases/tasks/create.h"
#include "usecases/tasks/read.h"

namespace allot::app {

namespace {

constexpr std::string_view task_name = "Label streets";
constexpr std::string_view review_name = "Review streets";
// The pictures of the night are in no task yet.
constexpr std::string_view task_query = R"({"filter":{"$or":[{"dir":"/day"},{"dir":"/dusk"}]}})";
/// How many of their forty pictures the annotators have finished, in their order.
constexpr std::array<std::size_t, 5> finished{31, 22, 14, 40, 3};
constexpr std::size_t reviewed_by_eve = 6;

Caller annotator(std::string_view name) {
  return {.user = demo_person(std::string(name)), .org_role = OrgRole::member, .session = {}};
}

std::optional<Task> find_task(
    Env& env, const Caller& owner, const ProjectId& project, std::string_view name
) {
  for (const auto& view : list_tasks(env, owner, std::span(&project, 1))) {
    if (view.task.name == name) return view.task;
  }
  return std::nullopt;
}

Task make_task(Env& env, const Caller& owner, const CreateTask& input) {
  if (auto task = find_task(env, owner, input.project, input.name)) return *std::move(task);
  (void)done(create_task(env, owner, input));
  return *find_task(env, owner, input.project, input.name);
}

CreateTask task_input(const Caller& owner, const Dataset& dataset, std::string_view name) {
  return {
      .name = std::string(name),
      .query = {},
      .project = dataset.project,
      .dataset = dataset.id,
      .recipe = dataset.recipes.front(),
      .owner = owner.user,
      .parent = {},
      .loads = {},
      .due_date = {},
      .limit = {},
      .available_actions = {},
      .status_words = {},
      .description = {}
  };
}

/// The items of one person in a task, by path.
std::vector<Item> items_of(Env& env, const Caller& owner, const Task& task, const UserId& person) {
  std::vector<Item> items;
  const auto page = list_assignments(
      env, owner, {.task = task.id, .annotators = {person}}, {.offset = 0, .size = 1}
  );
  for (const auto& view : page.views) {
    const auto query = done(query::parse_query(fmt::format(
        R"({{"filter":{{"metadata.system.refs.id":"{}"}},"sort":{{"filename":"ascending"}}}})",
        view.assignment.id.text
    )));
    for (auto& item : done(query_items(env, owner, task.dataset, query)).items) {
      items.push_back(std::move(item.item));
    }
  }
  return items;
}

std::string corners(const Thing& thing) {
  return fmt::format(
      R"([{{"x":{},"y":{},"z":0}},{{"x":{},"y":{},"z":0}}])",
      thing.left,
      thing.top,
      thing.right + 1,
      thing.bottom + 1
  );
}

/// `/day/street-012.png` is street 12.
std::uint32_t number_of(const Item& item) {
  const auto name = item.name();
  return static_cast<std::uint32_t>(std::stoul(name.substr(name.find('-') + 1, 3)));
}

void draw_boxes(Env& env, const Caller& caller, const Item& item) {
  if (done(read_item(env, caller, item.id)).annotations > 0) return;
  std::vector<NewAnnotation> boxes;
  for (const auto& thing : draw_street(number_of(item)).things) {
    boxes.push_back(
        {.type = "box",
         .label = std::string(thing.label),
         .coordinates = corners(thing),
         .attributes = {},
         .label_suggestions = {},
         .description = {},
         .creator = {}}
    );
  }
  (void)done(create_annotations(env, caller, item.id, boxes));
}

void give_status(
    Env& env, const Caller& caller, const Task& task, std::vector<ItemId> items, std::string word
) {
  if (items.empty()) return;
  (void)done(set_status(
      env, caller, {.where = task.id, .items = std::move(items), .word = std::move(word)}
  ));
}

/// Every ninth picture is discarded, the others get their boxes. Returns the completed ones.
std::vector<ItemId> finish(
    Env& env, const Caller& caller, const Task& task, std::span<Item> items
) {
  std::vector<ItemId> completed;
  std::vector<ItemId> discarded;
  for (const auto& item : items) {
    const bool is_useless = number_of(item) % 9 == 4;
    if (!is_useless) draw_boxes(env, caller, item);
    (is_useless ? discarded : completed).push_back(item.id);
  }
  give_status(env, caller, task, completed, "completed");
  give_status(env, caller, task, std::move(discarded), "discard");
  return completed;
}

std::string query_of(std::span<const ItemId> items) {
  JsonWriter json;
  json.object([&] {
    json.member_object("filter", [&] {
      json.member_object("id", [&] {
        json.member_array("$in", [&] {
          for (const auto& item : items) json.value(item);
        });
      });
    });
  });
  return json.take();
}

void make_review(
    Env& env,
    const Caller& owner,
    const Dataset& dataset,
    const Task& task,
    std::span<const ItemId> items
) {
  auto input = task_input(owner, dataset, review_name);
  input.query = query_of(items);
  input.type = TaskType::qa;
  input.parent = task.id;
  input.loads = {
      {.assignee = owner.user, .percent = 50}, {.assignee = demo_person("eve"), .percent = 50}
  };
  const auto review = make_task(env, owner, input);
  const auto eve = annotator("eve");
  std::vector<ItemId> approved;
  for (const auto& item : items_of(env, owner, review, eve.user)) {
    if (approved.size() < reviewed_by_eve) approved.push_back(item.id);
  }
  give_status(env, eve, review, std::move(approved), "approved");
}

}  // namespace

void make_demo_work(Env& env, const Caller& owner, const Dataset& dataset) {
  auto input = task_input(owner, dataset, task_name);
  input.query = task_query;
  for (const auto* const name : demo_annotators) {
    input.loads.push_back({.assignee = demo_person(name), .percent = 20});
  }
  const auto task = make_task(env, owner, input);
  std::vector<ItemId> to_review;
  for (std::size_t i = 0; i < demo_annotators.size(); ++i) {
    const auto caller = annotator(demo_annotators[i]);
    auto items = items_of(env, owner, task, caller.user);
    const auto count = std::min(finished[i], items.size());
    const auto completed = finish(env, caller, task, std::span(items).first(count));
    const auto share = std::min<std::size_t>(completed.size(), 10);
    to_review.insert(
        to_review.end(), completed.begin(), completed.begin() + static_cast<std::ptrdiff_t>(share)
    );
  }
  make_review(env, owner, dataset, task, to_review);
}

}  // namespace allot::app
