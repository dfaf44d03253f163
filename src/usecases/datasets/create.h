#pragma once

#include <string>

#include "usecases/datasets/read.h"

namespace allot {

struct CreateDataset {
  ProjectId project;
  std::string name;
  bool default_recipe = true;            // else the dataset has none until one is set
  std::string access_level = "project";  // or "private"
  std::string index_driver = "v1";       // or "v2"
  std::string expiration_options;        // JSON object, "" when not set
  std::string user_metadata = "{}";      // JSON object
};

/// Makes an empty dataset, with an empty ontology and a recipe "<name> Default Recipe" on it.
/// Atomic. Not repeatable: a second call is refused for its name.
/// Errors: not_found (no such project), forbidden, invalid (a blank name, or that of another
/// visible dataset of the project, B-152; other words than those above).
[[nodiscard]] Result<DatasetView> create_dataset(
    Env& env, const Caller& caller, const CreateDataset& input
);

/// Errors: invalid (blank, not UTF-8, control characters, or another visible dataset of its project
/// has this name).
[[nodiscard]] Result<Done> require_free_dataset_name(const Transaction& tx, const Dataset& dataset);

}  // namespace allot
