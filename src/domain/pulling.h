#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "domain/plan.h"

namespace allot {

/// The terms of a pulling task: people get batches, what is left waits in the queue (B-050).
/// Addresses are folded and distinct.
struct Pulling {
  std::uint64_t batch_size = 0;    // items of a batch; the last one may have fewer
  std::uint64_t max_workload = 0;  // no batch takes somebody's open items above it
  std::vector<UserId> allowed;     // contributors, in the order in which they came
  std::vector<UserId> locked;      // were contributors: they keep what they handled (B-055)
  std::optional<std::chrono::minutes> idle = {};  // after it open items go back to the queue

  [[nodiscard]] bool allows(const UserId& person) const;
  [[nodiscard]] bool locks(const UserId& person) const;
  /// From now on: added ones are locked no longer, removed ones are locked. Costs all people,
  /// however many are named.
  void add(std::span<const UserId> people);
  void remove(std::span<const UserId> people);

  void add(const UserId& person) { add({&person, 1}); }

  void remove(const UserId& person) { remove({&person, 1}); }

  /// No contributors from now on, and not locked: as if they had never been any.
  void drop(std::span<const UserId> people);

  bool operator==(const Pulling&) const = default;
};

/// Batch size and workload as asked for (B-052), nobody allowed yet. One that is missing takes its
/// bound. Errors: invalid, naming the member below `metadata.system`.
[[nodiscard]] Result<Pulling> checked_pulling(
    std::optional<std::int64_t> batch_size, std::optional<std::int64_t> max_workload
);

/// `minutes` as asked for. Errors: invalid (not from 5 to 10,080).
[[nodiscard]] Result<std::chrono::minutes> checked_idle(std::int64_t minutes);

/// A new task: everybody gets a batch in the given order as far as items reach, the rest waits
/// (B-051).
[[nodiscard]] Plan plan_pulling_start(
    const Selection& selection, std::span<const UserId> people, std::uint64_t batch_size
);

/// What is not in the task yet goes to the queue's end (B-038), and each of `first` gets a first
/// batch from its front, as far as it reaches (B-055). `first` are distinct, with no open items.
/// Behind them each of `others`, nobody of them among `first`, gets as many as fit (B-053).
[[nodiscard]] Plan plan_queueing(
    const Ledger& ledger,
    const Selection& selection,
    const Pulling& terms,
    std::span<const UserId> first = {},
    std::span<const UserId> others = {}
);

/// Does a whole batch fit beside what is open (B-053)?
[[nodiscard]] bool has_room(const Share& share, const Pulling& terms);
/// The same for this person: where they have no assignment one always does.
[[nodiscard]] bool has_room(const Ledger& ledger, const Pulling& terms, const UserId& person);

/// Batches from the queue's front for these people in turn: as many as fit as a whole (B-053), one
/// for who has no assignment, or becomes a contributor (B-055). Describes those who get some.
/// `kind` is batch or contributors.
[[nodiscard]] Plan plan_batches(
    const Ledger& ledger, const Pulling& terms, std::span<const UserId> people, MoveKind kind
);

/// Puts the open items of these people back to the queue's front, less those in use. `kind` is
/// clear, contributors or idle.
[[nodiscard]] Plan plan_giving_back(
    const Ledger& ledger, std::span<const UserId> people, MoveKind kind, const ItemSet& in_use = {}
);

/// Who is offered a batch when items came to the queue: contributors with an assignment in the
/// order of these, then those without, in the order in which they were named (B-053).
[[nodiscard]] std::vector<UserId> contributors_in_turn(const Ledger& ledger, const Pulling& terms);

/// How many items wait.
[[nodiscard]] std::uint64_t waiting(const Ledger& ledger);

}  // namespace allot
