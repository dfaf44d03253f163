#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "base/check.h"

namespace allot {

/// An ordered map whose versions share what they have in common.
///
/// A value: a copy costs one pointer, a change about 1.4 × log2(size) new nodes; two versions are
/// compared for the price of what differs (`for_each_difference`). Distinct values may be used from
/// distinct threads, shared nodes included; one value is not for two writers. A pointer into it
/// holds as long as some version with that very entry lives. The tree is a treap whose priorities
/// are hashes of the keys, so its shape depends on the keys alone. Source: Seidel and Aragon,
/// Randomized Search Trees, 1996.
template <class Key, class Value, class Hash = std::hash<Key>>
class PersistentMap {
 public:
  struct Entry {
    Key key;
    Value value;
  };

 private:
  struct Node;
  using Link = std::shared_ptr<const Node>;

  struct Node {
    Entry entry;
    std::uint64_t priority = 0;
    std::size_t size = 1;
    Link left;
    Link right;
  };

 public:
  PersistentMap() = default;

  /// Precondition: ascending keys, each once.
  [[nodiscard]] static PersistentMap of_sorted(std::vector<Entry> entries);

  [[nodiscard]] bool empty() const { return root_ == nullptr; }

  [[nodiscard]] std::size_t size() const { return size_of(root_); }

  [[nodiscard]] const Value* find(const Key& key) const {
    const Node* at = root_.get();
    while (at != nullptr) {
      if (key < at->entry.key) {
        at = at->left.get();
      } else if (at->entry.key < key) {
        at = at->right.get();
      } else {
        return &at->entry.value;
      }
    }
    return nullptr;
  }

  /// Adds or replaces.
  void put(Key key, Value value) {
    const auto priority = priority_of(key);
    root_ = with(root_, Entry{std::move(key), std::move(value)}, priority);
  }

  void erase(const Key& key) {
    if (find(key) != nullptr) root_ = without(root_, key);
  }

  /// Adds or replaces many: less than one by one.
  void put_all(PersistentMap others) { root_ = united(root_, others.root_); }

  /// Walks in the order of the keys.
  class Iterator {
   public:
    using value_type = Entry;
    using difference_type = std::ptrdiff_t;

    Iterator() = default;

    const Entry& operator*() const { return path_.back()->entry; }

    const Entry* operator->() const { return &path_.back()->entry; }

    Iterator& operator++() {
      const Node* at = path_.back();
      path_.pop_back();
      descend(at->right.get());
      return *this;
    }

    Iterator operator++(int) {
      auto before = *this;
      ++*this;
      return before;
    }

    bool operator==(const Iterator& other) const {
      if (path_.empty() || other.path_.empty()) return path_.empty() == other.path_.empty();
      return path_.back() == other.path_.back();
    }

   private:
    friend class PersistentMap;

    void descend(const Node* at) {
      for (; at != nullptr; at = at->left.get()) path_.push_back(at);
    }

    std::vector<const Node*> path_;  // what is still to come, nearest last
  };

  [[nodiscard]] Iterator begin() const {
    Iterator at;
    at.descend(root_.get());
    return at;
  }

  [[nodiscard]] Iterator end() const { return {}; }

  /// The first entry whose key is not less.
  [[nodiscard]] Iterator from(const Key& key) const {
    Iterator found;
    const Node* at = root_.get();
    while (at != nullptr) {
      if (at->entry.key < key) {
        at = at->right.get();
      } else {
        found.path_.push_back(at);
        at = at->left.get();
      }
    }
    return found;
  }

  /// Of the entry with `rank` smaller keys; the end when there are not so many.
  [[nodiscard]] Iterator at_rank(std::size_t rank) const {
    Iterator found;
    const Node* at = root_.get();
    while (at != nullptr) {
      const auto smaller = size_of(at->left);
      if (rank > smaller) {
        rank -= smaller + 1;
        at = at->right.get();
      } else {
        found.path_.push_back(at);
        if (rank == smaller) break;
        at = at->left.get();
      }
    }
    return found;
  }

  /// Visits `visit(key, before, now)`, pointers to values, in the order of the keys: null where the
  /// key is not there. Values that are equal are passed over, what the versions share is not looked
  /// at.
  template <class Visit>
  void for_each_difference(const PersistentMap& before, Visit visit) const {
    differences(before.root_, root_, visit);
  }

 private:
  static std::size_t size_of(const Link& link) { return link == nullptr ? 0 : link->size; }

  /// std::hash of a number is the number: mixed, lest ascending keys make a list of the tree.
  static std::uint64_t priority_of(const Key& key) {
    std::uint64_t mixed = Hash{}(key) + 0x9e3779b97f4a7c15ULL;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
    return mixed ^ (mixed >> 31);
  }

  /// Is `a` nearer to the root? Equal priorities are ordered by the keys.
  static bool is_above(const Node& a, const Node& b) {
    if (a.priority != b.priority) return a.priority > b.priority;
    return a.entry.key < b.entry.key;
  }

