#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "base/id.h"
#include "domain/availability.h"

namespace allot {

/// When members of a project are away, or there for some hours: stored with the member, who may be
/// removed and come back.
class Availabilities {
 public:
  virtual ~Availabilities() = default;
  /// nullopt: nothing is said, or it is no member.
  [[nodiscard]] virtual std::optional<Availability> find(
      const ProjectId& project, const UserId& person
  ) const = 0;
  /// Of all active members of whom something is said, in the order in which they came. Costs those.
  [[nodiscard]] virtual std::vector<std::pair<UserId, Availability>> of_project(
      const ProjectId& project
  ) const = 0;
  /// nullopt: nothing is said any more. Precondition: a member.
  virtual void put(
      const ProjectId& project, const UserId& person, const std::optional<Availability>& said
  ) = 0;
};

}  // namespace allot
