#include "usecases/datasets/make_binaries.h"

#include <algorithm>

#include "usecases/access.h"
#include "usecases/recipes/create.h"
#include "usecases/telling.h"

namespace allot {

namespace {

std::optional<Dataset> find_binaries(const Transaction& tx, const ProjectId& project) {
  for (auto& dataset : tx.datasets().of_project(project)) {
    if (dataset.binaries) return std::move(dataset);
  }
  return std::nullopt;
}

}  // namespace

Dataset find_or_make_binaries(
    Env& env, Transaction& tx, const Caller& caller, const ProjectId& project
) {
  if (auto found = find_binaries(tx, project)) return *std::move(found);
  const auto now = env.clock.now();
  const auto recipe = add_default_recipe(env, tx, caller, project, "Binaries Default Recipe");
  Dataset dataset{
      .id = env.ids.next<DatasetId>(),
      .project = project,
      .name = "Binaries",
      .creator = caller.user,
      .updated_by = caller.user,
      .recipes = {recipe.id},
      .binaries = true,
      .created_at = now,
      .updated_at = now
  };
  tx.datasets().put(dataset);
  tell(env, tx, caller, project, created(dataset.id));
  return dataset;
}

void make_missing_binaries(Env& env, const Caller& caller, std::span<const ProjectId> projects) {
  const auto missing = read(env.store, [&](const Transaction& tx) {
    std::vector<ProjectId> ids;
    for (const auto& project : projects) {
      const bool may = standings_in(tx, caller, project).may(Verb::edit_data);
      if (may && !find_binaries(tx, project)) ids.push_back(project);
    }
    return ids;
  });
  if (missing.empty()) return;
  Scope scope;
  for (const auto& project : missing) scope |= Scope::project(project);
  const auto made = write(env.store, scope, [&](Transaction& tx) -> Result<Done> {
    for (const auto& project : missing) {
      // Between reading and writing the project may have gone, or the right to change it.
      if (!standings_in(tx, caller, project).may(Verb::edit_data)) continue;
      static_cast<void>(find_or_make_binaries(env, tx, caller, project));
    }
    return Done{};
  });
  CHECK(made.has_value());
}

}  // namespace allot
