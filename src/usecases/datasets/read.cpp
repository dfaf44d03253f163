#include "usecases/datasets/read.h"

#include <algorithm>

#include "usecases/access.h"

namespace allot {

namespace {

/// Of somebody who sees a part alone: counted item by item, since the store sums whole datasets.
std::uint64_t annotations_on(
    const Transaction& tx, const DatasetId& dataset, const ItemSet& annotated
) {
  std::uint64_t total = 0;
  for (const auto& [item, count] : tx.annotations().counts(dataset, annotated.to_vector())) {
    total += count;
  }
  return total;
}

/// Members see the datasets of their project; those with own work in it the datasets of that work.
std::vector<ProjectId> projects_asked(
    const Transaction& tx, const Caller& caller, const ListDatasets& input
) {
  return input.projects.empty() ? projects_of(tx, caller) : input.projects;
}

/// By membership, or for those who own, made or work on one of its tasks.
bool may_see(const Transaction& tx, const Caller& caller, const Dataset& dataset) {
  if (standings_in(tx, caller, dataset.project).may(Verb::see_data)) return true;
  if (is_inactive(tx, dataset.project, caller.user)) return false;
  return std::ranges::any_of(tx.tasks().concerning(caller.user), [&](const Task& task) {
    return task.dataset == dataset.id;
  });
}

}  // namespace

DatasetView view_of(const Transaction& tx, const Caller& caller, const Dataset& dataset) {
  const auto sets = tx.datasets().sets(dataset.id);
  const auto visible = visible_items(tx, caller, dataset);
  const bool sees_all = visible && !visible->has_value();
  auto files = sets.file - sets.hidden;
  if (!sees_all) files &= visible ? **visible : ItemSet{};
  const auto annotated = files & sets.annotated;
  return {
      .dataset = dataset,
      .files = files.size(),
      .annotated_files = annotated.size(),
      .annotations =
          sees_all ? tx.annotations().total(dataset.id) : annotations_on(tx, dataset.id, annotated)
  };
}

Result<Dataset> get_visible_dataset(
    const Transaction& tx, const Caller& caller, const DatasetId& id
) {
  auto dataset = TRY(get_dataset(tx, caller, id, Verb::see_project));
  if (may_see(tx, caller, dataset)) return dataset;
  return fail(ErrorCode::forbidden, "You have no work in this dataset.");
}

Result<DatasetView> get_dataset(Env& env, const Caller& caller, const DatasetId& id) {
  return read(env.store, [&](const Transaction& tx) -> Result<DatasetView> {
    return view_of(tx, caller, TRY(get_visible_dataset(tx, caller, id)));
  });
}

std::vector<DatasetView> list_datasets(Env& env, const Caller& caller, const ListDatasets& input) {
  return read(env.store, [&](const Transaction& tx) {
    std::vector<DatasetView> views;
    for (const auto& project : projects_asked(tx, caller, input)) {
      for (const auto& dataset : tx.datasets().of_project(project)) {
        if (dataset.binaries && !input.system_space) continue;
        if (may_see(tx, caller, dataset)) views.push_back(view_of(tx, caller, dataset));
      }
    }
    return views;
  });
}

}  // namespace allot
