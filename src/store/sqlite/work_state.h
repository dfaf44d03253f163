#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "domain/work_index.h"
#include "store/sqlite/context.h"
#include "store/sqlite/ledger_state.h"

namespace allot::sqlite {

/// The ledgers of a dataset's tasks as the database has them under the dataset's work version.
struct WorkEntry {
  std::int64_t version = 0;
  WorkIndex index;
};

[[nodiscard]] inline std::size_t cached_bytes(const WorkEntry& entry) {
  return sizeof(WorkEntry) + entry.index.bytes();
}

/// What `Ledgers::holding` answers.
[[nodiscard]] std::vector<TaskWork> work_holding(
    Context& context, const DatasetId& dataset, const ItemSet& items
);

/// Raises the work versions of the datasets whose ledgers have changed; gives them. For the flush,
/// before the ledgers are written.
using WorkVersions = std::map<DatasetId, std::int64_t>;
[[nodiscard]] WorkVersions raise_work_versions(Context& context);

struct PublishedWork {
  std::string dataset;
  std::shared_ptr<const WorkEntry> entry;
};

/// The entries after the change of these ledgers, where the ones before are at hand.
[[nodiscard]] std::vector<PublishedWork> work_after(
    Context& context, const WorkVersions& versions, const std::vector<PublishedLedger>& ledgers
);

}  // namespace allot::sqlite
