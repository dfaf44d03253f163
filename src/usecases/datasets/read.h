#pragma once

#include <cstdint>
#include <vector>

#include "usecases/env.h"

namespace allot {

/// A dataset as one caller sees it: the counts speak of what that person may see (B-170). Hidden
/// files count in none.
struct DatasetView {
  Dataset dataset;
  std::uint64_t files = 0;
  std::uint64_t annotated_files = 0;
  std::uint64_t annotations = 0;
};

/// In the transaction of a change or a read; the caller must be allowed to see the dataset.
[[nodiscard]] DatasetView view_of(
    const Transaction& tx, const Caller& caller, const Dataset& dataset
);

/// Errors: not_found (absent, or no standing in its project), forbidden (an annotator without work
/// in it).
[[nodiscard]] Result<Dataset> get_visible_dataset(
    const Transaction& tx, const Caller& caller, const DatasetId& id
);

/// Errors: as above.
[[nodiscard]] Result<DatasetView> get_dataset(Env& env, const Caller& caller, const DatasetId& id);

struct ListDatasets {
  std::vector<ProjectId> projects;  // none: all of the caller's
  bool system_space = false;        // the hidden Binaries datasets too
};

/// Those that the caller may see, by project, then oldest first. Unknown projects have none.
[[nodiscard]] std::vector<DatasetView> list_datasets(
    Env& env, const Caller& caller, const ListDatasets& input
);

}  // namespace allot
