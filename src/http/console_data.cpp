#include <fmt/format.h>

#include <algorithm>

#include "http/console_pages.h"
#include "http/parameters.h"
#include "http/users_json.h"
#include "usecases/items/read.h"
#include "usecases/recipes/read.h"
#include "usecases/users/read.h"

namespace allot::http::console {

namespace {

constexpr std::uint64_t items_on_a_page = 100;

/// `?page=2`, from 1.
std::uint64_t page_number(const Request& request) {
  return std::max<std::uint64_t>(Parameters(request).count("page", 1).value_or(1), 1);
}

std::string turning(const std::string& path, std::uint64_t number, std::uint64_t total) {
  std::string out;
  if (number > 1) out += link(fmt::format("{}?page={}", path, number - 1), "Earlier items");
  if (number * items_on_a_page < total) {
    out += link(fmt::format("{}?page={}", path, number + 1), "Later items");
  }
  return out.empty() ? out : "<p></p><nav>" + out + "</nav>";
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

}  // namespace

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

Result<Page> datasets_page(Env& env, const Request& request, const Caller& caller) {
  const auto project = TRY(project_of(env, request, caller));
  const auto datasets = list_datasets(env, caller, {.projects = {project.project.id}});
  return page_of(
      "Datasets of " + project.project.name,
      trail(project) + heading("Datasets") + dataset_table(datasets)
  );
}

Result<Page> dataset_page(Env& env, const Request& request, const Caller& caller) {
  const auto project = TRY(project_of(env, request, caller));
  const auto view = TRY(get_dataset(env, caller, any_id<DatasetId>(request.param("dataset"))));
  if (view.dataset.project != project.project.id) return elsewhere();
  auto query =
      TRY(query::parse_query(R"({"filter":{"type":"file"},"sort":{"filename":"ascending"}})"));
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

}  // namespace allot::http::console
