#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>

#include "base/function_ref.h"
#include "usecases/exports/file.h"
#include "usecases/exports/queries.h"
#include "usecases/items/view.h"

namespace allot {

/// Writes what an export asks for, in turns: each reads one snapshot, and not for long, so that the
/// log of the database does not grow with the export. The items are those that its query matches
/// at the beginning, in the order in which they came; each is written with its annotations as it is
/// at the moment of its turn, and left out when it is gone. With the dataset locked all of it is of
/// one moment.
class ExportWriting {
 public:
  struct Times {
    std::chrono::milliseconds turn = std::chrono::seconds{2};
    std::chrono::milliseconds choosing = std::chrono::minutes{5};  // of the items, at most
  };

  /// `wanted` and `is_stopping` must outlive this.
  ExportWriting(
      Env& env,
      const Export& wanted,
      ExportQueries queries,
      const std::atomic<bool>& is_stopping,
      Times times
  );

  /// On for a turn, and for one item at least. Errors: not_found, forbidden (the dataset went, or
  /// the right to it), invalid (to choose the items takes too long). Throws GivenUp once
  /// `is_stopping`, StoreFailure, std::runtime_error.
  [[nodiscard]] Result<Done> go_on(const Caller& caller);

  [[nodiscard]] bool is_done() const { return chosen_ && done_ == chosen_->size(); }

  /// 0 … 100
  [[nodiscard]] int percent() const;

  /// Once it is done. Throws as `go_on` does.
  [[nodiscard]] SpooledFile finish();

 private:
  Result<Done> write_turn(const Transaction& tx, const Caller& caller);
  Result<Done> choose(const Transaction& tx, const Caller& caller, const Dataset& dataset);
  void write_item(const Transaction& tx, const ItemView& view);
  void write_annotations(const Transaction& tx, const Item& item);
  std::size_t pick(const Transaction& tx, std::span<const ItemView> views);
  void for_each_wanted(
      const Transaction& tx, const Item& item, FunctionRef<void(const Annotation&)> visit
  ) const;

  Env& env_;
  const Export& wanted_;
  const ExportQueries queries_;
  const std::atomic<bool>& is_stopping_;
  const Times times_;
  std::optional<query::SqlText> condition_;  // of annotations
  ExportFile file_;
  std::optional<ItemSet> chosen_;      // nullopt: not yet
  std::optional<ItemSet> joined_;      // items whose annotations are asked for; nullopt: of all
  std::map<Ordinal, ItemSet> picked_;  // of the items at hand, where there is a condition
  std::uint64_t done_ = 0;             // of those chosen
};

}  // namespace allot