  static Link made(Entry entry, std::uint64_t priority, Link left, Link right) {
    const auto size = size_of(left) + size_of(right) + 1;
    return std::make_shared<const Node>(
        Node{std::move(entry), priority, size, std::move(left), std::move(right)}
    );
  }

  static Link with_children(const Node& node, Link left, Link right) {
    return made(node.entry, node.priority, std::move(left), std::move(right));
  }

  struct Parts {
    Link less;
    Link equal;  // alone the entry counts, not its children
    Link greater;
  };

  static Parts split(const Link& at, const Key& key) {
    if (at == nullptr) return {};
    if (key < at->entry.key) {
      auto parts = split(at->left, key);
      parts.greater = with_children(*at, std::move(parts.greater), at->right);
      return parts;
    }
    if (at->entry.key < key) {
      auto parts = split(at->right, key);
      parts.less = with_children(*at, at->left, std::move(parts.less));
      return parts;
    }
    return {at->left, at, at->right};
  }

  static Link with(const Link& at, Entry entry, std::uint64_t priority) {
    if (at == nullptr) return made(std::move(entry), priority, nullptr, nullptr);
    const bool is_less = entry.key < at->entry.key;
    const bool is_same = !is_less && !(at->entry.key < entry.key);
    if (is_same) return made(std::move(entry), priority, at->left, at->right);
    const bool above = priority != at->priority ? priority > at->priority : is_less;
    if (above) {
      auto parts = split(at, entry.key);
      return made(std::move(entry), priority, std::move(parts.less), std::move(parts.greater));
    }
    if (is_less) return with_children(*at, with(at->left, std::move(entry), priority), at->right);
    return with_children(*at, at->left, with(at->right, std::move(entry), priority));
  }

  static Link joined(const Link& left, const Link& right) {
    if (left == nullptr) return right;
    if (right == nullptr) return left;
    if (is_above(*left, *right)) {
      return with_children(*left, left->left, joined(left->right, right));
    }
    return with_children(*right, joined(left, right->left), right->right);
  }

  static Link without(const Link& at, const Key& key) {
    if (key < at->entry.key) return with_children(*at, without(at->left, key), at->right);
    if (at->entry.key < key) return with_children(*at, at->left, without(at->right, key));
    return joined(at->left, at->right);
  }

  /// `b` wins where both have a key.
  static Link united(const Link& a, const Link& b) {
    if (a == nullptr) return b;
    if (b == nullptr || a == b) return a;
    if (is_above(*a, *b)) {
      const auto parts = split(b, a->entry.key);
      const auto& winner = parts.equal == nullptr ? *a : *parts.equal;
      return with_children(winner, united(a->left, parts.less), united(a->right, parts.greater));
    }
    const auto parts = split(a, b->entry.key);
    return with_children(*b, united(parts.less, b->left), united(parts.greater, b->right));
  }

  template <class Visit>
  static void difference(const Node* before, const Node* now, Visit& visit) {
    if (before == now) return;
    if (before != nullptr && now != nullptr && before->entry.value == now->entry.value) return;
    const auto& key = (now != nullptr ? now : before)->entry.key;
    visit(
        key,
        before == nullptr ? nullptr : &before->entry.value,
        now == nullptr ? nullptr : &now->entry.value
    );
  }

  template <class Visit>
  static void differences(const Link& before, const Link& now, Visit& visit) {
    if (before == now) return;
    const bool now_is_above = before == nullptr || (now != nullptr && !is_above(*before, *now));
    const auto& top = now_is_above ? now : before;
    // By value: of a part that was split off, only this keeps it.
    const auto parts = split(now_is_above ? before : now, top->entry.key);
    if (now_is_above) {
      differences(parts.less, now->left, visit);
      difference(parts.equal.get(), now.get(), visit);
      differences(parts.greater, now->right, visit);
    } else {
      differences(before->left, parts.less, visit);
      difference(before.get(), parts.equal.get(), visit);
      differences(before->right, parts.greater, visit);
    }
  }

  Link root_;
};

template <class Key, class Value, class Hash>
PersistentMap<Key, Value, Hash> PersistentMap<Key, Value, Hash>::of_sorted(
    std::vector<Entry> entries
) {
  // The right spine of what was built so far, from the root down; sizes are known when a node
  // leaves it.
  std::vector<std::shared_ptr<Node>> spine;
  const auto close = [&](std::size_t keep) {
    std::shared_ptr<Node> below;
    while (spine.size() > keep) {
      auto node = std::move(spine.back());
      spine.pop_back();
      if (below != nullptr) node->right = std::move(below);
      node->size = size_of(node->left) + size_of(node->right) + 1;
      below = std::move(node);
    }
    return below;
  };
  for (auto& entry : entries) {
    CHECK(spine.empty() || spine.back()->entry.key < entry.key);
    auto node = std::make_shared<Node>();
    node->priority = priority_of(entry.key);
    node->entry = std::move(entry);
    auto keep = spine.size();
    while (keep > 0 && is_above(*node, *spine[keep - 1])) --keep;
    node->left = close(keep);
    spine.push_back(std::move(node));
  }
  PersistentMap map;
  map.root_ = close(0);
  return map;
}

}  // namespace allot
