#include "domain/status_history.h"

#include <algorithm>

namespace allot {

namespace {

constexpr std::size_t waiting_max = 100'000;

}  // namespace

void StatusHistory::note(Ordinal item, std::string_view word) {
  waiting_.push_back({item, number_of(word)});
  if (waiting_.size() >= waiting_max) settle();
}

void StatusHistory::note(const ItemSet& items, std::string_view word) {
  settle();
  apply(items, std::string(word));
}

const StatusSets& StatusHistory::in_force() {
  settle();
  return in_force_;
}

std::size_t StatusHistory::number_of(std::string_view word) {
  const auto found = std::ranges::find(words_, word);
  if (found != words_.end()) return static_cast<std::size_t>(found - words_.begin());
  words_.emplace_back(word);
  return words_.size() - 1;
}

void StatusHistory::apply(const ItemSet& items, const std::string& word) {
  for (auto& [other, set] : in_force_) {
    if (set.intersects(items)) set -= items;
  }
  if (!word.empty()) in_force_[word] |= items;
  std::erase_if(in_force_, [](const auto& entry) { return entry.second.empty(); });
}

/// Of each item only the latest word matters.
void StatusHistory::settle() {
  if (waiting_.empty()) return;
  std::ranges::stable_sort(waiting_, {}, &Single::item);
  std::vector<std::vector<Ordinal>> by_word(words_.size());
  for (std::size_t i = 0; i < waiting_.size(); ++i) {
    const bool is_last = i + 1 == waiting_.size() || waiting_[i + 1].item != waiting_[i].item;
    if (is_last) by_word[waiting_[i].word].push_back(waiting_[i].item);
  }
  waiting_.clear();
  for (std::size_t word = 0; word < by_word.size(); ++word) {
    if (!by_word[word].empty()) apply(ItemSet::of(by_word[word]), words_[word]);
  }
}

StatusSets without_entry(const Ledger& ledger, const StatusSets& logged) {
  StatusSets unknown;
  for (const auto& share : ledger.shares) {
    for (const auto& [word, items] : share.by_status) {
      const auto found = logged.find(word);
      auto missing = found == logged.end() ? items : items - found->second;
      if (!missing.empty()) unknown[word] |= missing;
    }
  }
  return unknown;
}

}  // namespace allot
