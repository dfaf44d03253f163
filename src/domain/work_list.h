#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/ledger.h"

namespace allot {

/// Which of the items that are asked for.
struct ItemsWanted {
  std::optional<std::string> word;  // with this status; "": open ones; nullopt: whatever they have
  std::optional<ItemSet> among;     // of these alone
};

/// An item, and the share that it is in; nullptr: nobody's that is told of (the queue, the hidden
/// assignment of originals).
struct PlacedItem {
  Ordinal item = 0;
  const Share* holder = nullptr;

  bool operator==(const PlacedItem&) const = default;
};

/// The items of a task as a list by holder: the shares in the order in which the assignments were
/// created, in each the order of the dataset, and after them the queue, its front first. Any part
/// of it costs a look at each share and no more: nothing is walked. Refers to the ledger.
class WorkList {
 public:
  /// Of the whole task. Copies are left out, of which the originals tell (B-064).
  static WorkList of_task(const Ledger& ledger, ItemsWanted wanted);
  /// Of these shares alone, in this order, their copies too.
  static WorkList of_shares(
      const Ledger& ledger, std::vector<const Share*> shares, ItemsWanted wanted
  );

  [[nodiscard]] std::uint64_t total() const;
  [[nodiscard]] std::vector<PlacedItem> part(std::uint64_t offset, std::uint64_t count) const;
  /// All of them, for another order.
  [[nodiscard]] ItemSet items() const;
  /// Whose it is.
  [[nodiscard]] PlacedItem placed(Ordinal item) const;

 private:
  WorkList(const Ledger& ledger, std::vector<const Share*> shares, ItemsWanted wanted);

  [[nodiscard]] std::uint64_t size_of(const Share& share) const;
  [[nodiscard]] ItemSet items_of(const Share& share) const;
  [[nodiscard]] ItemSet cut(ItemSet items) const;

  const Ledger& ledger_;
  std::vector<const Share*> shares_;
  std::vector<const ItemSet*> queue_;
  ItemsWanted wanted_;
  bool with_copies_ = true;
};

}  // namespace allot
