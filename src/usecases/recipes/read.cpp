#include "usecases/recipes/read.h"

#include "base/text.h"
#include "usecases/access.h"

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
  TRY(require_in_project(tx, caller, recipe->project, verb, "recipe", id.text));
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
  TRY(require_in_project(tx, caller, ontology->project, verb, "ontology", id.text));
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

Result<Done> require_recipes_of(
    const Transaction& tx, const ProjectId& project, std::span<const RecipeId> recipes
) {
  for (const auto& id : recipes) {
    const auto recipe = tx.recipes().find(id);
    if (!recipe || recipe->project != project) return not_there("recipe", id.text);
  }
  return Done{};
}

}  // namespace allot
