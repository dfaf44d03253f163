#include "usecases/recipes/read.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "usecases/access.h"
#include "usecases/datasets/read.h"

namespace allot {

namespace {

Unexpected not_there(std::string_view noun, std::string_view id) {
  return fail(
      ErrorCode::not_found,
      "There is no " + std::string(noun) + " `" + printable(id) + "` that you may see."
  );
}

/// `see_project` is what holders of work may do too; it stands for reading what work is done by.
Result<Done> require_in_project(
    const Transaction& tx,
    const Caller& caller,
    const ProjectId& project,
    Verb verb,
    std::string_view noun,
    std::string_view id
) {
  const auto allowed = get_project(tx, caller, project, verb);
  if (allowed) return Done{};
  if (allowed.error().code == ErrorCode::not_found) return not_there(noun, id);
  return Unexpected{allowed.error()};
}

/// Through a dataset that uses it, or a task that works by it.
bool meets_recipe(const Transaction& tx, const Caller& caller, const RecipeId& id) {
  const auto datasets = tx.datasets().using_recipe(id);
  if (std::ranges::any_of(datasets, [&](const Dataset& dataset) {
        return get_visible_dataset(tx, caller, dataset.id).has_value();
      })) {
    return true;
  }
  // A task keeps its recipe when the dataset's is switched.
  const auto tasks = tx.tasks().using_recipe(id, projects_of(tx, caller), caller.user);
  return std::ranges::any_of(tasks, [&](const TaskId& task) {
    return get_task(tx, caller, task, Verb::see_task).has_value();
  });
}

bool meets_ontology(const Transaction& tx, const Caller& caller, const Ontology& ontology) {
  const auto recipes = tx.recipes().using_ontology(ontology.project, ontology.id);
  return std::ranges::any_of(recipes, [&](const RecipeId& recipe) {
    return meets_recipe(tx, caller, recipe);
  });
}

/// By standing in its project, or to read it by `meets`, which is looked at last since it costs
/// more.
template <class Meets>
Result<Done> require_in_project_or(
    const Transaction& tx,
    const Caller& caller,
    const ProjectId& project,
    Verb verb,
    std::string_view noun,
    std::string_view id,
    Meets meets
) {
  auto allowed = require_in_project(tx, caller, project, verb, noun, id);
  if (allowed || allowed.error().code != ErrorCode::not_found || !meets()) return allowed;
  if (verb == Verb::see_project) return Done{};
  return fail(
      ErrorCode::forbidden,
      fmt::format("The {} `{}` is of a project in which you may not do this.", noun, printable(id))
  );
}

std::vector<ProjectId> visible_projects(
    const Transaction& tx, const Caller& caller, std::span<const ProjectId> asked
) {
  if (asked.empty()) return projects_of(tx, caller);
  std::vector<ProjectId> visible;
  for (const auto& id : asked) {
    if (get_project(tx, caller, id, Verb::see_project)) visible.push_back(id);
  }
  return visible;
}

}  // namespace

Result<Recipe> get_recipe(
    const Transaction& tx, const Caller& caller, const RecipeId& id, Verb verb
) {
  auto recipe = tx.recipes().find(id);
  if (!recipe) return not_there("recipe", id.text);
  TRY(require_in_project_or(tx, caller, recipe->project, verb, "recipe", id.text, [&] {
    return meets_recipe(tx, caller, id);
  }));
  return *std::move(recipe);
}

Result<Recipe> get_recipe(Env& env, const Caller& caller, const RecipeId& id) {
  return read(env.store, [&](const Transaction& tx) {
    return get_recipe(tx, caller, id, Verb::see_project);
  });
}

std::vector<Recipe> list_recipes(
    Env& env, const Caller& caller, std::span<const ProjectId> projects
) {
  return read(env.store, [&](const Transaction& tx) {
    return tx.recipes().of_projects(visible_projects(tx, caller, projects));
  });
}

Result<Ontology> get_ontology(
    const Transaction& tx, const Caller& caller, const OntologyId& id, Verb verb
) {
  auto ontology = tx.recipes().find_ontology(id);
  if (!ontology) return not_there("ontology", id.text);
  TRY(require_in_project_or(tx, caller, ontology->project, verb, "ontology", id.text, [&] {
    return meets_ontology(tx, caller, *ontology);
  }));
  return *std::move(ontology);
}

Result<Ontology> get_ontology(Env& env, const Caller& caller, const OntologyId& id) {
  return read(env.store, [&](const Transaction& tx) {
    return get_ontology(tx, caller, id, Verb::see_project);
  });
}

std::vector<Ontology> list_ontologies(
    Env& env, const Caller& caller, std::span<const ProjectId> projects
) {
  return read(env.store, [&](const Transaction& tx) {
    return tx.recipes().ontologies_of(visible_projects(tx, caller, projects));
  });
}

Result<Done> require_ontologies_of(
    const Transaction& tx, const ProjectId& project, std::span<const OntologyId> ontologies
) {
  for (const auto& id : ontologies) {
    const auto ontology = tx.recipes().find_ontology(id);
    if (!ontology || ontology->project != project) return not_there("ontology", id.text);
  }
  return Done{};
}

bool may_work_by(
    const Transaction& tx, const Dataset& dataset, const RecipeId& id, const TaskId& parent
) {
  const auto recipe = tx.recipes().find(id);
  if (!recipe) return false;
  if (recipe->project == dataset.project) return true;
  if (std::ranges::find(dataset.recipes, id) != dataset.recipes.end()) return true;
  const auto task = parent.empty() ? std::nullopt : tx.tasks().find(parent);
  return task && task->recipe == id;
}

}  // namespace allot
