#include "http/console.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/json_writer.h"
#include "http/gate.h"
#include "http/pages.h"
#include "http/users_json.h"
#include "usecases/datasets/read.h"
#include "usecases/items/read.h"
#include "usecases/projects/read.h"
#include "usecases/recipes/read.h"
#include "usecases/tasks/read.h"
#include "usecases/users/read.h"

namespace allot::http::console {

namespace {

constexpr std::uint64_t items_on_a_page = 100;

using PageOf = Result<Page> (*)(Env& env, const Request& request, const Caller& caller);

/// Who is not signed in gets the form at this very address, and comes back here.
Response answer(Env& env, const Request& request, PageOf page_of) {
  const auto caller = gate::caller_of_cookie(env, request);
  if (caller.is_anonymous()) {
    SignInForm form;
    form.next = request.path;
    return sign_in_page(form);
  }
  auto page = page_of(env, request, caller);
  if (!page) {
    return message_page(
        404,
        "Nothing to see here",
        fmt::format(
            "There is no such thing at this address, or {} may not see it.", caller.user.text
        )
    );
  }
  page->person = caller.user.text;
  return page_answer(*page);
}

// --- pieces of pages

std::string link(std::string_view address, std::string_view text) {
  return fmt::format(R"(<a href="{}">{}</a>)", escape_html(address), escape_html(text));
}

std::string project_path(const ProjectId& project) {
  return "/projects/" + project.text;
}

std::string task_path(const Task& task) {
  return fmt::format("/projects/{}/tasks/{}", task.project.text, task.id.text);
}

std::string dataset_path(const Dataset& dataset) {
  return fmt::format("/projects/{}/datasets/{}/items", dataset.project.text, dataset.id.text);
}

/// 12345 as 12,345.
std::string counted(std::uint64_t number) {
  auto digits = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), ",");
  }
  return digits;
}

std::string counted(std::uint64_t number, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", counted(number), number == 1 ? one : many);
}

struct Fact {
  std::string_view name;
  std::string value;
};

std::string facts(const std::vector<Fact>& all) {
  std::string out = R"(<dl class="facts">)";
  for (const auto& fact : all) {
    out += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>", fact.name, escape_html(fact.value));
  }
  return out + "</dl>";
}

/// Columns whose name begins with '#' hold numbers; cells are HTML.
class Table {
 public:
  explicit Table(std::vector<std::string_view> columns) : columns_(std::move(columns)) {
    for (const auto& column : columns_) {
      head_ += is_number(column)
                   ? fmt::format(R"(<th scope="col" class="number">{}</th>)", column.substr(1))
                   : fmt::format(R"(<th scope="col">{}</th>)", column);
    }
  }

  void row(const std::vector<std::string>& cells) {
    rows_ += "<tr>";
    for (std::size_t i = 0; i < cells.size(); ++i) {
      rows_ += fmt::format(
          "<td{}>{}</td>", is_number(columns_[i]) ? R"( class="number")" : "", cells[i]
      );
    }
    rows_ += "</tr>";
  }

  [[nodiscard]] std::string html(std::string_view when_empty) const {
    if (rows_.empty()) return fmt::format(R"(<p class="muted">{}</p>)", when_empty);
    return fmt::format(
        R"(<div class="scroll"><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>)",
        head_,
        rows_
    );
  }

 private:
  static bool is_number(std::string_view column) { return column.starts_with('#'); }

  std::vector<std::string_view> columns_;
  std::string head_;
  std::string rows_;
};

template <class Status>
std::string state(Status status) {
  const auto word = name_of(status);
  const auto* const kind = word == "completed" || word == "done" ? " done"
                           : word == "completed with issues"     ? " issue"
                                                                 : "";
  return fmt::format(R"(<span class="state{}">{}</span>)", kind, word);
}

std::string progress(const Counts& counts) {
  if (counts.total == 0) return "";
  return fmt::format(
      R"(<progress max="{}" value="{}" aria-label="Completed items"></progress>)",
      counts.total,
      counts.completed
  );
}

std::string trail(const ProjectView& project, std::string_view rest = {}) {
  return fmt::format(
      "<nav>{}{}{}</nav>",
      link("/projects", "Projects"),
      link(project_path(project.project.id), project.project.name),
      rest
  );
}

