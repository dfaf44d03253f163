#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <vector>

#include "base/function_ref.h"
#include "base/persistent_map.h"
#include "domain/holder_index.h"
#include "domain/share.h"

namespace allot {

/// How many items are open and how many have each word.
struct Tally {
  std::uint64_t open = 0;
  std::map<std::string, std::uint64_t> by_status;  // words with 0 left out

  bool operator==(const Tally&) const = default;
};

/// The shares of a task in the order in which the assignments were created, found by assignment, by
/// person and by item without a walk.
///
/// A persistent value: a copy costs a few pointers, a change that of the share and a few nodes,
/// whatever number of shares there is; versions share what is the same in both. Distinct values may
/// be used from distinct threads. A pointer to a share holds as long as some version has that very
/// share. Source: docs/adr/0032-a-ledger-is-a-persistent-value.md.
class Shares {
  using Pointer = std::shared_ptr<const Share>;
  /// Given out in the order of creation; not part of the value.
  using Place = std::uint64_t;
  using ByPlace = PersistentMap<Place, Pointer>;
  using ById = PersistentMap<AssignmentId, Place>;

 public:
  Shares() = default;
  Shares(std::initializer_list<Share> shares);
  /// In this order. Precondition: distinct assignments.
  explicit Shares(std::vector<Share> shares);

  class Iterator {
   public:
    using value_type = Share;
    using difference_type = std::ptrdiff_t;

    Iterator() = default;

    explicit Iterator(ByPlace::Iterator at) : at_(std::move(at)) {}

    const Share& operator*() const { return *at_->value; }

    const Share* operator->() const { return at_->value.get(); }

    Iterator& operator++() {
      ++at_;
      return *this;
    }

    Iterator operator++(int) {
      auto before = *this;
      ++*this;
      return before;
    }

    bool operator==(const Iterator&) const = default;

   private:
    ByPlace::Iterator at_;
  };

  [[nodiscard]] Iterator begin() const { return Iterator(by_place_.begin()); }

  [[nodiscard]] Iterator end() const { return {}; }

  [[nodiscard]] bool empty() const { return by_place_.empty(); }

  [[nodiscard]] std::size_t size() const { return by_place_.size(); }

  /// The share with `rank` ones before it. Precondition: rank < size().
  [[nodiscard]] const Share& at(std::size_t rank) const;

  [[nodiscard]] std::size_t count_normal() const { return by_person_.size(); }

  using IdIterator = ById::Iterator;

  /// Assignments by their ids, from the one with `rank` smaller ones: the keys.
  [[nodiscard]] IdIterator by_id_from(std::size_t rank) const {
    return by_assignment_.at_rank(rank);
  }

  [[nodiscard]] IdIterator by_id_end() const { return by_assignment_.end(); }

  [[nodiscard]] const Share* find(const AssignmentId& assignment) const;
  /// That person's normal share.
  [[nodiscard]] const Share* find(const UserId& annotator) const;
  /// Among many shares by an index of the chunk, which the first such call makes.
  [[nodiscard]] const Share* holder_of(Ordinal ordinal) const;
  /// Those that hold some of the items, in their order. Few items are looked up one by one; of many
  /// only the shares with items in the same chunks are looked at.
  [[nodiscard]] std::vector<const Share*> holding(const ItemSet& items) const;

  /// Of all shares together.
  [[nodiscard]] const Tally& tally() const { return tally_; }

  /// About what they take of the memory. Costs a look at each chunk.
  [[nodiscard]] std::size_t bytes() const;

  /// Union of what they hold.
  [[nodiscard]] ItemSet items() const;
  [[nodiscard]] ItemSet handled() const;

  /// Replaces that of the same assignment, else adds it at the back.
  void put(Share share);
  /// Replaces a share by one of the same assignment, person and kind that holds the same items with
  /// other statuses: less than `put`.
  void restate(Share share);
  /// As `put` for each; less than one by one.
  void put_all(std::vector<Share> shares);
  void erase(const AssignmentId& assignment);
  /// Replaces a share by what `change` makes of it. Precondition: it is there.
  void change(const AssignmentId& assignment, FunctionRef<void(Share&)> change);

  /// The shares that are not the very same object in `before`, by the ids of their assignments:
  /// `was` is null for one that came, `now` for one that went.
  void for_each_change_since(
      const Shares& before, FunctionRef<void(const Share* was, const Share* now)> visit
  ) const;

  /// The same shares in the same order.
  bool operator==(const Shares& other) const;

 private:
  struct Person {
    UserId id;
    Place place = 0;

    auto operator<=>(const Person&) const = default;
  };

  /// A share has items in a chunk.
  struct Spot {
    std::uint32_t chunk = 0;
    Place place = 0;

    auto operator<=>(const Spot&) const = default;
  };

  struct Nothing {
    bool operator==(const Nothing&) const = default;
  };

  struct HashPerson {
    std::size_t operator()(const Person& person) const {
      return std::hash<UserId>{}(person.id) ^ person.place;
    }
  };

  struct HashSpot {
    std::size_t operator()(const Spot& spot) const {
      return (std::size_t{spot.chunk} << 40) ^ spot.place;
    }
  };

  using Spots = PersistentMap<Spot, Nothing, HashSpot>;

  void count(const Share& share, bool in);
  void index_spots(Place place, const Share& before, const Share& now);
  [[nodiscard]] const Pointer* pointer_to(const AssignmentId& assignment) const;
  [[nodiscard]] std::vector<HolderIndex::Holder> in_chunk(std::uint32_t chunk) const;
  [[nodiscard]] std::optional<Place> place_of_holder(Ordinal ordinal) const;

  ByPlace by_place_;
  ById by_assignment_;
  PersistentMap<Person, Nothing, HashPerson> by_person_;  // of normal shares
  Spots by_chunk_;
  /// An object is of exactly the versions in which the same shares hold the same items of a chunk.
  PersistentMap<std::uint32_t, std::shared_ptr<const HolderIndex>> holders_;
  Tally tally_;
  std::size_t bytes_ = 0;
  Place next_ = 0;
};

}  // namespace allot
