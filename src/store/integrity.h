#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/function_ref.h"
#include "domain/entities.h"

namespace allot {

/// What a check of one kind found.
struct Findings {
  std::uint64_t checked = 0;           // how many things of that kind were looked at
  std::vector<std::string> sentences;  // one for each fault: the thing, and what is wrong with it
};

/// What is stored, held against itself: rows that no other noun shows, and what is derived, derived
/// anew. Needs no sound database; what cannot be read throws StoreFailure.
class Integrity {
 public:
  virtual ~Integrity() = default;

  /// The database's own check: pages, indexes, rows that name rows which are gone. `checked`:
  /// pages.
  [[nodiscard]] virtual Findings of_database() const = 0;
  /// Every stored bitmap: readable, not empty, of a kind that is known, under a version that counts
  /// it.
  [[nodiscard]] virtual Findings of_chunks() const = 0;
  /// Items, tasks, assignments and annotations: the row above each, and items in their order.
  [[nodiscard]] virtual Findings of_rows() const = 0;

  [[nodiscard]] virtual std::vector<DatasetId> datasets() const = 0;
  [[nodiscard]] virtual std::vector<TaskId> tasks() const = 0;
  /// The flags as the rows of items and annotations say.
  [[nodiscard]] virtual DatasetSets sets_from_rows(const DatasetId& dataset) const = 0;

  /// A line of the status log: one item, or the set of a bulk change.
  struct StatusLine {
    std::string_view task;  // lives until the visit ends
    Ordinal item = 0;       // when `items` is nullptr
    const ItemSet* items = nullptr;
    std::string_view word;  // "": taken away
  };

  /// All of tasks that are there, in their order.
  virtual void visit_status_log(FunctionRef<void(const StatusLine&)> visit) const = 0;

  /// Contents that items name and whose names begin with `prefix`: SHA-256 and bytes, ascending,
  /// each pair once.
  [[nodiscard]] virtual std::vector<std::pair<std::string, std::uint64_t>> contents(
      std::string_view prefix
  ) const = 0;

  /// Mends what the rows alone decide: takes out bitmaps that are empty or belong to nothing, and
  /// unreadable ones of flags, which are derived; sets ordinals behind the last item; makes the
  /// indexes anew where they are damaged. A sentence for each thing done.
  virtual std::vector<std::string> mend() = 0;
};

}  // namespace allot
