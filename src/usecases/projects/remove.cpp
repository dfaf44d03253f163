#include "usecases/projects/remove.h"

#include <algorithm>

#include "usecases/access.h"
#include "usecases/bots/remove.h"
#include "usecases/datasets/remove.h"
#include "usecases/items/purge.h"
#include "usecases/telling.h"

namespace allot {

namespace {

/// The project in which a recipe is used beside its own, by a dataset or a task: the oldest use's.
std::optional<ProjectId> other_project_using(const Transaction& tx, const Recipe& recipe) {
  for (const auto& dataset : tx.datasets().using_recipe(recipe.id)) {
    if (dataset.project != recipe.project) return dataset.project;
  }
  return tx.tasks().other_project_using(recipe.id, recipe.project);
}

/// Recipes by which others work go to them, with their ontologies and under their ids (ADR 0029).
void hand_over_recipes(Transaction& tx, const ProjectId& id) {
  for (auto& recipe : tx.recipes().of_projects(std::vector{id})) {
    const auto heir = other_project_using(tx, recipe);
    if (!heir) continue;
    recipe.project = *heir;
    tx.recipes().put(recipe);
    for (const auto& ontology_id : recipe.ontologies) {
      auto ontology = tx.recipes().find_ontology(ontology_id);
      if (!ontology || ontology->project != id) continue;
      ontology->project = *heir;
      tx.recipes().put_ontology(*ontology);
    }
  }
}

std::vector<User> bots_of(const Transaction& tx, const ProjectId& id) {
  std::vector<User> bots;
  for (const auto& member : tx.projects().members(id)) {
    auto user = tx.users().find(member.user);
    if (user && user->is_bot && user->bot_project == id) bots.push_back(*std::move(user));
  }
  return bots;
}

}  // namespace

Scope scope_of_removal(const Transaction& tx, const ProjectId& id) {
  auto scope = Scope::project(id);
  for (const auto& dataset : tx.datasets().of_project(id)) scope |= Scope::dataset(dataset.id);
  for (const auto& bot : bots_of(tx, id)) scope |= Scope::account(bot.id);
  for (const auto& recipe : tx.recipes().of_projects(std::vector{id})) {
    if (const auto heir = other_project_using(tx, recipe)) scope |= Scope::project(*heir);
  }
  return scope;
}

Result<Done> remove_project(Env& env, const Caller& caller, const ProjectId& id) {
  const auto where = [&](const Transaction& tx) { return scope_of_removal(tx, id); };
  return write(env.store, where, [&](Transaction& tx) -> Result<Done> {
    TRY(get_project(tx, caller, id, Verb::delete_project));
    auto rows_left = purged_rows_max;
    for (const auto& dataset : tx.datasets().of_project(id)) {
      remove_dataset_rows(env, tx, caller, dataset);
      rows_left -= std::min(rows_left, purge_slice(tx, dataset.id, rows_left));
    }
    hand_over_recipes(tx, id);
    for (const auto& bot : bots_of(tx, id)) disable_bot(env, tx, caller, bot);
    tx.projects().remove(id);
    tell(env, tx, caller, id, deleted(id));
    return Done{};
  });
}

}  // namespace allot
