#include "http/task_body.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <unordered_set>

#include "base/name.h"
#include "base/text.h"
#include "json/text.h"

namespace allot::http {

namespace {

/// The kinds of task that this server cannot make yet; accepting them would lose what they promise.
Result<Done> refuse_other_kinds(const JsonBody& system) {
  for (const auto name : {"consensusTaskType", "consensusPercentage", "consensusAssignees"}) {
    if (system.has(name)) {
      return invalid_field(
          std::string("metadata.system.") + name,
          "asks for a quality task (consensus, qualification, honeypot), which this version cannot "
          "make"
      );
    }
  }
  return Done{};
}

struct Actions {
  std::string json;
  std::vector<std::string> words;
  std::vector<NameInBody> names;  // the words, and what is displayed for them
};

Result<std::optional<Actions>> parse_actions(const JsonBody& body) {
  if (!body.has("availableActions")) return std::optional<Actions>{};
  Actions actions{.json = body.raw("availableActions"), .words = {}, .names = {}};
  for (const auto& action : TRY(body.objects("availableActions"))) {
    auto word = TRY(action.text("action"));
    const auto path = fmt::format("availableActions[{}].", actions.words.size());
    actions.names.push_back({.path = path + "action", .name = word});
    auto display_name = TRY(action.text_or("displayName", ""));
    if (!display_name.empty()) {
      actions.names.push_back({.path = path + "displayName", .name = std::move(display_name)});
    }
    actions.words.push_back(std::move(word));
  }
  return std::optional(std::move(actions));
}

Result<TaskType> parse_type(const JsonBody& spec) {
  const auto type = TRY(spec.text("type"));
  if (type == "annotation") return TaskType::annotation;
  if (type == "qa") return TaskType::qa;
  return invalid_field("spec.type", "must be `annotation` or `qa`");
}

Result<std::string> parse_description(const JsonBody& body) {
  const auto description = TRY(body.optional_object("description"));
  return description ? TRY(description->text_or("content", "")) : std::string{};
}

/// Contributors as one text or a list, in any letter case; a workload beside them names further
/// ones (B-056).
Result<Done> add_people(const JsonBody& system, const CreateTask& task, Pulling& terms) {
  constexpr auto* field = "metadata.system.allowedAssignees";
  TRY(require_parts(task.loads));
  const auto named = TRY(system.texts_or_empty("allowedAssignees"));
  std::unordered_set<UserId> seen;
  const auto add = [&](UserId person) {
    if (seen.insert(person).second) terms.allowed.push_back(std::move(person));
  };
  if (named.size() <= people_max) {
    for (const auto& text : named) add(TRY(parse_email(text, field)));
    for (const auto& load : task.loads) add(load.assignee);
    if (terms.allowed.size() <= people_max) return Done{};
  }
  return invalid_field(field, "must not name more than 1000 people");
}

Result<Done> parse_pulling(const JsonBody& system, CreateTask& task) {
  const auto batch_size = TRY(system.optional_integer("batchSize"));
  const auto max_workload = TRY(system.optional_integer("maxBatchWorkload"));
  const auto idle = TRY(system.optional_integer("batchIdleMinutes"));
  if (!batch_size && !max_workload) {
    if (!idle) return Done{};
    return invalid_field("metadata.system.batchIdleMinutes", "is for pulling tasks only");
  }
  auto terms = TRY(checked_pulling(batch_size, max_workload));
  if (idle) terms.idle = TRY(checked_idle(*idle));
  TRY(add_people(system, task, terms));
  task.loads.clear();
  task.pulling = std::move(terms);
  task.system_metadata = json::without_members(
      task.system_metadata,
      {"batchSize", "maxBatchWorkload", "batchIdleMinutes", "allowedAssignees"}
  );
  return Done{};
}

Result<Done> parse_metadata(const JsonBody& body, CreateTask& task) {
  const auto metadata = TRY(body.optional_object("metadata"));
  if (!metadata) return Done{};
  task.user_metadata = json::without_members(metadata->raw(), {"system"});
  const auto system = TRY(metadata->optional_object("system"));
  if (!system) return Done{};
  TRY(refuse_other_kinds(*system));
  task.system_metadata = system->raw();
  return parse_pulling(*system, task);
}

}  // namespace

Result<std::optional<std::uint64_t>> parse_limit(const JsonBody& body) {
  const auto limit = TRY(body.optional_number("limit"));
  if (!limit) return std::optional<std::uint64_t>{};
  double number = 0;
  std::from_chars(limit->data(), limit->data() + limit->size(), number);
  if (number < 0) return invalid_field("limit", "must not be negative");
  constexpr double ordinals = 4294967296.0;
  return std::optional(static_cast<std::uint64_t>(std::min(number, ordinals)));
}

Result<CreateTask> parse_create_task(const JsonBody& body) {
  CreateTask task;
  task.name = TRY(body.text("name"));
  task.query = TRY(body.text("query", any_length));
  task.project = {to_lower(TRY(body.text("projectId")))};
  task.dataset = {to_lower(TRY(body.text("datasetId")))};
  task.recipe = TRY(body.id<RecipeId>("recipeId", "recipe"));
  task.owner = TRY(body.email("taskOwner"));
  const auto spec = TRY(body.object("spec"));
  task.type = TRY(parse_type(spec));
  if (auto parent = TRY(spec.optional_id<TaskId>("parentTaskId", "task"))) {
    task.parent = *std::move(parent);
  }
  if (!TRY(body.texts_or_empty("assignmentIds")).empty()) {
    return invalid_field("assignmentIds", "must be empty: assignments are made by the task");
  }
  // An empty list means that nobody is named (B-048), as an absent one does.
  if (body.has("workload")) task.loads = TRY(body.workload("workload"));
  task.due_date = TRY(body.optional_number_or_digits("dueDate")).value_or("");
  task.priority = TRY(body.optional_integer_or_digits("priority")).value_or(2);
  task.limit = TRY(parse_limit(body));
  if (auto actions = TRY(parse_actions(body))) {
    for (const auto& [path, name] : actions->names) TRY(check_name(name, path));
    task.available_actions = std::move(actions->json);
    task.status_words = std::move(actions->words);
  }
  task.description = TRY(parse_description(body));
  TRY(parse_metadata(body, task));
  task.empty = TRY(body.flag_or("emptyTask", false));
  task.explicit_recipe = json::member(task.system_metadata, "explicitRecipe") == "true";
  task.payload = short_payload(body);
  return task;
}

std::string short_payload(const JsonBody& body) {
  constexpr std::size_t bytes_max = 4'096;
  auto payload = body.raw();
  if (payload.size() > bytes_max) payload = json::without_members(payload, {"query", "workload"});
  // What else may be long is metadata, a description, or what nobody knows.
  return payload.size() > bytes_max ? "{}" : payload;
}

Result<UpdateTask> parse_update_task(const TaskId& id, const JsonBody& body) {
  UpdateTask update{.task = id};
  update.name = TRY(body.optional_text("name"));
  if (body.has("taskOwner")) update.owner = TRY(body.email("taskOwner"));
  update.priority = TRY(body.optional_integer_or_digits("priority"));
  update.due_date = TRY(body.optional_number_or_digits("dueDate"));
  update.recipe = TRY(body.optional_id<RecipeId>("recipeId", "recipe"));
  if (auto actions = TRY(parse_actions(body))) {
    update.available_actions = std::move(actions->json);
    update.status_words = std::move(actions->words);
    update.action_names = std::move(actions->names);
  }
  if (const auto description = TRY(body.optional_object("description"))) {
    update.description = TRY(description->optional_text("content"));
  }
  update.query = TRY(body.optional_text("query", any_length));
  if (const auto metadata = TRY(body.optional_object("metadata"))) {
    update.user_metadata = json::without_members(metadata->raw(), {"system"});
    update.system_metadata = metadata->has("system") ? metadata->raw("system") : "{}";
  }
  if (const auto status = TRY(body.optional_text("status"))) {
    if (*status == "dismissed") update.dismissed = true;
    if (*status == "open") update.dismissed = false;
  }
  return update;
}

}  // namespace allot::http