std::string heading(std::string_view title) {
  return fmt::format("<h1>{}</h1>", escape_html(title));
}

Page page_of(std::string title, std::string body) {
  Page page;
  page.title = std::move(title);
  page.body = std::move(body);
  return page;
}

// --- what the pages are about

Result<ProjectView> project_of(Env& env, const Request& request, const Caller& caller) {
  return get_project(env, caller, any_id<ProjectId>(request.param("project")));
}

Unexpected elsewhere() {
  return fail(ErrorCode::not_found, "It belongs to another project.");
}

std::string task_table(const std::vector<TaskView>& views) {
  Table table({"Task", "State", "#Items", "#Completed", "#Assignments"});
  for (const auto& view : views) {
    table.row(
        {link(task_path(view.task), view.task.name),
         state(view.status),
         counted(view.counts.total),
         counted(view.counts.completed),
         counted(view.assignments.size())}
    );
  }
  return table.html("No tasks.");
}

std::string dataset_table(const std::vector<DatasetView>& views) {
  Table table({"Dataset", "#Files", "#Annotated", "#Annotations"});
  for (const auto& view : views) {
    table.row(
        {link(dataset_path(view.dataset), view.dataset.name),
         counted(view.files),
         counted(view.annotated_files),
         counted(view.annotations)}
    );
  }
  return table.html("No datasets.");
}

std::string assignment_table(const std::vector<AssignmentView>& views) {
  Table table({"Assignment", "Annotator", "State", "#Items", "#Completed"});
  for (const auto& view : views) {
    const auto& assignment = view.assignment;
    const auto address =
        fmt::format("{}/assignments/{}", project_path(view.task.project), assignment.id.text);
    table.row(
        {link(address, assignment.name),
         escape_html(assignment.annotator.text),
         state(view.status),
         counted(view.counts.total),
         counted(view.counts.completed)}
    );
  }
  return table.html("No assignments.");
}

Result<Page> projects_page(Env& env, const Request&, const Caller& caller) {
  const auto views = list_projects(env, caller);
  Table table({"Project", "Your role", "#Tasks"});
  for (const auto& view : views) {
    const auto tasks = list_tasks(env, caller, std::span(&view.project.id, 1));
    table.row(
        {link(project_path(view.project.id), view.project.name),
         std::string(name_of(standing_of(view.role))),
         counted(tasks.size())}
    );
  }
  return page_of(
      "Projects",
      heading("Projects") +
          table.html("You are in no project yet; an owner of one can add you by your address.")
  );
}

Result<Page> project_page(Env& env, const Request& request, const Caller& caller) {
  const auto view = TRY(project_of(env, request, caller));
  const auto& id = view.project.id;
  const auto tasks = list_tasks(env, caller, std::span(&id, 1));
  const auto datasets = list_datasets(env, caller, {.projects = {id}});
  const auto recipes = list_recipes(env, caller, std::span(&id, 1));
  const auto path = project_path(id);
  return page_of(
      view.project.name,
      fmt::format(
          "<nav>{}</nav>{}{}<h2>Tasks</h2>{}<h2>Datasets</h2>{}<p></p><p>{}</p>",
          link("/projects", "Projects"),
          heading(view.project.name),
          facts(
              {{"Your role", std::string(name_of(standing_of(view.role)))},
               {"Tasks", counted(tasks.size())},
               {"Datasets", counted(datasets.size())},
               {"People", counted(view.contributors.size())}}
          ),
          task_table(tasks),
          dataset_table(datasets),
          link(path + "/recipes", counted(recipes.size(), "recipe", "recipes"))
      )
  );
}

Result<Page> tasks_page(Env& env, const Request& request, const Caller& caller) {
  const auto project = TRY(project_of(env, request, caller));
  const auto tasks = list_tasks(env, caller, std::span(&project.project.id, 1));
  return page_of(
      "Tasks of " + project.project.name, trail(project) + heading("Tasks") + task_table(tasks)
  );
}

