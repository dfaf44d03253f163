#pragma once

#include <optional>
#include <string>

#include "usecases/labels/export.h"

namespace allot {

/// Where labels come from, as a transaction and the caller see it.
struct LabelSource {
  Dataset dataset;
  std::optional<Task> task;
  std::string title;
  /// What of it the caller may see: of a task, the whole or the own share, copies included;
  /// nullopt: all of the dataset.
  std::optional<ItemSet> in_sight;

  /// Empty where the dataset has none.
  [[nodiscard]] RecipeId recipe() const {
    if (task) return task->recipe;
    return dataset.recipes.empty() ? RecipeId{} : dataset.recipes.front();
  }
};

/// Errors: not_found, forbidden.
[[nodiscard]] Result<LabelSource> label_source(
    const Transaction& tx, const Caller& caller, const LabelsOf& of
);

}  // namespace allot
