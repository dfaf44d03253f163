#include "http/tasks.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "http/move_body.h"
#include "http/outcome.h"
#include "http/page.h"
#include "http/parameters.h"
#include "http/project_list.h"
#include "http/task_body.h"
#include "http/work_json.h"
#include "json/text.h"
#include "query/evaluate.h"
#include "query/names.h"
#include "query/query.h"
#include "usecases/tasks/add_items.h"
#include "usecases/tasks/counters.h"
#include "usecases/tasks/delete.h"
#include "usecases/tasks/find_or_create.h"
#include "usecases/tasks/redistribute.h"
#include "usecases/tasks/remove_items.h"

namespace allot::http::tasks {

namespace {

Result<TaskId> task_id(const Request& request) {
  return parse_id<TaskId>(request.param("id"), "task");
}

/// The projects that a query body's `context.projectIds` names; none = all visible.
Result<std::vector<ProjectId>> projects_of_context(const JsonBody& body) {
  const auto context = TRY(body.optional_object("context"));
  if (!context) return std::vector<ProjectId>{};
  return to_project_ids(TRY(context->texts_or_empty("projectIds")));
}

const std::string& name_of_view(const TaskView& view) {
  return view.task.name;
}

/// Those tasks that satisfy the query, in its order; without a sort in the given one.
std::vector<query::Document> matching_documents(
    Env& env, std::span<const TaskView> views, const query::Query& query
) {
  // A text with `*` that is the name of a task is that name (B-021), else a wildcard.
  const auto is_name = [&](const std::string& text) {
    return std::ranges::find(views, text, name_of_view) != views.end();
  };
  const query::Matcher matcher(query::with_names(query.filter, {"name"}, is_name));
  std::vector<query::Document> documents;
  for (const auto& view : views) {
    auto document = query::Document::of(task_json(env, view));
    if (matcher.matches(document)) documents.push_back(std::move(document));
  }
  query::sort_documents(documents, query.sort);
  return documents;
}

/// What `checkIfExist` looks for (B-044); nullopt when it is not given.
Result<std::optional<query::Query>> wanted_tasks(const JsonBody& body) {
  const auto check = TRY(body.optional_object("checkIfExist"));
  if (!check || !check->has("query")) return std::optional<query::Query>{};
  return std::optional(TRY(query::parse_query(check->raw("query"), query::Resource::tasks)));
}

/// The first of them by the query's order; without a sort in the given one.
std::optional<TaskView> first_match(
    Env& env, std::span<const TaskView> views, const query::Query& query
) {
  const auto documents = matching_documents(env, views, query);
  if (documents.empty()) return std::nullopt;
  const auto id = json::string_member(documents.front().text(), "id");
  const auto found =
      std::ranges::find_if(views, [&](const TaskView& view) { return view.task.id.text == id; });
  return *found;
}

/// What `GET /annotationtasks` is narrowed by.
struct Asked {
  std::vector<ProjectId> projects;
  std::vector<DatasetId> datasets;
  std::vector<RecipeId> recipes;
  std::vector<TaskId> parents;
  std::vector<AssignmentId> assignments;
  std::optional<AskedName> name;
  std::vector<UserId> creators;
  std::vector<UserId> owners;
  std::vector<std::string> statuses;
  std::vector<std::string> types;
  std::optional<double> due_after;
  std::optional<double> due_before;
  bool archived = false;
};

Result<Asked> asked_of(const Parameters& parameters) {
  const std::string_view types[] = {name_of(TaskType::annotation), name_of(TaskType::qa)};
  // The fourth is never produced (B-120).
  const std::string_view statuses[] = {
      name_of(TaskStatus::open),
      name_of(TaskStatus::completed),
      name_of(TaskStatus::completed_with_issues),
      "in progress",
      name_of(TaskStatus::dismissed)
  };
  Asked asked;
  asked.projects = to_project_ids(parameters.any_ids("projects"));
  for (const auto& id : parameters.any_ids("dataset")) asked.datasets.push_back({id});
  asked.recipes = TRY(parameters.ids<RecipeId>("recipe", "recipe"));
  asked.parents = TRY(parameters.ids<TaskId>("parentTaskId", "task"));
  asked.assignments = TRY(parameters.ids<AssignmentId>("assignments", "assignment"));
  asked.name = TRY(parameters.name("name"));
  asked.creators = TRY(parameters.emails("creator"));
  asked.owners = TRY(parameters.emails("taskOwner"));
  asked.statuses = TRY(parameters.words("status", statuses));
  asked.types = TRY(parameters.words("type", types));
  asked.due_after = TRY(parameters.date("minDate"));
  asked.due_before = TRY(parameters.date("maxDate"));
  asked.archived = TRY(parameters.flag("archive"));
  return asked;
}

bool is_due(const Asked& asked, const Task& task) {
  if (!asked.due_after && !asked.due_before) return true;
  const auto due = query::parse_date(task.due_date);
  return due && (!asked.due_after || *due > *asked.due_after) &&
         (!asked.due_before || *due < *asked.due_before);
}

/// All but the name, which depends on what else is there.
bool is_asked_for(const Asked& asked, const TaskView& view) {
  const auto& task = view.task;
  const bool archived = json::member(task.system_metadata, "archive") == "true";
  const bool has_assignment =
      asked.assignments.empty() ||
      std::ranges::any_of(asked.assignments, [&](const auto& id) { return view.shows(id); });
  return has_assignment && is_among(asked.datasets, task.dataset) &&
         is_among(asked.recipes, task.recipe) && is_among(asked.parents, task.parent) &&
         is_among(asked.creators, task.creator) && is_among(asked.owners, task.owner) &&
         is_among(asked.statuses, name_of(view.status)) &&
         is_among(asked.types, name_of(task.type)) && archived == asked.archived &&
         is_due(asked, task);
}

/// Those whose whole name it is; only when there are none, those that it is a wildcard for.
void keep_named(const AskedName& name, std::vector<TaskView>& views) {
  const bool is_whole =
      std::ranges::any_of(views, [&](const TaskView& view) { return name.is(view.task.name); });
  std::erase_if(views, [&](const TaskView& view) {
    if (is_whole) return !name.is(view.task.name);
    return !matches_wildcard(name.as_it_stands, view.task.name) &&
           !matches_wildcard(name.with_spaces, view.task.name);
  });
}

}  // namespace

Result<Response> create(Env& env, const Request& request) {
  const auto body = TRY(JsonBody::of(request));
  auto input = TRY(parse_create_task(body));
  input.how = TRY(move_options(request, body));
  const auto wanted = TRY(wanted_tasks(body));
  if (!wanted) return outcome_response(env, request, TRY(create_task(env, request.caller, input)));
  const auto outcome =
      TRY(find_or_create_task(env, request.caller, input, [&](std::span<const TaskView> views) {
        return first_match(env, views, *wanted);
      }));
  if (const auto* found = std::get_if<TaskView>(&outcome)) {
    return json_response(task_json(env, *found));
  }
  return outcome_response(env, request, std::get<Outcome>(outcome));
}

Result<Response> get(Env& env, const Request& request) {
  return json_response(task_json(env, TRY(read_task(env, request.caller, TRY(task_id(request))))));
}

Result<Response> update(Env& env, const Request& request) {
  auto input = TRY(parse_update_task(TRY(task_id(request)), TRY(JsonBody::of(request))));
  input.system = TRY(Parameters(request).flag("system"));
  return json_response(task_json(env, TRY(update_task(env, request.caller, input))));
}

Result<Response> remove(Env& env, const Request& request) {
  const auto body = TRY(JsonBody::of(request));
  DeleteTask input;
  input.task = TRY(task_id(request));
  input.only_if_empty = TRY(body.flag_or("emptyOnly", false));
  input.how = TRY(move_options(request, body));
  return outcome_response(env, request, TRY(delete_task(env, request.caller, input)));
}

Result<Response> list(Env& env, const Request& request) {
  const auto asked = TRY(asked_of(Parameters(request)));
  const auto page = TRY(page_of_query(request));
  auto views = list_tasks(env, request.caller, asked.projects);
  std::erase_if(views, [&](const TaskView& view) { return !is_asked_for(asked, view); });
  if (asked.name) keep_named(*asked.name, views);
  return page_response(page, views.size(), [&](JsonWriter& json) {
    const auto end = std::min<std::uint64_t>(views.size(), page.offset() + page.size);
    for (auto at = page.offset(); at < end; ++at) write_task(json, env, views[at]);
  });
}

Result<Response> query(Env& env, const Request& request) {
  const auto query = TRY(query::parse_query(request.body, query::Resource::tasks));
  const auto projects = TRY(projects_of_context(TRY(JsonBody::of(request))));
  const auto views = list_tasks(env, request.caller, projects);  // newest first
  std::vector<std::string> texts;
  for (const auto& document : matching_documents(env, views, query)) {
    texts.push_back(document.text());
  }
  return page_of_texts({.number = query.page, .size = query.page_size}, texts);
}

Result<Response> count(Env& env, const Request& request) {
  const auto body = TRY(JsonBody::of(request));
  const auto projects = to_project_ids(TRY(body.texts("projectIds")));
  const auto dataset = TRY(body.optional_text("datasetId"));
  std::set<std::string> active_projects;
  std::set<std::string> active_datasets;
  std::uint64_t active = 0;
  std::uint64_t all = 0;
  for (const auto& view : list_tasks(env, request.caller, projects)) {
    if (dataset && view.task.dataset.text != to_lower(*dataset)) continue;
    ++all;
    if (view.status != TaskStatus::open) continue;
    ++active;
    active_projects.insert(view.task.project.text);
    active_datasets.insert(view.task.dataset.text);
  }
  JsonWriter json;
  json.object([&] {
    json.member("activeProjects", active_projects.size());
    json.member("activeDatasets", active_datasets.size());
    json.member("activeTasks", active);
    json.member("tasksCount", all);
  });
  return json_response(json.take());
}

Result<Response> counters(Env& env, const Request& request) {
  const auto body = TRY(JsonBody::of(request));
  std::vector<UserId> people;
  for (const auto& text : TRY(body.texts_or_empty("contributors"))) {
    people.push_back(TRY(parse_email(text, "contributors")));
  }
  const auto open = TRY(count_open_work(env, request.caller, {request.param("project")}, people));
  JsonWriter json;
  json.object([&] {
    json.member("tasksCount", open.tasks);
    json.member("assignmentsCount", open.assignments);
    json.member("issuesCount", open.issues);
    json.member("reviewsCount", open.reviews);
  });
  return json_response(json.take());
}

Result<Response> actions(Env& env, const Request& request) {
  const auto lists =
      TRY(list_actions(env, request.caller, {request.param("project")}, {request.param("dataset")})
      );
  std::set<std::string> seen;
  std::vector<std::string> actions;
  for (const auto& list : lists) {
    const auto wrapped = TRY(JsonBody::parse(R"({"actions":)" + list + "}"));
    for (const auto& action : TRY(wrapped.objects("actions"))) {
      if (seen.insert(TRY(action.text("action"))).second) actions.push_back(action.raw());
    }
  }
  JsonWriter json;
  json.array([&] {
    for (const auto& action : actions) json.raw(action);
  });
  return json_response(json.take());
}

Result<Response> relatives(Env& env, const Request& request) {
  const auto related = TRY(list_relatives(env, request.caller, TRY(task_id(request))));
  JsonWriter json;
  json.array([&] {
    for (const auto& task : related) {
      json.object([&] { json.member("id", task.id).member("name", task.name); });
    }
  });
  return json_response(json.take());
}

Result<Response> add_items(Env& env, const Request& request) {
  const auto body = TRY(JsonBody::of(request));
  AddItems input;
  input.task = TRY(task_id(request));
  input.query = TRY(body.text("query", any_length));
  input.limit = TRY(parse_limit(body));
  input.payload = short_payload(body);
  input.how = TRY(move_options(request, body));
  if (body.has("workload")) input.loads = TRY(body.workload("workload"));
  return outcome_response(env, request, TRY(allot::add_items(env, request.caller, input)));
}

Result<Response> redistribute(Env& env, const Request& request) {
  const auto body = TRY(JsonBody::of(request));
  RedistributeTask input;
  input.task = TRY(task_id(request));
  input.loads = TRY(body.workload("workload"));
  input.which = TRY(work_filter(body));
  input.how = TRY(move_options(request, body));
  return outcome_response(env, request, TRY(redistribute_task(env, request.caller, input)));
}

Result<Response> remove_items(Env& env, const Request& request) {
  const auto body = TRY(JsonBody::of(request));
  RemoveItems input;
  input.task = TRY(task_id(request));
  input.query = TRY(body.text("query", any_length));
  input.how = TRY(move_options(request, body));
  return outcome_response(env, request, TRY(allot::remove_items(env, request.caller, input)));
}

}  // namespace allot::http::tasks
