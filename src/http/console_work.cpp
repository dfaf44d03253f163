#include <fmt/format.h>

#include <algorithm>

#include "http/console_pages.h"
#include "usecases/assignments/list.h"
#include "usecases/recipes/read.h"

namespace allot::http::console {

namespace {

std::string task_table(const std::vector<TaskView>& views) {
  Table table({"Task", "State", "#Items", "#Completed", "#Assignments"});
  for (const auto& view : views) {
    table.row(
        {link(task_path(view.task), view.task.name),
         state(name_of(view.status)),
         counted(view.counts.total),
         counted(view.counts.completed),
         counted(view.assignments().size())}
    );
  }
  return table.html("No tasks.");
}

/// More are a matter of the API: a page with ten thousand rows helps nobody.
constexpr std::uint64_t assignments_shown_max = 1'000;

std::string assignment_table(const AssignmentPage& page) {
  Table table({"Assignment", "Annotator", "State", "#Items", "#Completed"});
  for (const auto& view : page.views) {
    const auto& assignment = view.assignment;
    const auto address =
        fmt::format("{}/assignments/{}", project_path(view.task.project), assignment.id.text);
    table.row(
        {link(address, assignment.name),
         escape_html(assignment.annotator.text),
         state(name_of(view.status)),
         counted(view.counts.total),
         counted(view.counts.completed)}
    );
  }
  const auto more = page.total - page.views.size();
  return table.html("No assignments.") +
         (more == 0 ? "" : fmt::format("<p>and {} more</p>", counted(more)));
}

}  // namespace

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
  const auto people = std::ranges::count(view.contributors, false, [](const MemberView& member) {
    return member.user.is_bot;
  });
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
               {"People", counted(static_cast<std::uint64_t>(people))}}
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
  const auto assignments = list_assignments(
      env,
      caller,
      {.projects = {project.project.id}, .task = view.task.id},
      {.offset = 0, .size = assignments_shown_max}
  );
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

}  // namespace allot::http::console
