#pragma once

// The world in which the examples of route_requests_for_tests.h are sent (routes_test.cpp).

#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "http/client_for_tests.h"
#include "http/route_requests_for_tests.h"
#include "usecases/annotations/write.h"
#include "usecases/bots/create.h"
#include "usecases/datasets/create.h"
#include "usecases/exports/begin.h"
#include "usecases/items/bulk_change.h"
#include "usecases/items/upload.h"
#include "usecases/members/add.h"
#include "usecases/tasks/add_items.h"
#include "usecases/tasks/create.h"

namespace allot::http::test {

/// What the placeholders of an example stand for.
using Names = std::map<std::string, std::string>;

inline std::string filled(std::string_view text, const Names& names) {
  std::string result(text);
  for (const auto& [name, value] : names) {
    const auto placeholder = "{" + name + "}";
    for (auto at = result.find(placeholder); at != std::string::npos;
         at = result.find(placeholder, at + value.size())) {
      result.replace(at, placeholder.size(), value);
    }
  }
  return result;
}

template <class T>
T value_of(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return *std::move(result);
}

/// The project "City" with a task, seen by pat, who has this one standing in it; nullopt: an
/// account, and nothing else to do with it.
class Scene {
 public:
  explicit Scene(std::optional<Standing> standing) {
    world_.account("pat");
    for (const auto role :
         {Role::owner, Role::developer, Role::annotation_manager, Role::annotator}) {
      if (standing == standing_of(role)) world_.join("pat", role);
    }
    const auto items = world_.items(4);
    names_["item"] = items[0].text;
    names_["free_item"] = items[2].text;  // in no task
    make_task(standing, {items[0], items[1]}, items[3]);
    names_["annotation"] = annotate(items[0], "{}");
    names_["free_annotation"] = annotate(items[2], "{}");
    // On another item: it would keep `completed` from the first (B-085).
    names_["issue"] = annotate(items[1], R"({"system":{"status":"issue"}})");
    make_places();
    make_people();
  }

  Answer send(const Example& example) { return send(example, names_); }

  /// The same request for what is in the project, but no part of anybody's work.
  Answer send_elsewhere(const Example& example) { return send(example, elsewhere(example)); }

  /// The same request with `?dryRun=true`.
  Answer preview(const Example& example) {
    const std::string_view joint = example.path.find('?') == std::string_view::npos ? "?" : "&";
    const auto path = std::string(example.path).append(joint) + "dryRun=true";
    auto asked = example;
    asked.path = path;
    return send(asked, names_);
  }

  /// What was changed in bulk comes to its rows.
  void write_rows() {
    const auto rows = [](Transaction& tx) -> Result<Done> {
      while (const auto dataset = tx.bulk_changes().pending()) write_bulk_slice(tx, *dataset);
      return Done{};
    };
    EXPECT_OK(write(world_.env().store, Scope::everything(), rows));
  }

  /// How many events were told of: every change of what is stored tells of itself.
  std::int64_t events() {
    return read(world_.env().store, [](const Transaction& tx) {
      return tx.journal().last_event();
    });
  }

  [[nodiscard]] bool shows(const Answer& answer, const Example& example) const {
    return answer.body.find(filled(example.shows, names_)) != std::string::npos;
  }

  [[nodiscard]] bool shows_elsewhere(const Answer& answer, const Example& example) const {
    return answer.body.find(filled(example.shows, elsewhere(example))) != std::string::npos;
  }

 private:
  void make_task(
      std::optional<Standing> standing, const std::vector<ItemId>& items, const ItemId& added
  ) {
    const bool owns = standing == Standing::manages_task;
    const bool holds = standing == Standing::holds || standing == Standing::holds_review;
    const std::string holder = holds ? "pat" : "ada";
    const auto made = create_task(
        world_.env(),
        world_.manager(),
        {.name = "Task",
         .query = allot::test::World::query_of(items),
         .project = world_.project(),
         .dataset = world_.dataset(),
         .recipe = world_.recipe(),
         .owner = allot::test::World::person(owns ? "pat" : "mia"),
         .type = standing == Standing::holds_review ? TaskType::qa : TaskType::annotation,
         // Pulling, so that all verbs of tasks can be asked for.
         .pulling =
             Pulling{
                 .batch_size = 3,
                 .max_workload = 6,
                 .allowed = {allot::test::World::person(holder)},
                 .locked = {}
             },
         .available_actions = R"([{"action":"blurry"}])",
         .status_words = {"blurry"}}
    );
    const TaskId task = std::get<TaskCreated>(std::get<Command>(value_of(made)).result).task;
    names_["task"] = task.text;
    names_["assignment"] = world_.assignment_of(task, holder)->id.text;
    add(task, added);
  }

