#pragma once

// Offers of batches that are still to be made: part of what use cases ask of storage
// (store/nouns.h).

#include <optional>
#include <span>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "domain/entities.h"

namespace allot {

/// Somebody who is there again from a moment on, in a project, or in all of them (empty).
struct Returning {
  UserId person;
  ProjectId project;
  Time from;

  bool operator==(const Returning&) const = default;
};

/// Those who were not served yet: by an offer that one change was too short for, or since a move
/// that left them with nothing offers nothing itself.
struct RestOfOffer {
  std::int64_t number = 0;  // the store's
  TaskId task;
  DatasetId dataset;           // of the task
  std::vector<UserId> people;  // in turn

  bool operator==(const RestOfOffer&) const = default;
};

/// What is noted in the change that gives a reason for an offer, and gone when the offer is made:
/// so it is made, whatever happens to the server in between.
class Offers {
 public:
  virtual ~Offers() = default;
  /// Where an earlier moment is noted of this person and project, it stays.
  virtual void note(const Returning& back) = 0;
  /// What is noted of this person and project for a moment after this one.
  virtual void forget_later(const Returning& than) = 0;
  /// Whose moment came first; nullopt: nobody's by now. Costs one look.
  [[nodiscard]] virtual std::optional<Returning> returned(Time now) const = 0;
  /// The offer is made. Nothing when another moment is noted by now.
  virtual void take(const Returning& back) = 0;

  virtual void leave(const Task& task, std::span<const UserId> people) = 0;
  /// The oldest one; nullopt: none. Costs one look.
  [[nodiscard]] virtual std::optional<RestOfOffer> rest() const = 0;
  virtual void take(const RestOfOffer& rest) = 0;

  /// Pulling tasks in which items wait, dismissed ones left out: of the project, or of all (empty).
  /// Oldest first. Costs the pulling tasks, whatever is in them.
  [[nodiscard]] virtual std::vector<TaskId> tasks_with_queue(const ProjectId& project) const = 0;
};

}  // namespace allot