Result<Page> task_page(Env& env, const Request& request, const Caller& caller) {
  const auto project = TRY(project_of(env, request, caller));
  const auto view = TRY(read_task(env, caller, any_id<TaskId>(request.param("task"))));
  if (view.task.project != project.project.id) return elsewhere();
  const auto assignments =
      list_assignments(env, caller, std::span(&project.project.id, 1), view.task.id);
  const auto& counts = view.counts;
  return page_of(
      view.task.name,
      trail(project, link(project_path(view.task.project) + "/tasks", "Tasks")) +
          heading(view.task.name) +
          facts(
              {{"State", std::string(name_of(view.status))},
               {"Kind", std::string(name_of(view.task.type))},
               {"Items", counted(counts.total)},
               {"Completed", counted(counts.completed)},
               {"Remaining", counted(counts.remaining())},
               {"Issues", counted(counts.issues)}}
          ) +
          progress(counts) + "<h2>Assignments</h2>" + assignment_table(assignments)
  );
}

Result<Page> assignment_page(Env& env, const Request& request, const Caller& caller) {
  const auto project = TRY(project_of(env, request, caller));
  const auto view =
      TRY(read_assignment(env, caller, any_id<AssignmentId>(request.param("assignment"))));
  if (view.assignment.project != project.project.id) return elsewhere();
  if (request.params.contains("task") && view.task.id.text != request.param("task")) {
    return elsewhere();
  }
  const auto& counts = view.counts;
  return page_of(
      view.assignment.name,
      trail(project, link(task_path(view.task), view.task.name)) + heading(view.assignment.name) +
          facts(
              {{"Annotator", view.assignment.annotator.text},
               {"State", std::string(name_of(view.status))},
               {"Items", counted(counts.total)},
               {"Completed", counted(counts.completed)},
               {"Remaining", counted(counts.remaining())},
               {"Issues", counted(counts.issues)}}
          ) +
          progress(counts)
  );
}

Result<Page> datasets_page(Env& env, const Request& request, const Caller& caller) {
  const auto project = TRY(project_of(env, request, caller));
  const auto datasets = list_datasets(env, caller, {.projects = {project.project.id}});
  return page_of(
      "Datasets of " + project.project.name,
      trail(project) + heading("Datasets") + dataset_table(datasets)
  );
}

/// `?page=2`, from 1.
std::uint64_t page_number(const Request& request) {
  const auto text = request.query_value("page").value_or("1");
  std::uint32_t number = 1;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return std::max<std::uint32_t>(number, 1);
}

std::string turning(const std::string& path, std::uint64_t number, std::uint64_t total) {
  std::string out;
  if (number > 1) out += link(fmt::format("{}?page={}", path, number - 1), "Earlier items");
  if (number * items_on_a_page < total) {
    out += link(fmt::format("{}?page={}", path, number + 1), "Later items");
  }
  return out.empty() ? out : "<p></p><nav>" + out + "</nav>";
}

Result<Page> dataset_page(Env& env, const Request& request, const Caller& caller) {
  const auto project = TRY(project_of(env, request, caller));
  const auto view = TRY(get_dataset(env, caller, any_id<DatasetId>(request.param("dataset"))));
  if (view.dataset.project != project.project.id) return elsewhere();
  auto query = TRY(query::parse_query(R"({"filter":{"type":"file"}})"));
  query.has_page = true;
  query.page = page_number(request) - 1;
  query.page_size = items_on_a_page;
  const auto found = TRY(query_items(env, caller, view.dataset.id, query));
  Table table({"Item", "#Annotations", "#Bytes"});
  for (const auto& item : found.items) {
    table.row(
        {link(dataset_path(view.dataset) + "/" + item.item.id.text, item.item.path),
         counted(item.annotations),
         counted(item.item.size)}
    );
  }
  return page_of(
      view.dataset.name,
      trail(project, link(project_path(project.project.id) + "/datasets", "Datasets")) +
          heading(view.dataset.name) +
          facts(
              {{"Files", counted(view.files)},
               {"Annotated", counted(view.annotated_files)},
               {"Annotations", counted(view.annotations)}}
          ) +
          table.html("No items.") +
          turning(dataset_path(view.dataset), page_number(request), found.total)
  );
}

std::string reference_table(Env& env, const Caller& caller, const ItemView& view) {
  Table table({"Task", "Status"});
  for (const auto& reference : view.references) {
    const auto task = read_task(env, caller, reference.task);
    if (!task) continue;
    table.row(
        {link(task_path(task->task), task->task.name),
         reference.status ? escape_html(reference.status->word) : "open"}
    );
  }
  return table.html("In no task.");
}

