#include "usecases/datasets/create.h"

#include "base/name.h"
#include "usecases/access.h"
#include "usecases/recipes/create.h"
#include "usecases/telling.h"

namespace allot {

namespace {

Result<Done> check(const CreateDataset& input) {
  if (input.access_level != "project" && input.access_level != "private") {
    return invalid_field("accessLevel", "must be `project` or `private`");
  }
  if (input.index_driver != "v1" && input.index_driver != "v2") {
    return invalid_field("indexDriver", "must be `v1` or `v2`");
  }
  return Done{};
}

}  // namespace

Result<Done> require_free_dataset_name(const Transaction& tx, const Dataset& dataset) {
  TRY(check_name(dataset.name));
  for (const auto& other : tx.datasets().of_project(dataset.project)) {
    if (other.binaries || other.id == dataset.id || other.name != dataset.name) continue;
    return invalid_field(
        "name", "is taken", "Dataset with the same name already exists: `" + dataset.name + "`."
    );
  }
  return Done{};
}

Result<DatasetView> create_dataset(Env& env, const Caller& caller, const CreateDataset& input) {
  TRY(check(input));
  const auto id = env.ids.next<DatasetId>();
  const auto scope = Scope::project(input.project) | Scope::making(id);
  return write(env.store, scope, [&](Transaction& tx) -> Result<DatasetView> {
    TRY(get_project(tx, caller, input.project, Verb::edit_data));
    const auto now = env.clock.now();
    Dataset dataset{
        .id = id,
        .project = input.project,
        .name = input.name,
        .creator = caller.user,
        .updated_by = caller.user,
        .access_level = input.access_level,
        .index_driver = input.index_driver,
        .expiration_options = input.expiration_options,
        .user_metadata = input.user_metadata,
        .created_at = now,
        .updated_at = now
    };
    TRY(require_free_dataset_name(tx, dataset));

    if (input.default_recipe) {
      const auto title = input.name + " Default Recipe";
      dataset.recipes.push_back(add_default_recipe(env, tx, caller, input.project, title).id);
    }
    tx.datasets().put(dataset);
    tell(env, tx, caller, dataset.project, created(dataset.id));
    return view_of(tx, caller, dataset);
  });
}

}  // namespace allot
