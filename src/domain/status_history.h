#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/ledger.h"

namespace allot {

/// What the log of one task says is in force: of each item the word set last, unless that was
/// cleared. Events are noted in the order in which they happened; those of single items are
/// gathered, so that a million of them cost a sort. One thread.
class StatusHistory {
 public:
  /// `word` was set on the item, or taken away: "".
  void note(Ordinal item, std::string_view word);
  void note(const ItemSet& items, std::string_view word);

  [[nodiscard]] const StatusSets& in_force();

 private:
  struct Single {
    Ordinal item;
    std::size_t word;  // in words_
  };

  std::size_t number_of(std::string_view word);
  void apply(const ItemSet& items, const std::string& word);
  void settle();

  std::vector<std::string> words_;
  std::vector<Single> waiting_;
  StatusSets in_force_;
};

/// Items of the ledger that have a status which the log does not know, by word.
[[nodiscard]] StatusSets without_entry(const Ledger& ledger, const StatusSets& logged);

}  // namespace allot
