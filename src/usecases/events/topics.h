#pragma once

#include <vector>

#include "usecases/env.h"

namespace allot {

/// What of the outbox somebody wants to see; where nothing is named, all that they may.
struct EventTopics {
  std::vector<TaskId> tasks;
  std::vector<ProjectId> projects;
  bool me = false;  // what is about the reader (docs/spec/events.md)
  bool operator==(const EventTopics&) const = default;

  [[nodiscard]] bool are_everything() const { return tasks.empty() && projects.empty() && !me; }
};

/// May somebody who asks for some topics be told of an event, by its place and kind alone?
enum class Concern {
  none,
  own,    // where it is about the reader, which is not known yet
  named,  // it is of one of the tasks or projects, or everything is asked for
};

/// Reads nothing; whether it is to be seen, or about the reader, is found out of what may
/// (usecases/events/sight.h).
[[nodiscard]] Concern concern_of(
    const EventTopics& topics, const UserId& reader, const Event& event
);

/// Errors: not_found (a task or project that the caller may not see).
[[nodiscard]] Result<Done> require_visible(
    const Transaction& tx, const Caller& caller, const EventTopics& topics
);

}  // namespace allot
