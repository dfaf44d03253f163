#pragma once

#include <array>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "domain/apportionment.h"
#include "domain/ledger.h"

namespace allot {

/// What kind of move an operation is. The wire name is the enumerator's, less a final underscore.
enum class MoveKind {
  create,
  add,
  remove,
  redistribute,
  reassign,
  delete_assignment,
  delete_task,
  undo,
  contributors,
  batch,
  clear,
  idle
};

[[nodiscard]] std::string_view name_of(MoveKind kind);

inline constexpr std::array all_move_kinds{
    MoveKind::create,
    MoveKind::add,
    MoveKind::remove,
    MoveKind::redistribute,
    MoveKind::reassign,
    MoveKind::delete_assignment,
    MoveKind::delete_task,
    MoveKind::undo,
    MoveKind::contributors,
    MoveKind::batch,
    MoveKind::clear,
    MoveKind::idle
};

/// Where items are: with a person (their normal share), in the queue, or outside the task. What
/// comes to `queue` goes to its back; `queue_front` is for what comes alone.
struct Holder {
  enum class Place { outside, queue, person, queue_front };
  Place place = Place::outside;
  UserId person;  // for Place::person

  static Holder outside() { return {}; }

  static Holder queue() { return {Place::queue, {}}; }

  static Holder queue_front() { return {Place::queue_front, {}}; }

  static Holder of(UserId who) { return {Place::person, std::move(who)}; }

  auto operator<=>(const Holder&) const = default;
};

/// These items go from one holder to another, with the status that each has.
struct Handover {
  Holder from;
  Holder to;
  ItemSet open;
  StatusSets by_status;

  [[nodiscard]] std::uint64_t size() const;
  [[nodiscard]] ItemSet items() const;
  bool operator==(const Handover&) const = default;
};

/// How a plan looks to one person who gives, gets or keeps.
struct PersonPlan {
  UserId person;
  AssignmentId assignment;    // empty: new to the task
  std::uint64_t open = 0;     // before
  std::uint64_t handled = 0;  // before
  std::uint64_t in_use = 0;   // of the open ones
  std::uint64_t gives = 0;
  std::uint64_t gets = 0;
  std::uint64_t after = 0;  // open items after it
  bool operator==(const PersonPlan&) const = default;
};

/// Why items that one might expect to move stay.
struct LeftBehind {
  std::uint64_t handled = 0;
  std::uint64_t in_use = 0;
  std::uint64_t not_matching = 0;
  bool operator==(const LeftBehind&) const = default;
};

/// A decided move, not yet done: plain data. Handovers are disjoint; a person never hands over to
/// themself.
struct Plan {
  MoveKind kind = MoveKind::create;
  AssignmentId source;              // of redistribute, reassign, delete_assignment; else empty
  std::vector<Handover> handovers;  // in the order of the receivers
  std::vector<PersonPlan>
      people;  // receivers in workload order first, then the givers who get nothing
  LeftBehind left;

  /// Items that change hands.
  [[nodiscard]] std::uint64_t total() const;
  /// People who get items and have no share in `ledger`, in the order of the plan: each needs a new
  /// assignment.
  [[nodiscard]] std::vector<UserId> newcomers(const Ledger& ledger) const;
  bool operator==(const Plan&) const = default;
};

using NewAssignments = std::map<UserId, AssignmentId>;

/// The ledger after the plan. Shares that a newcomer needs are appended in the order of
/// `plan.newcomers(ledger)`, under the ids of `assignments`. Emptied shares stay, empty: the use
/// case decides which assignments go (B-101). CHECKs that the plan fits the ledger. Pure.
[[nodiscard]] Ledger applied(
    Ledger ledger, const Plan& plan, const NewAssignments& assignments = {}
);

/// What a query picked, in the order in which it is handed out.
struct Selection {
  ItemSet items;
  std::vector<Ordinal>
      order;  // the same items in the query's order; empty: by ordinal (oldest first, B-032)

  /// The first `limit` in order (B-033).
  [[nodiscard]] Selection limited(std::uint64_t limit) const;
  /// Less those not in `keep`, in the same order.
  [[nodiscard]] Selection within(const ItemSet& keep) const;
  /// Consecutive runs of the given lengths; counts add up to at most size.
  [[nodiscard]] std::vector<ItemSet> runs(std::span<const std::uint64_t> counts) const;
};

/// Adds the items that are not yet members to the people of `loads` in consecutive runs (B-031 …
/// B-037); creation is adding to an empty ledger. `loads` are checked ones. Items that are members
/// already are `left.not_matching`. `kind` is create or add.
[[nodiscard]] Plan plan_addition(
    const Ledger& ledger, const Selection& selection, std::span<const Load> loads, MoveKind kind
);

/// Everybody who holds a normal share, equally, in their order: who gets items added without a
/// workload (B-038).
[[nodiscard]] std::vector<Load> present_people(const Ledger& ledger);

/// Which open items a move by load may take.
struct Movable {
  std::optional<ItemSet> matching = std::nullopt;  // of these; nullopt: of all
  ItemSet in_use = {};                             // but not of these (B-298)

  /// Of `open`; counts in `left` what stays, and why.
  [[nodiscard]] ItemSet among(const ItemSet& open, LeftBehind& left) const;
};

/// Hands the open items of `source` that are `movable` to the people of `loads` in consecutive
/// runs by ordinal (B-200 … B-206). The source's own person among them keeps their run. `loads` are
/// checked ones; with none open the plan is empty of handovers (B-208). Precondition: `source` is a
/// share of the ledger.
[[nodiscard]] Plan plan_redistribution(
    const Ledger& ledger,
    const AssignmentId& source,
    std::span<const Load> loads,
    const Movable& movable = {}
);

/// Shares the open items that are `movable` out among the people of `loads`, so that they hold
/// of these what `apportion` says, with the least items changing hands (B-290): who has more keeps
/// the oldest, and only the rest moves, oldest first, to those who are short, in the order of
/// `loads`. Who is not named gives all of them. Nothing moves where it is so already (B-291). The
/// queue and originals stay. `loads` are checked ones.
[[nodiscard]] Plan plan_task_redistribution(
    const Ledger& ledger, std::span<const Load> loads, const Movable& movable = {}
);

/// Hands all items of `source`, with their statuses, to one person (B-220 … B-226). To the present
/// person: no handovers.
[[nodiscard]] Plan plan_reassignment(
    const Ledger& ledger, const AssignmentId& source, const UserId& to
);

/// Takes the open items that are in `matching` out of the task (B-100); handled matches are
/// `left.handled`.
[[nodiscard]] Plan plan_removal(const Ledger& ledger, const ItemSet& matching);

/// Takes deleted items out of the task, whatever their status, and those that wait in its queue
/// (B-144). Describes those who held some (B-283).
[[nodiscard]] Plan plan_item_deletion(const Ledger& ledger, const ItemSet& items);

/// Takes all items of one assignment out of the task, handled ones too (B-145).
[[nodiscard]] Plan plan_assignment_deletion(const Ledger& ledger, const AssignmentId& assignment);

/// Takes everything out: what deleting the task does (B-140).
[[nodiscard]] Plan plan_task_deletion(const Ledger& ledger);

/// Takes deleted items out, whatever their status, the queue included (B-144).
[[nodiscard]] Ledger without_items(Ledger ledger, const ItemSet& gone);

}  // namespace allot
