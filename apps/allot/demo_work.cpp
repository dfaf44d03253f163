#include "demo_work.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <span>

#include "base/json_writer.h"
#include "demo_picture.h"
#include "usecases/annotations/write.h"
#include "usecases/assignments/set_status.h"
#include "usecases/tasks/create.h"
#include "usecases/tasks/list_items.h"
#include "usecases/tasks/read.h"

namespace allot::app {

namespace {

using namespace std::chrono_literals;

constexpr std::string_view task_name = "Label streets";
constexpr std::string_view review_name = "Review streets";
// The pictures of the night are in no task yet.
constexpr std::string_view task_query = R"({"filter":{"$or":[{"dir":"/day"},{"dir":"/dusk"}]}})";

/// Somebody at work for a while: so many pictures, one after the other.
struct Sitting {
  std::string_view annotator;
  std::chrono::minutes after{};  // the beginning of the demo
  std::size_t pictures = 0;
  std::chrono::seconds each{};  // below five minutes: no breaks
};

/// Everybody has forty pictures. Dan is done, Cleo has not come for a day, Eve has much left.
constexpr std::array sittings{
    Sitting{"dan", 2h, 14, 50s},
    Sitting{"ada", 3h, 9, 70s},
    Sitting{"ben", 4h, 8, 105s},
    Sitting{"cleo", 5h, 8, 150s},
    Sitting{"ada", 26h, 8, 70s},
    Sitting{"dan", 27h, 14, 50s},
    Sitting{"ben", 28h, 7, 105s},
    Sitting{"cleo", 48h, 6, 150s},
    Sitting{"eve", 49h, 6, 130s},
    Sitting{"ada", 50h, 8, 70s},
    Sitting{"dan", 51h, 12, 50s},
    Sitting{"ben", 73h, 7, 105s},
    Sitting{"eve", 73h, 6, 130s},
    Sitting{"ada", 74h, 6, 70s}
};
constexpr auto task_made = 1h;
constexpr auto task_due = demo_span + 20h;  // within a day: its owner is told, and it will be late
constexpr auto review_made = 76h;
constexpr auto reviewing = 77h;
constexpr auto a_review = 40s;
constexpr std::size_t reviewed_of_each = 10;
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

/// The items of one person in a task, in the order of the dataset.
std::vector<TaskItem> items_of(
    Env& env, const Caller& owner, const Task& task, const UserId& person
) {
  const AskTaskItems asked{.task = task.id, .assignees = {person}, .assignment = {}, .word = {}};
  return done(list_task_items(env, owner, asked, {.offset = 0, .size = 100})).items;
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
    Env& env, const Caller& caller, const Task& task, const TaskItem& item, std::string_view word
) {
  if (item.status) return;
  (void)done(set_status(
      env, caller, {.where = task.id, .items = {item.item.id}, .word = std::string(word)}
  ));
}

/// A picture that somebody is done with.
struct Step {
  std::chrono::seconds after{};  // the beginning of the demo
  Caller by;
  TaskItem picture;

  /// Every ninth picture is discarded, the others get their boxes.
  [[nodiscard]] bool is_useless() const { return number_of(picture.item) % 9 == 4; }
};

/// One after the other, whoever does them.
std::vector<Step> steps_of(Env& env, const Caller& owner, const Task& task) {
  std::vector<Step> steps;
  for (const auto* const name : demo_annotators) {
    const auto by = annotator(name);
    const auto pictures = items_of(env, owner, task, by.user);
    auto next = pictures.begin();
    for (const auto& sitting : sittings) {
      if (sitting.annotator != name) continue;
      std::chrono::seconds after = sitting.after;
      for (std::size_t i = 0; i < sitting.pictures && next != pictures.end(); ++i) {
        steps.push_back({.after = after += sitting.each, .by = by, .picture = *next++});
      }
    }
  }
  std::ranges::stable_sort(steps, {}, &Step::after);
  return steps;
}

void label(Env& env, DemoClock& clock, const Task& task, std::span<const Step> steps) {
  for (const auto& step : steps) {
    clock.go_to(step.after);
    const bool is_drawn = step.is_useless() || step.picture.annotations > 0;
    if (!is_drawn) draw_boxes(env, step.by, step.picture.item);
    give_status(env, step.by, task, step.picture, step.is_useless() ? "discard" : "completed");
  }
}

/// The first completed pictures of everybody.
std::vector<ItemId> to_review(std::span<const Step> steps) {
  std::vector<ItemId> items;
  std::map<UserId, std::size_t> taken;
  for (const auto& step : steps) {
    if (step.is_useless() || taken[step.by.user] == reviewed_of_each) continue;
    ++taken[step.by.user];
    items.push_back(step.picture.item.id);
  }
  return items;
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

Task make_review(
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
  return make_task(env, owner, input);
}

void review(Env& env, DemoClock& clock, const Caller& owner, const Task& review) {
  const auto eve = annotator("eve");
  const auto pictures = items_of(env, owner, review, eve.user);
  std::chrono::seconds after = reviewing;
  for (const auto& picture :
       std::span(pictures).first(std::min(reviewed_by_eve, pictures.size()))) {
    clock.go_to(after += a_review);
    give_status(env, eve, review, picture, "approved");
  }
}

}  // namespace

void make_demo_work(Env& env, DemoClock& clock, const Caller& owner, const Dataset& dataset) {
  auto input = task_input(owner, dataset, task_name);
  input.query = task_query;
  for (const auto* const name : demo_annotators) {
    input.loads.push_back({.assignee = demo_person(name), .percent = 20});
  }
  clock.go_to(task_made);
  input.due_date = std::to_string(to_epoch_ms(clock.now() - task_made + task_due));
  const auto task = make_task(env, owner, input);
  const auto steps = steps_of(env, owner, task);
  label(env, clock, task, steps);
  clock.go_to(review_made);
  review(env, clock, owner, make_review(env, owner, dataset, task, to_review(steps)));
}

}  // namespace allot::app
