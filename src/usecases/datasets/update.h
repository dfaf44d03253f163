#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "usecases/datasets/read.h"

namespace allot {

/// The member of `Dataset::system_metadata` that holds whether clones follow a dataset. It is shown
/// beside `metadata`, not in it.
inline constexpr std::string_view sync_with_clones_key = "enableSyncWithCloned";

/// What is absent (or "") stays. Differences are JSON objects, merged deep: null deletes a member,
/// arrays are replaced.
struct UpdateDataset {
  DatasetId dataset;
  std::optional<std::string> name;
  std::string user_metadata;    // difference
  std::string system_metadata;  // difference; `recipes`, `scope` and the key above do not count
  std::optional<std::vector<RecipeId>> recipes;   // the whole list
  std::optional<std::string> expiration_options;  // JSON object; "" takes them away
  std::optional<bool> sync_with_clones;
};

/// Changes a dataset. Repeatable.
/// Errors: not_found (no such dataset, or a recipe that the caller may not see), forbidden, invalid
/// (a blank or taken name, B-152; no recipe).
[[nodiscard]] Result<DatasetView> update_dataset(
    Env& env, const Caller& caller, const UpdateDataset& input
);

/// The dataset and its project; those of the recipes stay as they are.
[[nodiscard]] Scope scope_of(const Transaction& tx, const UpdateDataset& input);

}  // namespace allot