  /// An operation that can be undone.
  void add(const TaskId& task, const ItemId& item) {
    const auto added = add_items(
        world_.env(),
        world_.manager(),
        {.task = task, .query = allot::test::World::query_of({item})}
    );
    const auto operation =
        std::get<ItemsAdded>(std::get<Command>(value_of(added)).result).operation;
    names_["operation"] = operation.text;
    names_["added_item"] = item.text;
  }

  std::string annotate(const ItemId& item, std::string metadata) {
    const NewAnnotation added{
        .type = "box", .label = "car", .metadata = std::move(metadata), .creator = {}
    };
    const auto made = create_annotations(world_.env(), world_.manager(), item, {added});
    return value_of(made).front().id.text;
  }

  void make_places() {
    names_["project"] = world_.project().text;
    names_["dataset"] = world_.dataset().text;
    names_["recipe"] = world_.recipe().text;
    auto locked = value_of(create_dataset(
        world_.env(), world_.manager(), {.project = world_.project(), .name = "Locked"}
    ));
    names_["locked_dataset"] = locked.dataset.id.text;
    const auto folder = make_folder(world_.env(), world_.manager(), world_.dataset(), "/pictures");
    names_["folder"] = value_of(folder).item.id.text;
    const BeginExport exported{.dataset = world_.dataset(), .order = {}, .lock_time = {}};
    value_of(begin_export(world_.env(), world_.manager(), exported));
    value_of(write(world_.env().store, Scope::everything(), [&](Transaction& tx) -> Result<Done> {
      locked.dataset.readonly = true;
      tx.datasets().put(locked.dataset);
      names_["ontology"] = tx.recipes().find(world_.recipe())->ontologies.front().text;
      return Done{};
    }));
  }

  void make_people() {
    auto& env = world_.env();
    for (const auto role : {Role::annotator, Role::developer}) {
      const std::string name = role == Role::annotator ? "guest" : "guest_engineer";
      names_[name] = allot::test::World::person(name).text;
      const AddMembers guest{
          .project = world_.project(), .users = {allot::test::World::person(name)}, .role = role
      };
      value_of(add_members(env, world_.manager(), guest));
    }
    for (const std::string name : {"first", "second"}) {  // a project keeps one (contract 60 §7)
      const CreateBot bot{.project = world_.project(), .name = name};
      names_["bot"] = value_of(create_bot(env, world_.manager(), bot)).bot.user.id.text;
    }
  }

  [[nodiscard]] Names elsewhere(const Example& example) const {
    auto names = names_;
    names["item"] = names_.at("free_item");
    names["annotation"] = names_.at("free_annotation");
    // What is in a dataset is asked for in the dataset that holds some of the work.
    const auto text = std::string(example.path).append(example.shows);
    const bool is_inside =
        text.find("{item}") != std::string::npos || text.find("{annotation}") != std::string::npos;
    if (!is_inside) names["dataset"] = names_.at("locked_dataset");
    return names;
  }

  Answer send(const Example& example, const Names& names) {
    Dispatcher dispatcher(world_.env());
    auto response = serve_recorded(
        dispatcher,
        {.method = example.method,
         .target = "/api/v1" + filled(example.path, names),
         .headers = {{"authorization", world_.bearer("pat")}, {"content-type", "application/json"}},
         .peer = "127.0.0.1",
         .request_id = "test"},
        filled(example.body, names),
        example.sends_file ? upload_of(world_, "/new.png", "not quite a picture")
                           : std::vector<Part>{}
    );
    auto* text = std::get_if<std::string>(&response.body);
    Answer answer{.status = response.status, .body = text == nullptr ? "" : std::move(*text)};
    for (const auto& [name, value] : response.headers) {
      if (name == "content-type") answer.media_type = value;
    }
    return answer;
  }

  allot::test::World world_;
  Names names_;
};

}  // namespace allot::http::test
