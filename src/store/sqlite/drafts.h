#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace allot::sqlite {

/// What the writer has changed since the last commit, by id, with the way back to any savepoint.
/// The drafts are written to the database once, before the commit. `Value` is copied when a
/// savepoint first touches it, so copies must be cheap. One thread.
template <class Value>
class Drafts {
 public:
  /// To be given to `roll_back`.
  using Mark = std::size_t;

  [[nodiscard]] Mark begin_savepoint() {
    ++savepoint_;
    return changes_.size();
  }

  void roll_back(Mark mark) {
    while (changes_.size() > mark) {
      auto& [id, before] = changes_.back();
      if (before) {
        slots_.insert_or_assign(id, std::move(*before));
      } else {
        slots_.erase(id);
      }
      changes_.pop_back();
    }
    ++savepoint_;
  }

  void clear() {
    slots_.clear();
    changes_.clear();
  }

  [[nodiscard]] const Value* find(const std::string& id) const {
    const auto found = slots_.find(id);
    return found == slots_.end() ? nullptr : &found->second.value;
  }

  /// Adds what was loaded.
  Value& add(const std::string& id, Value value) {
    changes_.emplace_back(id, std::nullopt);
    return slots_.insert_or_assign(id, Slot{std::move(value), savepoint_}).first->second.value;
  }

  /// For changing it; nullptr when it was not added. `settle(value)` is called before a copy.
  template <class Settle>
  Value* touch(const std::string& id, Settle settle) {
    const auto found = slots_.find(id);
    if (found == slots_.end()) return nullptr;
    auto& slot = found->second;
    if (slot.savepoint != savepoint_) {
      settle(slot.value);
      changes_.emplace_back(id, slot);
      slot.savepoint = savepoint_;
    }
    return &slot.value;
  }

  Value* touch(const std::string& id) {
    return touch(id, [](Value&) {});
  }

  template <class Visit>
  void for_each(Visit visit) {
    for (auto& [id, slot] : slots_) visit(id, slot.value);
  }

  /// Visits the ids touched since `mark`; some twice.
  template <class Visit>
  void for_each_since(Mark mark, Visit visit) const {
    for (auto i = mark; i < changes_.size(); ++i) visit(changes_[i].first);
  }

 private:
  struct Slot {
    Value value;
    std::uint64_t savepoint = 0;  // the last that touched it
  };

  std::unordered_map<std::string, Slot> slots_;
  std::vector<std::pair<std::string, std::optional<Slot>>> changes_;  // nullopt: it was not there
  std::uint64_t savepoint_ = 0;
};

}  // namespace allot::sqlite
