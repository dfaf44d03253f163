#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "domain/clones.h"
#include "query/query.h"
#include "usecases/env.h"

namespace allot {

/// An item of the source, or more of the one that came last.
struct ClonedPart {
  std::optional<Item> item;   // nullopt: of the one that came last …
  bool is_gone = false;       // … which went before all of it was read
  ItemId origin;              // of a file of a merge: the item of which all its clones come
  std::vector<Item> folders;  // above the item, outermost first: where another folder begins
  std::vector<Annotation> annotations;
};

/// How far a source is read.
struct ClonePosition {
  std::uint64_t rank = 0;         // of the chosen items so many are done
  bool is_begun = false;          // the next one is read itself …
  std::optional<Ordinal> number;  // … and its annotations up to this one
};

/// So much as is read on one snapshot, and written in one change.
struct CloneSlice {
  std::vector<ClonedPart> parts;
  ClonePosition next;  // once it is written
};

/// Where a clone's items come from. They are chosen once, in the first read; each is read as it is
/// when its turn comes, and left out when it is gone.
class CloneSource {
 public:
  struct Most {
    std::uint64_t rows = 500;                  // of items, folders above them, and annotations
    std::size_t bytes = std::size_t{1} << 20;  // of what is read, and of what it becomes one with
    std::chrono::milliseconds choosing = std::chrono::minutes{5};
  };

  /// Of this dataset. `wanted` and `is_stopping` must outlive this.
  CloneSource(
      const Clone& wanted,
      DatasetId dataset,
      query::Query query,
      const std::atomic<bool>& is_stopping,
      Most most
  );

  [[nodiscard]] const DatasetId& dataset() const { return dataset_; }

  /// What comes next. Looks at the rights. Repeatable until `pass`. Errors: not_found, forbidden
  /// (the dataset or the item went, or the right to it), invalid (to choose the items takes too
  /// long). Throws GivenUp once `is_stopping`.
  [[nodiscard]] Result<CloneSlice> read_next(Env& env, const Caller& caller);
  /// The same in a transaction.
  [[nodiscard]] Result<CloneSlice> read_next(const Transaction& tx, const Caller& caller);

  /// The slice is written.
  void pass(const CloneSlice& slice) { position_ = slice.next; }

  [[nodiscard]] bool is_done() const { return chosen_ && position_.rank >= chosen_->size(); }

  /// 0 … 100
  [[nodiscard]] int percent_after(const CloneSlice& slice) const;

 private:
  class Reading;

  Result<Done> choose(const Transaction& tx, const Caller& caller, const Dataset& dataset);

  const Clone& wanted_;
  const DatasetId dataset_;
  const query::Query query_;
  const std::atomic<bool>& is_stopping_;
  const Most most_;
  std::optional<ItemSet> chosen_;  // nullopt: not yet
  ClonePosition position_;
};

}  // namespace allot