Result<Page> item_page(Env& env, const Request& request, const Caller& caller) {
  const auto project = TRY(project_of(env, request, caller));
  const auto dataset = TRY(get_dataset(env, caller, any_id<DatasetId>(request.param("dataset"))));
  const auto view = TRY(read_item(env, caller, any_id<ItemId>(request.param("item"))));
  const bool is_here =
      view.item.dataset == dataset.dataset.id && dataset.dataset.project == project.project.id;
  if (!is_here) return elsewhere();
  return page_of(
      view.item.name(),
      trail(project, link(dataset_path(dataset.dataset), dataset.dataset.name)) +
          heading(view.item.path) +
          facts(
              {{"Annotations", counted(view.annotations)},
               {"Bytes", counted(view.item.size)},
               {"Added by", view.item.creator.text}}
          ) +
          "<h2>Tasks</h2>" + reference_table(env, caller, view)
  );
}

Result<Page> recipes_page(Env& env, const Request& request, const Caller& caller) {
  const auto project = TRY(project_of(env, request, caller));
  Table table({"Recipe", "#Ontologies"});
  for (const auto& recipe : list_recipes(env, caller, std::span(&project.project.id, 1))) {
    const auto address =
        fmt::format("{}/recipes/{}", project_path(project.project.id), recipe.id.text);
    table.row({link(address, recipe.title), counted(recipe.ontologies.size())});
  }
  return page_of(
      "Recipes of " + project.project.name,
      trail(project) + heading("Recipes") + table.html("No recipes.")
  );
}

Result<Page> recipe_page(Env& env, const Request& request, const Caller& caller) {
  const auto project = TRY(project_of(env, request, caller));
  const auto recipe = TRY(get_recipe(env, caller, any_id<RecipeId>(request.param("recipe"))));
  if (recipe.project != project.project.id) return elsewhere();
  return page_of(
      recipe.title,
      trail(project, link(project_path(project.project.id) + "/recipes", "Recipes")) +
          heading(recipe.title) +
          facts(
              {{"Ontologies", counted(recipe.ontologies.size())}, {"Made by", recipe.creator.text}}
          )
  );
}

Result<Page> organization_page(Env& env, const Request& request, const Caller& caller) {
  const auto id = any_id<OrgId>(request.param("org"));
  const auto organization = TRY(get_organization(env, id));
  const auto members = TRY(list_organization_members(env, caller, id));
  Table table({"Person", "Role", "State"});
  for (const auto& member : members) {
    table.row(
        {escape_html(member.id.text),
         std::string(wire_word(member.org_role)),
         member.state == UserState::active    ? "active"
         : member.state == UserState::invited ? "invited"
                                              : "disabled"}
    );
  }
  return page_of(
      "Members",
      heading(organization.name) + facts({{"People", counted(members.size())}}) +
          table.html("Nobody.")
  );
}

}  // namespace

Result<Response> start(Env&, const Request&) {
  Response response{.status = 302, .headers = {}, .body = std::string{}};
  return std::move(response.with("location", "/projects"));
}

Result<Response> projects(Env& env, const Request& request) {
  return answer(env, request, projects_page);
}

Result<Response> project(Env& env, const Request& request) {
  return answer(env, request, project_page);
}

Result<Response> tasks(Env& env, const Request& request) {
  return answer(env, request, tasks_page);
}

Result<Response> task(Env& env, const Request& request) {
  return answer(env, request, task_page);
}

Result<Response> assignment(Env& env, const Request& request) {
  return answer(env, request, assignment_page);
}

Result<Response> datasets(Env& env, const Request& request) {
  return answer(env, request, datasets_page);
}

Result<Response> dataset(Env& env, const Request& request) {
  return answer(env, request, dataset_page);
}

Result<Response> item(Env& env, const Request& request) {
  return answer(env, request, item_page);
}

Result<Response> recipes(Env& env, const Request& request) {
  return answer(env, request, recipes_page);
}

Result<Response> recipe(Env& env, const Request& request) {
  return answer(env, request, recipe_page);
}

Result<Response> organization_members(Env& env, const Request& request) {
  return answer(env, request, organization_page);
}

}  // namespace allot::http::console
