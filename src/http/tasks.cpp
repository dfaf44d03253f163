#include "http/tasks.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "http/asked_tasks.h"
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
  const auto asked = TRY(asked_tasks(Parameters(request)));
  const auto page = TRY(page_of_query(request));
  auto views = list_tasks(env, request.caller, asked.projects);
  keep_asked(asked, views);
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
  TRY(require_no_groups(body));
  static_cast<void>(TRY(body.flag_or("percentage", false)));  // says nothing more (B-033)
  return outcome_response(env, request, TRY(allot::add_items(env, request.caller, input)));
}

Result<Response> redistribute(Env& env, const Request& request) {
  const auto body = TRY(JsonBody::of(request));
  RedistributeTask input;
  input.task = TRY(task_id(request));
  input.loads = TRY(body.workload("workload"));
  TRY(allow_to_skip(body));
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
