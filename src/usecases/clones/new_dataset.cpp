#include "usecases/clones/new_dataset.h"

#include <algorithm>

#include "json/text.h"
#include "usecases/access.h"
#include "usecases/datasets/create.h"

namespace allot {

namespace {

void take_recipes(Dataset& made, const Dataset& source) {
  for (const auto& recipe : source.recipes) {
    if (std::ranges::find(made.recipes, recipe) == made.recipes.end()) {
      made.recipes.push_back(recipe);
    }
  }
}

}  // namespace

std::vector<DatasetId> sources_of(const Clone& wanted) {
  return wanted.is_merge() ? wanted.order.merged : std::vector{wanted.source};
}

Result<Dataset> new_dataset(
    Env& env, const Transaction& tx, const Caller& caller, const Clone& wanted, const DatasetId& id
) {
  if (wanted.is_merge()) TRY(get_project(tx, caller, wanted.project, Verb::edit_data));
  const auto now = env.clock.now();
  Dataset made{
      .id = id,
      .project = wanted.project,
      .name = wanted.order.name,
      .creator = caller.user,
      .updated_by = caller.user,
      .expiration_options = {},
      .created_at = now,
      .updated_at = now
  };
  for (const auto& of : sources_of(wanted)) {
    const auto source = TRY(get_dataset(tx, caller, of, Verb::edit_data));
    take_recipes(made, source);
    if (wanted.order.parts.metadata) {
      made.user_metadata = json::with_missing(made.user_metadata, source.user_metadata);
    }
    if (of != wanted.source) continue;
    made.access_level = source.access_level;
    made.index_driver = source.index_driver;
    if (!wanted.is_merge()) made.source = of;
  }
  TRY(require_free_dataset_name(tx, made));
  return made;
}

}  // namespace allot
